"""What must always be true of credit; each question answers with a few sentences about what is not."""

from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.models import CreditAccount, CreditDebt, CreditEntry

MOST_TOLD = 20
_SUMS = ("limit", "overrun", "held", "used")


def credit_unlike_its_entries() -> list[str]:
    """Limit, overrun, held and used are the sums of their entries. One query."""
    entries = CreditEntry.objects.filter(account=OuterRef("pk"))
    said = CreditAccount.objects.annotate(**{f"said_{name}": _total(entries, F(f"{name}_delta")) for name in _SUMS})
    wrong = said.exclude(**{f"{name}_gross": F(f"said_{name}") for name in _SUMS})
    return [
        f"Credit of contract {account}: limit, overrun, held and used are {_figures(account, '{}_gross')}, "
        f"its entries say {_figures(account, 'said_{}')}."
        for account in _told(wrong)
    ]


def credit_unlike_its_debts() -> list[str]:
    """Used is the sum of what is open of its debts. One query."""
    debts = CreditDebt.objects.filter(account=OuterRef("pk"))
    wrong = CreditAccount.objects.annotate(owed=_total(debts, F("gross") - F("paid_gross"))).exclude(
        used_gross=F("owed")
    )
    return [
        f"Credit of contract {account}: {account.used_gross} is used, its open debts are {account.owed}."
        for account in _told(wrong)
    ]


def credit_beyond_its_limit() -> list[str]:
    """Nobody is held to or owes more than his limit and what was allowed above it. One query."""
    most = F("limit_gross") + F("overrun_gross")
    wrong = CreditAccount.objects.filter(
        Q(held_gross__lt=0) | Q(used_gross__lt=0) | Q(held_gross__gt=most - F("used_gross"))
    )
    return [
        f"Credit of contract {account}: limit, overrun, held and used are {_figures(account, '{}_gross')}."
        for account in _told(wrong)
    ]


def _total(rows: QuerySet[Any], what: Any) -> Coalesce:
    sums = rows.order_by().values("account").annotate(total=Sum(what)).values("total")
    return Coalesce(Subquery(sums, output_field=DecimalField()), Decimal(0), output_field=DecimalField())


def _told(accounts: QuerySet[Any]) -> QuerySet[Any]:
    return accounts.select_related("contract").order_by("pk")[:MOST_TOLD]


def _figures(account: CreditAccount, field: str) -> str:
    return ", ".join(str(getattr(account, field.format(name))) for name in _SUMS)
