"""The cart's page, and its summary in the header."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.utils import timezone

from accounts.actors import Actor
from accounts.queries.access import buyer_of
from b2b_portal.core.money import ZERO, Amounts, to_cents
from catalog.models import Product
from catalog.pricing import PricedLine
from catalog.quantities import nearest_quantities
from catalog.queries.analogues import links_of
from catalog.queries.assortment import is_offered, seen
from catalog.queries.chosen_price import chosen_price, line_gross, price_parameters
from catalog.queries.prices import shown_prices
from catalog.queries.products import visible_product
from orders.models import CartLine
from orders.queries.shipping import Shipping, shipping_of
from orders.seen_prices import SeenLine, seen_line
from orders.totals import Totals, totals_of

_SUMMARY = f"""
    SELECT count(*), coalesce(sum({line_gross("line.quantity", "product.vat_rate")}), 0)
      FROM orders_cart AS cart
      JOIN orders_cartline AS line ON line.cart_id = cart.id
      JOIN catalog_product AS product ON product.id = line.product_id
      LEFT JOIN LATERAL ({chosen_price("line.product_id", "line.quantity")}) AS chosen
        ON product.is_on_sale AND {seen()}
     WHERE cart.company_id = %(company)s AND cart.user_id = %(user)s
"""


@dataclass(frozen=True)
class CartSummary:
    """How many lines for how much, with VAT."""

    lines: int
    gross: Decimal


@dataclass(frozen=True)
class CartRow:
    """One line as the page shows it: priced now, with what is free now and when the rest comes.

    What left the shop or the company's assortment is not offered: it has no price, and no order can be placed with it.
    `nearest` are the orderable quantities around one that is no longer orderable; `analogues` are how many can
    stand for it; `was` is what the buyer saw, where it costs something else now; `replaces` is what he took it for.
    """

    product: Product
    quantity: int
    priced: PricedLine | None
    recommended: Decimal | None
    shipping: Shipping
    is_offered: bool = True
    nearest: tuple[int, ...] = ()
    analogues: int = 0
    was: SeenLine | None = None
    replaces: str = ""

    @property
    def shown(self) -> SeenLine:
        """What the page shows of the line."""
        return seen_line(self.quantity, self.priced)

    @property
    def is_priced(self) -> bool:
        return bool(self.amounts)

    @property
    def seen_text(self) -> str:
        """What the order form carries of the line."""
        return self.shown.text(self.product.uid)

    @property
    def is_short(self) -> bool:
        return self.is_offered and self.shipping.missing > 0

    @property
    def amounts(self) -> Amounts | None:
        return self.priced.amounts if self.priced else None

    @property
    def is_orderable(self) -> bool:
        """Whether nothing but missing pieces stands in the way."""
        return bool(self.amounts and self.amounts.gross and not self.nearest)

    @property
    def only(self) -> int:
        """The largest orderable quantity of what is free; 0: none."""
        most = self.shipping.free // self.product.pack_multiple * self.product.pack_multiple
        return most if self.product.smallest_order <= most < self.quantity else 0

    @property
    def saving(self) -> Decimal:
        """What the line costs less than at the recommended price."""
        if self.amounts is None or self.recommended is None:
            return ZERO
        return max(ZERO, to_cents(self.recommended * self.quantity) - self.amounts.gross)


@dataclass(frozen=True)
class CartPage:
    """The cart with its sums."""

    rows: tuple[CartRow, ...]
    totals: Totals

    @property
    def short(self) -> tuple[CartRow, ...]:
        """Lines of which not all pieces are there."""
        return tuple(row for row in self.rows if row.is_short)

    @property
    def withdrawn(self) -> tuple[CartRow, ...]:
        """Lines that can no longer be ordered, whatever their quantity."""
        return tuple(row for row in self.rows if not row.is_offered)

    @property
    def changed(self) -> tuple[CartRow, ...]:
        """Lines that cost something else than the buyer saw."""
        return tuple(row for row in self.rows if row.was)

    @property
    def gross_before(self) -> Decimal:
        """What the goods came to by the prices that the buyer saw."""
        return sum(((row.was or row.shown).gross or ZERO for row in self.rows), ZERO)

    @property
    def has_free(self) -> bool:
        """Whether an order would reserve anything at once."""
        return any(row.shipping.parts for row in self.rows)

    @property
    def is_orderable(self) -> bool:
        """Whether the lines can be ordered, at least with a rest that is awaited."""
        return bool(self.rows) and all(row.is_orderable for row in self.rows)

    @property
    def saving(self) -> Decimal:
        return sum((row.saving for row in self.rows), ZERO)


def cart_summary(actor: Actor) -> CartSummary:
    """Lines and sum of the actor's cart, in one query."""
    company, person = buyer_of(actor)
    with connection.cursor() as cursor:
        cursor.execute(_SUMMARY, {**price_parameters(company, timezone.now()), "user": person.pk})
        lines, gross = cursor.fetchone()
    return CartSummary(lines, gross)


