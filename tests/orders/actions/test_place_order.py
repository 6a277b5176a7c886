from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest

from accounts.actions.lock_company import lock_company
from accounts.enums import CompanyStatus
from accounts.permissions import Role
from accounts.queries.access import NotAllowed
from b2b_portal.core.models import Delivery
from catalog.actions.reserve_stock import OutOfStock
from catalog.models import Price, Reservation, Stock
from catalog.quantities import WrongQuantity
from orders.actions.change_cart_line import change_cart_line
from orders.actions.place_order import BelowMinimum, NoContract, place_order
from orders.actions.take_cart import CartChanged, CartEmpty, NotPriced, PriceChanged
from orders.models import CartLine, Order, OrderLine
from orders.queries.cart import cart_page
from tests.factories import make_actor, make_price, make_price_list, make_product, make_rate, make_stock, make_tier
from tests.races import meeting_point, race


@pytest.fixture
def product(db):
    product = make_product("CF259X")
    make_price(product, "8940")
    make_price(product, "8720", quantity=5)
    make_stock(product, 10)
    return product


def fill(actor, product, quantity, now):
    change_cart_line(product=product, quantity=quantity, by=actor, at=now)


def seen_by(actor, now):
    return {row.product.uid: row.shown for row in cart_page(actor, now).rows}


def test_place_order_freezes_prices_and_reserves(buyer, product, now):
    fill(buyer, product, 5, now)
    order = place_order(key=uuid4(), by=buyer, at=now, buyer_number="ЗПК-0417")
    line = OrderLine.objects.get(order=order)
    assert (line.article, line.brand, line.quantity) == ("CF259X", "HP", 5)
    assert (line.unit_price, line.price_includes_vat, line.vat_rate) == (Decimal("8720.0000"), True, Decimal("0.22"))
    assert (order.net, order.tax, order.gross) == (Decimal("35737.70"), Decimal("7862.30"), Decimal("43600.00"))
    assert Stock.objects.get().reserved == 5
    assert Reservation.objects.get().holder == order.uid
    assert not CartLine.objects.exists()
    assert [entry.kind for entry in order.history.all()] == ["placed", "reserved"]


def test_place_order_reserves_for_working_days_of_the_contract(buyer, product, now):
    fill(buyer, product, 1, now)
    order = place_order(key=uuid4(), by=buyer, at=now)
    assert order.reserved_until.date().isoformat() == "2026-11-26"


def test_place_order_freezes_requisites_of_both_parties(buyer, product, now):
    fill(buyer, product, 1, now)
    order = place_order(key=uuid4(), by=buyer, at=now)
    company = buyer.company
    company.name = "Renamed"
    company.save()
    order.refresh_from_db()
    assert order.buyer_requisites["name"] != "Renamed"
    assert order.seller_requisites["settlement_account"] == "40702810938000012345"


def test_place_order_prices_a_dollar_list_without_vat(buyer, now):
    product = make_product()
    make_price(
        product,
        "10.05",
        price_list=make_price_list("usd", currency="USD", is_gross=False, tier=make_tier(), priority=10),
    )
    make_rate("USD", "90")
    make_stock(product, 3)
    fill(buyer, product, 3, now)
    order = place_order(key=uuid4(), by=buyer, at=now)
    assert (order.net, order.tax, order.gross) == (Decimal("2713.50"), Decimal("596.97"), Decimal("3310.47"))


def test_place_order_announces_in_the_same_transaction(buyer, product, now):
    fill(buyer, product, 1, now)
    order = place_order(key=uuid4(), by=buyer, at=now)
    owed = Delivery.objects.filter(event="orders.order_placed").values_list("receiver", "payload")
    receivers = ["documents.tasks.issue_invoice", "orders.tasks.mail_order_placed"]
    assert sorted(owed) == [(name, {"order_id": order.pk}) for name in receivers]


