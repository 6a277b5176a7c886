"""Companies by the words that people use for them."""

from django.db.models import Q

from accounts.models import Company

FEWEST_DIGITS = 5


def company_by_code(text: str) -> Company | None:
    """The company with this code, else with this INN (the oldest of several branches); None when there is none."""
    found = Company.objects.select_related("tier", "account_manager__user")
    return found.filter(code=text).first() or found.filter(inn=text).order_by("pk").first()


def companies_called(text: str) -> list[int]:
    """Keys of companies whose name holds the text or whose code begins with it; digits are the beginning of an INN.

    Keys, not a subquery: a list that also looks elsewhere (OR) can then read its indexes. Fewer digits than
    FEWEST_DIGITS are the number of something else. One query at most.
    """
    meant = Q(name__icontains=text) | Q(code__istartswith=text)
    if text.isdigit():
        if len(text) < FEWEST_DIGITS:
            return []
        meant = Q(inn__startswith=text)
    return list(Company.objects.filter(meant).values_list("pk", flat=True))
