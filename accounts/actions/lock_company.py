"""Lock a company: first in the order of locks."""

from accounts.models import Company


def lock_company(company: Company) -> Company:
    """Locks the company's row until the caller's transaction ends and returns it as it is now.

    Verbs that spend what a company has once (an order's key, later credit) queue here before they touch stock.
    """
    return (
        Company.objects.select_for_update(of=("self",), no_key=True)
        .select_related("tier", "account_manager__user")
        .get(pk=company.pk)
    )