def test_place_order_with_a_known_key_returns_the_same_order(buyer, product, now):
    fill(buyer, product, 1, now)
    key = uuid4()
    first = place_order(key=key, by=buyer, at=now)
    fill(buyer, product, 2, now)
    assert place_order(key=key, by=buyer, at=now) == first
    assert CartLine.objects.get().quantity == 2


def test_place_order_refuses_an_empty_cart(buyer, now):
    with pytest.raises(CartEmpty):
        place_order(key=uuid4(), by=buyer, at=now)


def test_place_order_refuses_without_a_contract(buyer, product, now):
    fill(buyer, product, 1, now)
    buyer.company.contracts.update(is_default=False, is_open=False)
    with pytest.raises(NoContract):
        place_order(key=uuid4(), by=buyer, at=now)


def test_place_order_refuses_what_has_no_price(buyer, now):
    product = make_product("NOPRICE-1")
    make_stock(product, 3)
    fill(buyer, product, 1, now)
    with pytest.raises(NotPriced) as refused:
        place_order(key=uuid4(), by=buyer, at=now)
    assert "NOPRICE-1" in str(refused.value)


def test_place_order_refuses_a_price_of_zero(buyer, now):
    product = make_product("FREE-1")
    make_price(product, "0")
    make_stock(product, 3)
    fill(buyer, product, 1, now)
    with pytest.raises(NotPriced):
        place_order(key=uuid4(), by=buyer, at=now)


def test_place_order_refuses_a_quantity_that_is_no_multiple_any_more(buyer, product, now):
    fill(buyer, product, 5, now)
    product.pack_multiple = 4
    product.save()
    with pytest.raises(WrongQuantity) as refused:
        place_order(key=uuid4(), by=buyer, at=now)
    assert refused.value.facts["nearest"] == (4, 8)


def test_place_order_refuses_less_than_the_contract_minimum(buyer, product, now):
    buyer.company.contracts.update(minimum_order_gross=Decimal("10000"))
    fill(buyer, product, 1, now)
    with pytest.raises(BelowMinimum):
        place_order(key=uuid4(), by=buyer, at=now)


@pytest.mark.parametrize("price", ["8000", "8940.0001", "9500"])
def test_place_order_refuses_a_price_the_buyer_did_not_see(buyer, product, now, price):
    fill(buyer, product, 1, now)
    seen = seen_by(buyer, now)
    Price.objects.filter(quantity=1).update(unit_price=Decimal(price))
    with pytest.raises(PriceChanged) as refused:
        place_order(key=uuid4(), by=buyer, at=now, seen=seen)
    assert refused.value.facts["articles"] == "CF259X"
    assert not Order.objects.exists()
    assert place_order(key=uuid4(), by=buyer, at=now, seen=seen_by(buyer, now)).lines.get().unit_price == Decimal(price)


def test_place_order_refuses_two_changes_that_cancel_out(buyer, product, now):
    other = make_product("W1A53A")
    make_price(other, "1000")
    make_stock(other, 10)
    fill(buyer, product, 1, now)
    fill(buyer, other, 1, now)
    seen = seen_by(buyer, now)
    Price.objects.filter(product=product, quantity=1).update(unit_price=Decimal("8960"))
    Price.objects.filter(product=other).update(unit_price=Decimal("980"))
    with pytest.raises(PriceChanged) as refused:
        place_order(key=uuid4(), by=buyer, at=now, seen=seen)
    assert refused.value.facts == {
        "articles": "CF259X, W1A53A",
        "shown": Decimal("9940.00"),
        "gross": Decimal("9940.00"),
    }


def test_place_order_refuses_when_another_window_changed_the_quantity(buyer, product, now):
    fill(buyer, product, 1, now)
    seen = seen_by(buyer, now)
    fill(buyer, product, 2, now)
    with pytest.raises(CartChanged):
        place_order(key=uuid4(), by=buyer, at=now, seen=seen)


