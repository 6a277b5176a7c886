"""Products as a list shows them: this company's price, what is free where, what comes when, the recommended price."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.queries.access import can
from catalog.enums import Match
from catalog.models import Product
from catalog.pricing import PricedLine
from catalog.quantities import MOST
from catalog.queries.availability import WarehouseFree, free_by_warehouse
from catalog.queries.prices import ShownLists, ShownPrices, shown_prices
from catalog.queries.transit import Incoming, in_transit

MOST_WAREHOUSE_COLUMNS = 3  # more do not fit beside prices; then one column counts all


@dataclass(frozen=True)
class Column:
    """A column of stock: one warehouse, or all of them together (no code)."""

    code: str
    name: str
    lead_days: int


@dataclass(frozen=True)
class Row:
    """One product of a list; `stock` has a place for each column. No price: there is none, or it is not shown."""

    product: Product
    match: Match | None
    price: PricedLine | None
    recommended: Decimal | None
    stock: tuple[tuple[Column, int], ...]
    warehouses: tuple[WarehouseFree, ...]
    incoming: tuple[Incoming, ...] = ()
    analogues: int = 0  # how many products can stand for it, where the list counted them
    asked: int = 0  # how many the query asked for
    place: str = ""  # tells an analogue's row from the same product's own

    @property
    def available(self) -> int:
        """Free pieces in all warehouses together."""
        return sum(one.free for one in self.warehouses)

    @property
    def nearest(self) -> WarehouseFree | None:
        """The warehouse with free pieces from which they come soonest."""
        return min((one for one in self.warehouses if one.free > 0), key=lambda one: one.lead_days, default=None)

    @property
    def next_incoming(self) -> Incoming | None:
        """What of it comes next that nobody waits for; else what is late, else what is wholly waited for."""
        return min(self.incoming, key=lambda one: (not one.free, one.is_late, one.expected_on), default=None)

    @property
    def quantity(self) -> int:
        """What the row offers to add: as many as were asked for, else the smallest orderable quantity."""
        return self.asked or self.product.smallest_order

    @property
    def row_id(self) -> str:
        """The row's id on the page."""
        return f"p-{self.place}{self.product.uid}"

    @property
    def form_id(self) -> str:
        """Ties the quantity, which stands in its own cell, to the form of the button."""
        return f"add-{self.place}{self.product.uid}"

    @property
    def step(self) -> Decimal | int | None:
        """The quantity break that the offered quantity reaches."""
        return self.price.row.quantity if self.price else None

    @property
    def saving(self) -> Decimal | None:
        return saving_of(self.price, self.recommended)


@dataclass(frozen=True)
class Listing:
    """Rows with the columns of their stock; a column nobody needs is not there."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    has_prices: bool
    has_recommended: bool
    has_incoming: bool

    @property
    def width(self) -> int:
        """How many columns it has before the cart's."""
        return 2 + len(self.columns) + self.has_incoming + self.has_prices + self.has_recommended

    def with_rows(self, rows: tuple[Row, ...]) -> "Listing":
        """The same columns over other rows."""
        return replace(self, rows=rows)


def list_products(
    actor: Actor,
    found: Sequence[tuple[Product, Match | None]],
    at: datetime,
    asked: int = 0,
    lists: ShownLists | None = None,
) -> Listing:
    """The facts of products for the actor's company. At most 4 queries: stock, transit, 2 of prices, 1 with `lists`.

    Priced are `asked` units where so many can be ordered, else the smallest orderable quantity. Without the permission
    to see prices nothing is priced.
    """
    viewer = actor.sees_as
    if not found or viewer is None:
        return Listing((), (), False, False, False)
    pks = [product.pk for product, _match in found]
    free, incoming = free_by_warehouse(pks, at), in_transit(pks, at)
    columns = _columns(free.values())
    shown = ShownPrices({}, {})
    sees_prices = bool(can(actor, Permission.VIEW_PRICES, viewer))
    if sees_prices:
        wanted = {product.pk: orderable(product, asked) or product.smallest_order for product, _match in found}
        shown = shown_prices(viewer, wanted, at, lists)
    rows = tuple(
        Row(
            product,
            match,
            shown.lines.get(product.pk),
            shown.recommended.get(product.pk),
            _cells(free.get(product.pk, ()), columns),
            free.get(product.pk, ()),
            incoming.get(product.pk, ()),
            asked=orderable(product, asked),
        )
        for product, match in found
    )
    return Listing(columns, rows, sees_prices, bool(shown.recommended), bool(incoming))


def orderable(product: Product, asked: int) -> int:
    """The asked quantity if the product can be ordered so, else 0: nothing is rounded."""
    return asked if product.smallest_order <= asked <= MOST and asked % product.pack_multiple == 0 else 0


def saving_of(price: PricedLine | None, recommended: Decimal | None) -> Decimal | None:
    """The company's price against the recommended one, as a fraction; None where that is not above it."""
    if price is None or not recommended or price.unit_gross >= recommended:
        return None
    return price.unit_gross / recommended - 1


def _columns(free: Iterable[Sequence[WarehouseFree]]) -> tuple[Column, ...]:
    seen = {(one.lead_days, one.code): Column(one.code, one.name, one.lead_days) for stocks in free for one in stocks}
    if 0 < len(seen) <= MOST_WAREHOUSE_COLUMNS:
        return tuple(seen[place] for place in sorted(seen))
    return (Column("", "", 0),)


def _cells(stocks: Sequence[WarehouseFree], columns: Sequence[Column]) -> tuple[tuple[Column, int], ...]:
    by_code = {one.code: one.free for one in stocks}
    everywhere = sum(by_code.values())
    return tuple((column, by_code.get(column.code, 0) if column.code else everywhere) for column in columns)
