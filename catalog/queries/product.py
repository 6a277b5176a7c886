"""One product with everything the catalogue knows of it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.queries.access import can
from catalog.enums import NumberKind
from catalog.models import Category, CompanyProduct, Product
from catalog.pricing import PricedLine
from catalog.quantities import MOST
from catalog.queries.analogues import AnalogueRow, Offer, compared, links_of, offer_of, products_of
from catalog.queries.listing import Column, Row, list_products, saving_of
from catalog.queries.places import Place, places
from catalog.queries.prices import shown_prices
from catalog.queries.product_files import ProductFiles, files_of
from catalog.queries.products import products_named


@dataclass(frozen=True)
class Step:
    """A quantity break: units from `quantity` to `last` (None: any more), and the gain against the first break."""

    quantity: Decimal | int
    last: Decimal | int | None
    unit_gross: Decimal
    gain: Decimal | None
    is_own: bool


@dataclass(frozen=True)
class Quote:
    """What a quantity costs, beside the recommended price."""

    quantity: int
    line: PricedLine
    recommended: Decimal | None
    smallest: int

    @property
    def saving(self) -> Decimal | None:
        return saving_of(self.line, self.recommended)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The breaks as ranges that can be ordered, the one of this quantity marked."""
        breaks = self.line.breaks
        first = breaks[0].unit_gross
        lasts = [step.quantity - 1 for step in breaks[1:]] + [None]
        return tuple(
            Step(
                max(step.quantity, self.smallest),
                last,
                step.unit_gross,
                step.unit_gross / first - 1 if first and step.unit_gross != first else None,
                step.quantity == self.line.row.quantity,
            )
            for step, last in zip(breaks, lasts, strict=True)
            if last is None or last >= self.smallest
        )


@dataclass(frozen=True)
class ProductPage:
    """What the page shows; `instead` can be taken in its place, `beside` goes with it."""

    row: Row
    numbers: tuple[tuple[str, tuple[str, ...]], ...]
    columns: tuple[Column, ...]
    has_prices: bool
    instead: Offer
    beside: tuple[AnalogueRow, ...]
    places: tuple[Place, ...]
    files: ProductFiles

    @property
    def product(self) -> Product:
        return self.row.product

    @property
    def smallest(self) -> Quote | None:
        """What the smallest orderable quantity costs."""
        row = self.row
        return Quote(row.quantity, row.price, row.recommended, row.product.smallest_order) if row.price else None

    @property
    def sections(self) -> tuple[Category, ...]:
        """The product's section below its parent."""
        own = self.product.category
        return (own.parent, own) if own.parent else (own,)


def product_page(actor: Actor, uid: UUID, at: datetime) -> ProductPage | None:
    """The product if the actor may see it. At most 11 queries: 7, and 4 of the listing."""
    product = products_named(actor).select_related("category__parent").filter(uid=uid).first()
    if product is None:
        return None
    links = links_of(actor, [product.pk]).get(product.pk, ())
    others = products_of(actor, links)
    listing = list_products(actor, [(product, None), *((other, None) for other in others)], at)
    own, rest = listing.rows[0], listing.rows[1:]
    rows = compared(own, rest, links)
    return ProductPage(
        row=own,
        numbers=_numbers(product),
        columns=listing.columns,
        has_prices=listing.has_prices,
        instead=offer_of([one for one in rows if one.link.is_instead]),
        beside=tuple(one for one in rows if not one.link.is_instead),
        places=places(own.warehouses, own.incoming, at) if own.warehouses else (),
        files=files_of(product),
    )


def own_code_of(actor: Actor, product: Product) -> str:
    """What the actor's company calls the product, "" for nothing. One query."""
    codes = CompanyProduct.objects.visible_to(actor).filter(product=product)
    return codes.values_list("own_code", flat=True).first() or ""


def quote(actor: Actor, product: Product, quantity: int, at: datetime) -> Quote | None:
    """The price of so many; None where there is none, it is not shown, or nobody buys so many. 2 queries."""
    viewer = actor.sees_as
    if viewer is None or not 0 < quantity <= MOST or not can(actor, Permission.VIEW_PRICES, viewer):
        return None
    shown = shown_prices(viewer, {product.pk: quantity}, at)
    if product.pk not in shown.lines:
        return None
    return Quote(quantity, shown.lines[product.pk], shown.recommended.get(product.pk), product.smallest_order)


def _numbers(product: Product) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Other numbers by kind, in the kinds' order, as a buyer reads them."""
    found: dict[str, list[str]] = {}
    for one in product.numbers.order_by("brand_name", "number"):
        found.setdefault(one.kind, []).append(f"{one.brand_name} {one.number}".strip())
    return tuple((str(kind.label), tuple(found[kind])) for kind in NumberKind if kind in found)
