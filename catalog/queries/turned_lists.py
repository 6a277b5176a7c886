"""Price lists that came into force, or went out of it, by their dates."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from catalog.models import PriceList


@dataclass(frozen=True)
class TurnedList:
    """A list, the list whose rows it reads, and when it turned."""

    pk: int
    rows_of: int
    turned_at: datetime


def turned_lists(since: datetime, at: datetime) -> list[TurnedList]:
    """Lists whose validity began or ended after `since`, up to a moment. One query."""
    began, ended = ({f"{end}__gt": since, f"{end}__lte": at} for end in ("valid_from", "valid_until"))
    found = PriceList.objects.filter(Q(**began) | Q(**ended)).order_by("pk")
    return [turned for one in found for turned in _turns(one, since, at)]


def _turns(price_list: PriceList, since: datetime, at: datetime) -> Iterator[TurnedList]:
    for moment in (price_list.valid_from, price_list.valid_until):
        if moment and since < moment <= at:
            yield TurnedList(price_list.pk, price_list.source_id or price_list.pk, moment)
