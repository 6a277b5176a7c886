"""Orders as plain rows, for the rooms above that only read them; orders' own tests place them by the action."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.actors import Actor
from accounts.queries.requisites import buyer_requisites, seller_requisites
from b2b_portal.core.money import line_amounts, sum_amounts
from catalog.models import Product
from orders.actions.change_cart_line import change_cart_line
from orders.actions.place_order import place_order
from orders.enums import DeliveryKind, HistoryKind, OrderStatus
from orders.models import DeliveryMethod, History, Order, OrderLine
from tests.factories.accounts import make_actor
from tests.factories.catalog import make_price, make_product, make_stock

VAT = Decimal("0.22")
PLACED_AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def make_delivery_method(code: str = "our", **fields: Any) -> DeliveryMethod:
    """Our transport to an address for 1 200 ₽, free from 50 000 ₽, by the next working day; orders until 18:00."""
    defaults = {
        "name": "Our transport",
        "kind": DeliveryKind.ADDRESS,
        "price_gross": Decimal("1200"),
        "free_from_gross": Decimal("50000"),
        "cut_off": time(18),
        "working_days": 1,
        "vat_rate": VAT,
    }
    return DeliveryMethod.objects.create(code=code, **{**defaults, **fields})


def make_order(
    actor: Actor | None = None, prices: Sequence[str] = ("4723.00",), quantity: int = 3, **fields: Any
) -> Order:
    """A placed order, one line per price with VAT; nothing is reserved and nothing announced."""
    actor = actor or make_actor()
    assert actor.company
    contract = fields.pop("contract", None) or actor.company.contracts.select_related("seller").get(is_default=True)
    amounts = [line_amounts(Decimal(price), quantity, VAT, True) for price in prices]
    total = sum_amounts(amounts)
    at = fields.pop("placed_at", PLACED_AT)
    fields = {
        "key": uuid.uuid4(),
        "reserved_until": at + timedelta(days=3),
        "seller_requisites": seller_requisites(contract.seller),
        "buyer_requisites": buyer_requisites(actor.company, contract) | {"contract_signed_on": "2026-01-15"},
        "contract_terms": {},
        **fields,
    }
    order = Order.objects.create(
        company=actor.company,
        contract=contract,
        placed_by=actor.user,
        placed_at=at,
        net=total.net,
        tax=total.tax,
        gross=total.gross,
        **fields,
    )
    for position, (price, line) in enumerate(zip(prices, amounts, strict=True), 1):
        make_order_line(order, position, make_product(), price, quantity, net=line.net, tax=line.tax, gross=line.gross)
    return Order.objects.get(pk=order.pk)  # with the number that the database gave


def make_order_line(
    order: Order, position: int, product: Product, price: str, quantity: int, **sums: Decimal
) -> OrderLine:
    """A line of an order, named and priced as its product was."""
    return OrderLine.objects.create(
        order=order,
        position=position,
        product=product,
        article=product.article,
        brand=product.brand.name,
        name=product.name,
        unit=product.unit,
        quantity=quantity,
        price_includes_vat=True,
        unit_price=Decimal(price),
        vat_rate=VAT,
        **sums,
    )


def place_one(actor: Actor, quantity: int = 1, at: datetime | None = None) -> Order:
    """An order of one product with price and stock of 10, placed by the action, just now unless told."""
    product, now = make_product(), at or timezone.now()
    make_price(product)
    make_stock(product)
    change_cart_line(product=product, quantity=quantity, by=actor, at=now)
    return place_order(key=uuid.uuid4(), by=actor, at=now)


def make_shipment(actor: Actor, gross: str, shipped_at: datetime) -> Order:
    """An order of one product for this sum with VAT that left that moment; nothing was taken out of a warehouse."""
    order = make_order(actor, [gross], 1, status=OrderStatus.SHIPPED, placed_at=shipped_at, reserved_until=None)
    History.objects.create(order=order, kind=HistoryKind.SHIPPED, happened_at=shipped_at, by_name="Person")
    return order
