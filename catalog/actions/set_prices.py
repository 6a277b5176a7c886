"""Set prices of a list by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.events import announce
from catalog.actions.import_catalog_prices import PriceVersion
from catalog.enums import VersionKind
from catalog.events import prices_published
from catalog.models import Price, PriceList, Product

_UPDATE = """
    UPDATE catalog_price AS price SET unit_price = said.unit_price
      FROM unnest(%s::bigint[], %s::numeric[]) AS said (id, unit_price)
     WHERE price.id = said.id
"""
_TRAIL = """
    INSERT INTO catalog_pricechange (version_id, product_id, quantity, was, becomes)
    SELECT %s, * FROM unnest(%s::bigint[], %s::int[], %s::numeric[], %s::numeric[])
"""


class ListIsComputed(RuleBroken):
    """The list has no prices of its own. Facts: price_list, source."""

    message = _("The list %(price_list)s is computed from %(source)s: set the prices there, or change its percent.")
    code = "list_is_computed"


@dataclass(frozen=True)
class NewPrice:
    """What one piece costs from a quantity on, in the list's money and sense."""

    product: Product
    quantity: int
    unit_price: Decimal


def set_prices(
    *, price_list: PriceList, prices: Sequence[NewPrice], source_name: str = "", by: Actor, at: datetime
) -> int:
    """Publishes a version with the prices that differ and returns how many; without a difference there is no version.

    Other breaks of the products stay. Of two prices for one break the last one counts. Locks: the price list, the
    price rows by primary key. Announces: prices_published. Raises StaffOnly, ListIsComputed.
    """
    require_staff(by)
    if price_list.source_id:
        raise ListIsComputed(price_list=price_list.code, source=str(price_list.source))
    wanted = {(price.product.pk, price.quantity): price for price in prices}
    with change(by, at):
        PriceList.objects.select_for_update(no_key=True).get(pk=price_list.pk)
        rows = Price.objects.filter(price_list=price_list, product_id__in={product for product, _from in wanted})
        known = {(row.product_id, row.quantity): row for row in rows.select_for_update(no_key=True).order_by("pk")}
        changed = {
            key: price for key, price in wanted.items() if key not in known or known[key].unit_price != price.unit_price
        }
        if changed:
            _publish(PriceVersion(price_list, source_name, by, at, VersionKind.BY_HAND), changed, known)
        return len(changed)


def _publish(
    version: PriceVersion, changed: dict[tuple[int, int], NewPrice], known: dict[tuple[int, int], Price]
) -> None:
    new = [
        Price(
            price_list=version.price_list, product=price.product, quantity=price.quantity, unit_price=price.unit_price
        )
        for key, price in changed.items()
        if key not in known
    ]
    moved = [known[key] for key in changed if key in known]
    with connection.cursor() as cursor:
        becomes = [changed[row.product_id, row.quantity].unit_price for row in moved]
        cursor.execute(_UPDATE, [[row.pk for row in moved], becomes])
        cursor.execute(_TRAIL, [version.pk, *_trail(changed, known)])
    Price.objects.bulk_create(new)
    announce(prices_published, version_id=version.pk)


def _trail(changed: dict[tuple[int, int], NewPrice], known: dict[tuple[int, int], Price]) -> list[list[Any]]:
    """Products, quantities, prices before (None: there was none) and prices then."""
    return [
        [product for product, _quantity in changed],
        [quantity for _product, quantity in changed],
        [known[key].unit_price if key in known else None for key in changed],
        [price.unit_price for price in changed.values()],
    ]