def cart_page(actor: Actor, at: datetime, shown: Mapping[UUID, SeenLine] | None = None) -> CartPage:
    """Everything the page shows of its lines: 5 queries, 2 more if something is short, however many lines.

    `shown` is what the page before showed, by the product's uid: with what the lines have noted it tells the changes.
    """
    lines = list(
        CartLine.objects.filter(cart__company=actor.company, cart__user=actor.user)
        .select_related("product__brand")
        .annotate(is_offered=is_offered(actor))
        .order_by("pk")
    )
    wanted = {line.product_id: line.quantity for line in lines if line.is_offered}
    prices = shown_prices(buyer_of(actor)[0], wanted, at)
    shipping = shipping_of({line.product_id: line.quantity for line in lines}, at)
    links = links_of(actor, wanted) if wanted else {}
    rows = tuple(
        CartRow(
            line.product,
            line.quantity,
            prices.lines.get(line.product_id),
            prices.recommended.get(line.product_id),
            shipping[line.product_id],
            line.is_offered,
            _nearest(line.product, line.quantity),
            sum(link.is_instead for link in links.get(line.product_id, ())),
            _was(line, prices.lines.get(line.product_id), (shown or {}).get(line.product.uid))
            if line.is_offered
            else None,
            line.replaces,
        )
        for line in lines
    )
    return CartPage(rows, totals_of((row.product.vat_rate, row.priced.amounts) for row in rows if row.priced))


def quantity_in_cart(actor: Actor, product: Product) -> int:
    """How many of a product the actor's cart holds, 0 for none. One query."""
    lines = CartLine.objects.filter(cart__company=actor.company, cart__user=actor.user, product=product)
    return lines.values_list("quantity", flat=True).first() or 0


def changeable_product(actor: Actor, uid: UUID) -> Product | None:
    """A product that the actor may put into his cart, or has there though he may not any more. 2 queries at most."""
    in_cart = CartLine.objects.filter(cart__company=actor.company, cart__user=actor.user, product__uid=uid)
    line = in_cart.select_related("product__brand").first()
    return line.product if line else visible_product(actor, uid)


def _was(line: CartLine, priced: PricedLine | None, seen: SeenLine | None) -> SeenLine | None:
    """What the buyer saw of the line with this quantity, the older the better; None if it costs the same now."""
    now = seen_line(line.quantity, priced)
    noted = SeenLine(line.quantity, line.seen_unit_gross, line.seen_gross) if line.seen_unit_gross is not None else None
    known = [one for one in (noted, seen) if one and one.quantity == line.quantity]
    return next((one for one in known if one != now), None)


def _nearest(product: Product, quantity: int) -> tuple[int, ...]:
    nearest = nearest_quantities(quantity, product.pack_multiple, product.smallest_order)
    return () if quantity in nearest else nearest
