"""Lock a company: first in the order of locks."""

from accounts.models import Company


def lock_company(company: Company) -> Company:
    """Locks the company's row until the caller's transaction ends and returns it as it is now.

    Verbs that spend what a company has once (an order's key, later credit) queue here before they touch stock.
    """
    # nothing is joined: a row whose tier another transaction has just changed would no longer fit the join it was found
    # by, and would be gone for whoever waited for it
    return Company.objects.select_for_update(no_key=True).get(pk=company.pk)
