"""What a price list adds and for whom, at a glance: two glances say whether a save moved anybody's price."""

from dataclasses import dataclass
from typing import Any

from catalog.enums import PriceListKind
from catalog.models import PriceList

_WORDS = ("name",)  # what moves no price


@dataclass(frozen=True)
class PriceTerms:
    """`facts` are compared, the rest says whom and what the terms concern."""

    facts: tuple[Any, ...]
    rows_of: int
    tier_id: int | None
    company_ids: frozenset[int]


def price_terms(price_list_id: int | None) -> PriceTerms | None:
    """The terms of a list with its rules and companies as saved; None for a list that is not. 3 queries."""
    saved = PriceList.objects.filter(pk=price_list_id).first() if price_list_id else None
    if saved is None:
        return None
    fields = {one.attname: getattr(saved, one.attname) for one in saved._meta.fields if one.name not in _WORDS}
    rules = frozenset(saved.rules.values_list("brand", "category", "percent", "amount"))
    companies = frozenset(saved.served.values_list("company", flat=True))
    tier_id = saved.tier_id if saved.kind == PriceListKind.BASE else None
    return PriceTerms((*fields.items(), rules, companies), saved.source_id or saved.pk, tier_id, companies)
