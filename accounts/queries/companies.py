"""Companies by the words that people use for them."""

from accounts.models import Company


def company_by_code(text: str) -> Company | None:
    """The company with this code, else with this INN (the oldest of several branches); None when there is none."""
    found = Company.objects.select_related("tier", "account_manager__user")
    return found.filter(code=text).first() or found.filter(inn=text).order_by("pk").first()
