"""Open a version of a price list."""

from datetime import datetime
from typing import Any

from django.db.models import Max

from accounts.actors import Actor
from catalog.enums import VersionKind
from catalog.models import PriceList, PriceListVersion

LONGEST_SOURCE = 200


def open_price_version(
    *,
    price_list: PriceList,
    kind: VersionKind,
    source_name: str = "",
    undoes: PriceListVersion | None = None,
    report: dict[str, Any] | None = None,
    by: Actor,
    at: datetime,
) -> PriceListVersion:
    """Writes the next version of a list, to which the caller adds its PriceChange rows. Inside change().

    Locks: the price list, so that numbers follow each other and one publication waits for the other.
    """
    PriceList.objects.select_for_update(no_key=True).get(pk=price_list.pk)
    return PriceListVersion.objects.create(
        price_list=price_list,
        number=last_number(price_list) + 1,
        kind=kind,
        author_uid=by.user_uid,
        source_name=source_name[:LONGEST_SOURCE],
        undoes=undoes,
        report=report or {},
        published_at=at,
    )


def last_number(price_list: PriceList) -> int:
    """The number of the list's last version, 0 where there is none."""
    return PriceListVersion.objects.filter(price_list=price_list).aggregate(last=Max("number"))["last"] or 0