def test_place_order_refuses_when_another_window_put_something_else_in(buyer, product, now):
    fill(buyer, product, 1, now)
    seen = seen_by(buyer, now)
    other = make_product()
    make_price(other, "8940")
    fill(buyer, other, 1, now)
    fill(buyer, product, 0, now)
    with pytest.raises(CartChanged):
        place_order(key=uuid4(), by=buyer, at=now, seen=seen)


def test_place_order_refuses_what_lost_its_price_after_it_was_seen(buyer, product, now):
    fill(buyer, product, 1, now)
    seen = seen_by(buyer, now)
    Price.objects.all().delete()
    with pytest.raises(NotPriced):
        place_order(key=uuid4(), by=buyer, at=now, seen=seen)


def test_place_order_refuses_more_than_is_free_and_keeps_the_cart(buyer, product, now):
    fill(buyer, product, 11, now)
    with pytest.raises(OutOfStock):
        place_order(key=uuid4(), by=buyer, at=now)
    assert CartLine.objects.get().quantity == 11
    assert not Order.objects.exists()
    assert not Delivery.objects.exists()


def test_place_order_refuses_who_may_not_even_propose_and_names_who_can(buyer, product, now):
    viewer = make_actor(buyer.company, Role.VIEWER)
    with pytest.raises(NotAllowed) as refused:
        place_order(key=uuid4(), by=viewer, at=now)
    assert str(buyer.user) in str(refused.value)


def test_place_order_asks_again_under_the_lock_whether_the_company_is_suspended(buyer, product, now):
    fill(buyer, product, 1, now)
    type(buyer.company).objects.filter(pk=buyer.company.pk).update(
        status=CompanyStatus.SUSPENDED, suspension_reason="Overdue invoices"
    )
    with pytest.raises(NotAllowed, match="Overdue invoices"):
        place_order(key=uuid4(), by=buyer, at=now)


@pytest.mark.django_db(transaction=True)
def test_place_order_sent_eight_times_at_once_is_one_order(product, now):
    actor = make_actor()
    fill(actor, product, 1, now)
    key = uuid4()
    answers = race([lambda: place_order(key=key, by=actor, at=now)] * 8)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert {answer.pk for answer in answers} == {Order.objects.get().pk}
    assert Stock.objects.get().reserved == 1
    assert Delivery.objects.filter(event="orders.order_placed", receiver="documents.tasks.issue_invoice").count() == 1


@pytest.mark.unsound
@pytest.mark.django_db(transaction=True)
def test_control_twin_without_the_company_lock_orders_twice_or_breaks(product, now):
    """Both look for the key before either has written it: the second insert hits the constraint."""
    actor = make_actor()
    fill(actor, product, 1, now)
    order = place_order(key=uuid4(), by=actor, at=now)
    key = uuid4()
    both_have_looked = meeting_point(2)

    def naive() -> int:
        known = Order.objects.filter(company=actor.company, key=key).first()
        both_have_looked()
        if known:
            return known.pk
        twin = Order.objects.get(pk=order.pk)
        twin.pk, twin.key, twin.uid = None, key, uuid4()
        twin._state.adding = True
        twin.number = Order.objects.count() + uuid4().int % 10**9
        twin.save()
        return twin.pk

    answers = race([naive, naive])
    assert sum(isinstance(answer, Exception) for answer in answers) == 1


@pytest.mark.django_db(transaction=True)
def test_place_order_gives_the_last_unit_to_one_of_two_companies(now):
    product = make_product()
    make_price(product, "100")
    make_stock(product, 1)
    actors = [make_actor(), make_actor()]
    for actor in actors:
        fill(actor, product, 1, now)
    answers = race([lambda actor=actor: place_order(key=uuid4(), by=actor, at=now) for actor in actors])
    assert sum(isinstance(answer, OutOfStock) for answer in answers) == 1
    assert Order.objects.count() == 1
    assert Stock.objects.get().reserved == 1


@pytest.mark.django_db
def test_lock_company_returns_the_row_as_it_is_now(buyer):
    stale = replace(buyer).company
    type(stale).objects.filter(pk=stale.pk).update(name="Newer")
    assert lock_company(stale).name == "Newer"
