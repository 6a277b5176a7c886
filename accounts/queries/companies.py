"""Companies by the words that people use for them."""

from django.db.models import Q, QuerySet

from accounts.models import Company

FEWEST_DIGITS = 5


def company_by_code(text: str) -> Company | None:
    """The company with this code, else with this INN (the oldest of several branches); None when there is none."""
    found = Company.objects.select_related("tier", "account_manager__user")
    return found.filter(code=text).first() or found.filter(inn=text).order_by("pk").first()


def companies_called(text: str) -> QuerySet[Company]:
    """Companies whose name holds the text, or whose code begins with it; digits are the beginning of an INN.

    For a subquery. Fewer digits than FEWEST_DIGITS are the number of something else.
    """
    companies = Company.objects.all()
    if text.isdigit():
        return companies.filter(inn__startswith=text) if len(text) >= FEWEST_DIGITS else companies.none()
    return companies.filter(Q(name__icontains=text) | Q(code__istartswith=text))
