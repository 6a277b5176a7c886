"""A shop at work: a catalogue, stock in three warehouses, goods on their way, analogues, a year of orders.

Django must be set up. Goods come by the importer, orders by the actions; links and transit are plain rows, thousands.
"""

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from accounts.actors import SYSTEM, Actor
from accounts.enums import Channel
from accounts.models import User
from accounts.queries.acting import actor_of
from b2b_portal.core.events import unannounced
from benchmarks._scratch import manage
from catalog.actions.link_analogue import link_analogue
from catalog.enums import AnalogueKind
from catalog.models import Analogue, PriceList, Product, Rate, Transit, Warehouse
from catalog.queries.prices import price_lines
from catalog.queries.search import search
from documents.actions.issue_document import issue_document
from documents.enums import DocumentKind
from orders.actions.agree_delivery import DeliveryChoice
from orders.actions.cancel_order import cancel_order
from orders.actions.change_cart_line import change_cart_line
from orders.actions.confirm_order import confirm_order
from orders.actions.place_order import place_order
from orders.actions.ship_order import ship_order
from orders.enums import DeliveryKind
from orders.models import DeliveryMethod, Order

QUERY, SHOWN = "STM32", 50
WAREHOUSES = {"main": 0, "spb": 40_000, "ekb": 25_000}  # the first so many rows of the file; 0: all
ORDERS, LINES, TRANSIT, LINKS = 240, 12, 5_000, 2_000
BETWEEN = timedelta(hours=36)


@dataclass(frozen=True)
class Shop:
    """Who looks at the pages, and what at: the first products that the query finds, the newest order."""

    buyer: Actor
    shown: list[Product]
    order: Order


def import_goods(environment: dict[str, str], file: Path) -> None:
    """The demo's people and goods, and the file's goods in three warehouses."""
    manage({**environment, "EMBEDDED": "1"}, "load_demo")
    for code, rows in WAREHOUSES.items():
        limit = ("--limit", str(rows)) if rows else ()
        manage(
            environment,
            "import_catalog",
            str(file),
            "--profile",
            "jlcparts",
            "--rate",
            "90",
            "--warehouse",
            code,
            *limit,
        )


def fill() -> Shop:
    """Links, transit, a year of orders and a cart; every third of the products shown has two analogues."""
    now, dice = timezone.now(), random.Random(11)
    shown = [hit.product for hit in search(SYSTEM, QUERY, limit=SHOWN).hits]
    assert len(shown) == SHOWN
    buyer = actor_of(User.objects.get(email="buyer@demo.example"))
    for place in range(0, len(shown) - 2, 3):
        for other in shown[place + 1 : place + 3]:
            link_analogue(product=shown[place], other=other, kind=AnalogueKind.FUNCTIONAL, by=SYSTEM, at=now)
    _write_links(now)
    _write_transit(now)
    goods = _goods(buyer, now)
    since = now - ORDERS * BETWEEN
    PriceList.objects.filter(code__startswith="jlcparts").update(valid_from=since)  # the import has just made them
    day = since.date() - timedelta(days=2)
    Rate.objects.get_or_create(currency="USD", valid_from_on=day, defaults={"roubles": 85})
    for ago in range(ORDERS, 0, -1):
        _order(buyer, dice.sample(goods, dice.randint(1, LINES)), now - ago * BETWEEN, ago)
    order = _order(buyer, dice.sample(goods, LINES), now, 0)
    _put(buyer, dice.sample(goods, LINES), now)
    return Shop(buyer, shown, order)


def _goods(buyer: Actor, now: datetime) -> list[Product]:
    """What can be ordered again and again: in stock by the thousand, and with a price."""
    assert buyer.company
    stocked = Product.objects.filter(stocks__on_hand__gte=5_000, is_on_sale=True).distinct().order_by("pk")[:1_000]
    priced = price_lines(buyer.company, {product.pk: product.smallest_order for product in stocked}, now)
    return [product for product in stocked if product.pk in priced]


def _write_links(now: datetime) -> None:
    known = set(Analogue.objects.values_list("product", "other"))
    pks = list(Product.objects.order_by("category", "pk").values_list("pk", flat=True)[: 2 * LINKS])
    pairs = {(min(pair), max(pair)) for pair in zip(pks[::2], pks[1::2], strict=True)} - known
    Analogue.objects.bulk_create(
        Analogue(product_id=one, other_id=other, kind=AnalogueKind.FUNCTIONAL) for one, other in sorted(pairs)
    )


def _write_transit(now: datetime) -> None:
    place = Warehouse.objects.get(code="spb")
    rows = Product.objects.order_by("key").values_list("pk", flat=True)
    step = max(1, rows.count() // TRANSIT)
    Transit.objects.bulk_create(
        [
            Transit(product_id=pk, warehouse=place, quantity=500, expected_on=now.date() + timedelta(days=3 + at % 40))
            for at, pk in enumerate(rows[::step])
        ],
        ignore_conflicts=True,
    )


def _put(buyer: Actor, products: Sequence[Product], at: datetime) -> None:
    for product in products:
        change_cart_line(product=product, quantity=product.smallest_order, by=buyer, at=at)


def _order(buyer: Actor, products: Sequence[Product], at: datetime, ago: int) -> Order:
    """An order with its invoice; older ones are shipped, every seventh is cancelled."""
    staff = Actor(user=User.objects.get(email="manager@demo.example"), channel=Channel.ADMIN)
    pick_up = DeliveryMethod.objects.filter(kind=DeliveryKind.PICKUP)[0]
    with unannounced():
        _put(buyer, products, at)
        order = place_order(key=uuid.uuid4(), by=buyer, at=at, delivery=DeliveryChoice(pick_up))
        issue_document(order=order, kind=DocumentKind.INVOICE, by=SYSTEM, at=at)
        if ago and ago % 7 == 0:
            return cancel_order(order=order, by=buyer, at=at + timedelta(hours=1))
        if ago > 5:
            confirm_order(order=order, by=staff, at=at + timedelta(hours=1))
            return ship_order(order=order, by=staff, at=at + timedelta(hours=20))
    return order
