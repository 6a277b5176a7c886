"""Goods for pick-up are handed over by a power of attorney that is good on that day."""

from datetime import datetime, timedelta

import pytest

from accounts.actions.revoke_power import revoke_power
from accounts.actors import Actor
from accounts.models import PowerOfAttorney
from accounts.permissions import Role
from accounts.queries.access import NotAllowed
from orders.actions.agree_delivery import DeliveryChoice, PowerNotGood
from orders.actions.cancel_order import cancel_order
from orders.actions.confirm_order import confirm_order
from orders.actions.name_collector import NothingToFetch, name_collector
from orders.actions.ship_order import PowerRanOut, ship_order
from orders.actions.start_picking import start_picking
from orders.enums import DeliveryKind
from orders.models import DeliveryMethod, Order
from tests.factories import make_actor, make_company, make_warehouse
from tests.factories.accounts import make_address, make_power, make_staff
from tests.factories.approvals import send_order
from tests.factories.budgets import make_priced
from tests.factories.orders import make_delivery_method

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(db: None) -> Actor:
    return make_staff()


@pytest.fixture
def power(buyer: Actor) -> PowerOfAttorney:
    return make_power(buyer.company)


@pytest.fixture
def pickup() -> DeliveryMethod:
    facts = {"kind": DeliveryKind.PICKUP, "price_gross": 0, "free_from_gross": None, "warehouse": make_warehouse()}
    return make_delivery_method("pickup", **facts)


@pytest.fixture
def order(buyer: Actor, pickup: DeliveryMethod, power: PowerOfAttorney, now: datetime) -> Order:
    return send_order(buyer, make_priced("1000"), now, delivery=DeliveryChoice(pickup, power=power))


def picked(order: Order, staff: Actor, now: datetime) -> Order:
    confirm_order(order=order, by=staff, at=now)
    return start_picking(order=order, by=staff, at=now)


def test_an_order_for_pick_up_keeps_who_fetches_it(order: Order, power: PowerOfAttorney) -> None:
    assert order.delivery["collector"] == power.holder
    assert order.delivery["power"] == power.number
    assert order.delivery["power_until_on"] == power.valid_until_on.isoformat()


def test_place_order_takes_no_power_that_is_not_good(buyer: Actor, pickup: DeliveryMethod, now: datetime) -> None:
    day = now.date()
    late = make_power(buyer.company, "1", issued_on=day - timedelta(days=9), valid_until_on=day - timedelta(days=1))
    strange = make_power(make_company(), "2")
    revoked = make_power(buyer.company, "3", is_active=False)
    for power in (late, strange, revoked):
        with pytest.raises(PowerNotGood):
            send_order(buyer, make_priced("1000"), now, delivery=DeliveryChoice(pickup, power=power))
    assert not Order.objects.exists()


def test_name_collector_changes_and_takes_back_who_fetches(order: Order, buyer: Actor, now: datetime) -> None:
    other = make_power(buyer.company, "28", holder="Лунин В. С.")
    for _time in range(2):
        order = name_collector(order=order, power=other, by=buyer, at=now)
    assert (order.delivery["collector"], order.delivery["power"]) == ("Лунин В. С.", "28")
    order = name_collector(order=order, power=None, by=buyer, at=now)
    assert "collector" not in order.delivery
    assert order.delivery["warehouse"]
    facts = list(order.history.filter(kind="collector_named").values_list("facts__power", flat=True))
    assert facts == ["28", None]


def test_name_collector_refuses_whoever_may_not_order_and_what_is_not_fetched(
    order: Order, power: PowerOfAttorney, buyer: Actor, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        name_collector(order=order, power=power, by=make_actor(buyer.company, Role.REQUESTER), at=now)
    with pytest.raises(PowerNotGood):
        name_collector(order=order, power=make_power(make_company(), "5"), by=buyer, at=now)
    brought = DeliveryChoice(make_delivery_method(), make_address(buyer.company))
    with pytest.raises(NothingToFetch):
        name_collector(order=send_order(buyer, make_priced("9"), now, delivery=brought), power=power, by=buyer, at=now)
    cancel_order(order=order, by=buyer, at=now)
    with pytest.raises(NothingToFetch):
        name_collector(order=order, power=power, by=buyer, at=now)


def test_goods_are_not_handed_over_by_what_was_revoked(
    order: Order, power: PowerOfAttorney, buyer: Actor, staff: Actor, now: datetime
) -> None:
    order = picked(order, staff, now)
    revoke_power(power=power, by=buyer, at=now)
    with pytest.raises(PowerRanOut, match=power.number):
        ship_order(order=order, by=staff, at=now)
    name_collector(order=order, power=make_power(buyer.company, "28"), by=buyer, at=now)
    assert ship_order(order=order, by=staff, at=now).status == "shipped"


def test_goods_are_not_handed_over_by_what_ran_out(
    buyer: Actor, staff: Actor, pickup: DeliveryMethod, now: datetime
) -> None:
    last = make_power(buyer.company, valid_until_on=now.date() + timedelta(days=1))
    choice = DeliveryChoice(pickup, power=last)
    order = picked(send_order(buyer, make_priced("1000"), now, delivery=choice), staff, now)
    last.valid_until_on = now.date() - timedelta(days=1)
    last.save()
    with pytest.raises(PowerRanOut):
        ship_order(order=order, by=staff, at=now)


def test_an_order_without_a_power_is_handed_over(
    buyer: Actor, staff: Actor, pickup: DeliveryMethod, now: datetime
) -> None:
    order = picked(send_order(buyer, make_priced("1000"), now, delivery=DeliveryChoice(pickup)), staff, now)
    assert ship_order(order=order, by=staff, at=now).status == "shipped"
