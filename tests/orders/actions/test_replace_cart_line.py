"""A line of the cart replaced by what stands for it."""

import uuid
from datetime import datetime
from decimal import Decimal

import pytest

from accounts.actors import Actor
from accounts.permissions import Role
from accounts.queries.access import NotAllowed
from catalog.enums import AnalogueKind
from catalog.models import Product
from orders.actions.change_cart_line import change_cart_line
from orders.actions.place_order import place_order
from orders.actions.replace_cart_line import (
    LineGone,
    NoReplacement,
    OtherBrand,
    Replaced,
    ReplacementsOff,
    replace_cart_line,
)
from orders.models import CartLine
from tests.factories import make_actor, make_analogue, make_company, make_price, make_product, make_stock

pytestmark = pytest.mark.django_db


def sold(article: str, **fields: object) -> Product:
    product = make_product(article, **fields)  # type: ignore[arg-type]
    make_price(product, "100")
    make_stock(product, 100)
    return product


def replace(by: Actor, now: datetime, product: Product, other: Product) -> Replaced:
    return replace_cart_line(product=product, other=other, by=by, at=now)


@pytest.fixture
def pair(buyer: Actor, now: datetime) -> tuple[Product, Product]:
    """CF259X, seven of which are in the cart, and what stands for it."""
    product, other = sold("CF259X"), sold("CS-CF259X", brand="Cactus", pack_multiple=5)
    make_analogue(product, other)
    change_cart_line(product=product, quantity=7, by=buyer, at=now)
    return product, other


def test_replace_cart_line_keeps_the_place_and_remembers_both(
    buyer: Actor, now: datetime, pair: tuple[Product, Product]
) -> None:
    line = CartLine.objects.get()
    done = replace(buyer, now, *pair)
    assert (done.was, done.becomes) == (7, 10)
    changed = CartLine.objects.get()
    assert (changed.pk, changed.product, changed.quantity) == (line.pk, pair[1], 10)
    assert (changed.replaces, changed.seen_gross) == ("HP CF259X", Decimal(1000))


def test_what_was_agreed_to_goes_onto_the_order(buyer: Actor, now: datetime, pair: tuple[Product, Product]) -> None:
    replace(buyer, now, *pair)
    line = place_order(key=uuid.uuid4(), by=buyer, at=now).lines.get()
    assert (line.article, line.replaces) == ("CS-CF259X", "HP CF259X")


def test_a_line_of_the_other_takes_it_in(buyer: Actor, now: datetime, pair: tuple[Product, Product]) -> None:
    change_cart_line(product=pair[1], quantity=5, by=buyer, at=now)
    assert replace(buyer, now, *pair).becomes == 15
    line = CartLine.objects.get()
    assert (line.product, line.quantity, line.replaces) == (pair[1], 15, "HP CF259X")


def test_through_several_replacements_the_first_wish_is_kept_and_the_way_back_forgets_it(
    buyer: Actor, now: datetime, pair: tuple[Product, Product]
) -> None:
    third = sold("NV-1", brand="NV")
    make_analogue(pair[1], third, AnalogueKind.FUNCTIONAL)
    make_analogue(third, pair[0], AnalogueKind.SUPERSEDED)
    replace(buyer, now, *pair)
    replace(buyer, now, pair[1], third)
    assert CartLine.objects.get().replaces == "HP CF259X"
    replace(buyer, now, third, pair[0])
    assert CartLine.objects.get().replaces == ""


@pytest.mark.parametrize(("policy", "refusal"), [("never", ReplacementsOff), ("same_brand", OtherBrand)])
def test_the_policy_of_the_company_is_asked_again(now: datetime, policy: str, refusal: type[Exception]) -> None:
    actor = make_actor(make_company(replacement_policy=policy))
    product, other = sold("CF259X"), sold("CS-CF259X", brand="Cactus")
    make_analogue(product, other)
    change_cart_line(product=product, quantity=7, by=actor, at=now)
    with pytest.raises(refusal):
        replace(actor, now, product, other)
    assert CartLine.objects.get().product == product


def test_only_what_stands_for_it_replaces_it(buyer: Actor, now: datetime, pair: tuple[Product, Product]) -> None:
    ink, stranger, hidden = sold("INK"), sold("OTHER"), sold("HIDDEN", is_on_sale=False)
    make_analogue(pair[0], ink, AnalogueKind.CONSUMABLE)
    make_analogue(pair[0], hidden)
    for other in (ink, stranger, hidden, pair[0]):
        with pytest.raises(NoReplacement):
            replace(buyer, now, pair[0], other)
    assert CartLine.objects.get().product == pair[0]


def test_a_line_that_is_gone_or_a_colleagues_is_refused(
    buyer: Actor, now: datetime, pair: tuple[Product, Product]
) -> None:
    with pytest.raises(LineGone):
        replace(make_actor(buyer.company), now, *pair)
    change_cart_line(product=pair[0], quantity=0, by=buyer, at=now)
    with pytest.raises(LineGone):
        replace(buyer, now, *pair)


def test_who_may_not_fill_the_cart_is_refused(buyer: Actor, now: datetime, pair: tuple[Product, Product]) -> None:
    with pytest.raises(NotAllowed):
        replace(make_actor(buyer.company, Role.VIEWER), now, *pair)
