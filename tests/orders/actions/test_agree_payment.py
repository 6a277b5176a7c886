"""How much of an order is deferred, and what becomes of the credit that it holds."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from accounts.actions.charge_credit import charge_credit
from accounts.actions.hold_credit import CreditOverdue, CreditShort, hold_credit
from accounts.actors import SYSTEM
from accounts.models import CreditAccount, CreditDebt, CreditEntry
from orders.actions.agree_payment import NotDeferrable
from orders.actions.cancel_line import cancel_line
from orders.actions.cancel_order import cancel_order
from orders.actions.change_cart_line import change_cart_line
from orders.actions.confirm_order import confirm_order
from orders.actions.place_order import place_order
from orders.actions.ship_order import ship_order
from orders.enums import PaymentWay
from orders.models import Order
from orders.payment_choice import PaymentChoice
from tests.factories import make_actor, make_price, make_product, make_stock
from tests.factories.accounts import give_credit, make_staff
from tests.races import race

pytestmark = pytest.mark.django_db
DEFERRED, PREPAID = PaymentChoice(PaymentWay.DEFERRED), PaymentChoice(PaymentWay.PREPAID)


def split(gross):
    return PaymentChoice(PaymentWay.SPLIT, Decimal(gross))


def fill(buyer, now, *prices):
    for price in prices:
        product = make_product()
        make_price(product, price)
        make_stock(product)
        change_cart_line(product=product, quantity=1, by=buyer, at=now)


def send(buyer, now, *prices, payment=None):
    fill(buyer, now, *(prices or ("100",)))
    return place_order(key=uuid4(), by=buyer, at=now, payment=payment)


def sums():
    account = CreditAccount.objects.get()
    return account.held_gross, account.used_gross


def test_agree_payment_defers_the_whole_order_where_the_contract_wants_nothing_before(buyer, now):
    give_credit(buyer.company, "500")
    order = send(buyer, now, payment=DEFERRED)
    assert (order.deferred_gross, order.prepaid_gross) == (order.gross, 0)
    assert sums() == (order.gross, 0)


def test_agree_payment_without_a_choice_defers_what_the_contract_lets(buyer, now):
    give_credit(buyer.company, "500", prepayment_percent=30)
    order = send(buyer, now)
    assert order.prepaid_gross == Decimal("0.3") * order.gross
    assert sums() == (order.deferred_gross, 0)


def test_agree_payment_of_a_prepaying_company_holds_nothing_and_opens_nothing(buyer, now):
    assert send(buyer, now).deferred_gross == 0
    assert not CreditAccount.objects.exists()
    with pytest.raises(NotDeferrable):
        send(buyer, now, payment=DEFERRED)


def test_agree_payment_takes_a_whole_prepayment_from_whoever_may_defer(buyer, now):
    give_credit(buyer.company, "500")
    assert send(buyer, now, payment=PREPAID).deferred_gross == 0
    assert sums() == (0, 0)


def test_agree_payment_refuses_short_credit_and_orders_nothing(buyer, now):
    give_credit(buyer.company, "60")
    with pytest.raises(CreditShort) as refusal:
        send(buyer, now, payment=DEFERRED)
    assert refusal.value.facts["free"] == 60
    assert not Order.objects.exists()
    assert sums() == (0, 0)


def test_agree_payment_splits_as_the_buyer_saw(buyer, now):
    give_credit(buyer.company, "60")
    order = send(buyer, now, payment=split("60"))
    assert (order.deferred_gross, order.prepaid_gross) == (60, order.gross - 60)


def test_agree_payment_never_splits_off_more_than_the_contract_lets_or_than_is_free(buyer, now):
    give_credit(buyer.company, "60", prepayment_percent=80)
    order = send(buyer, now, payment=split("1000"))
    assert order.prepaid_gross == Decimal("0.8") * order.gross
    with pytest.raises(CreditShort):
        send(buyer, now, "1000", payment=split("60"))


def test_agree_payment_lets_only_prepay_while_a_debt_is_overdue(buyer, now):
    contract = give_credit(buyer.company, "500")
    holder, past = uuid4(), now.date() - timedelta(1)
    hold_credit(contract=contract, holder=holder, gross=Decimal(10), by=SYSTEM, at=now)
    charge_credit(contract_id=contract.pk, holder=holder, source=holder, due_on=past, by=SYSTEM, at=now)
    with pytest.raises(CreditOverdue):
        send(buyer, now, payment=DEFERRED)
    with pytest.raises(CreditOverdue):
        place_order(key=uuid4(), by=buyer, at=now, payment=split("5"))
    assert place_order(key=uuid4(), by=buyer, at=now, payment=PREPAID).deferred_gross == 0


def test_agree_payment_holds_once_for_a_form_sent_twice(buyer, now):
    give_credit(buyer.company, "500")
    fill(buyer, now, "100")
    key = uuid4()
    order = place_order(key=key, by=buyer, at=now, payment=DEFERRED)
    assert place_order(key=key, by=buyer, at=now, payment=DEFERRED) == order
    assert sums() == (order.gross, 0)


def test_ship_order_charges_what_is_deferred_with_the_day_of_the_contract(buyer, now):
    give_credit(buyer.company, "500", deferral_days=14)
    staff = make_staff()
    order = confirm_order(order=send(buyer, now), by=staff, at=now)
    ship_order(order=order, by=staff, at=now.replace(hour=21))  # midnight in Moscow: the next day
    assert CreditDebt.objects.get().due_on == now.date() + timedelta(15)
    assert sums() == (0, order.gross)


def test_cancel_order_frees_the_credit_once(buyer, now):
    give_credit(buyer.company, "500")
    order = send(buyer, now)
    for _ in range(2):
        cancel_order(order=order, by=buyer, at=now)
    assert sums() == (0, 0)
    assert CreditEntry.objects.filter(kind="released").count() == 1


def test_cancel_line_lowers_the_deferred_part_first(buyer, now):
    give_credit(buyer.company, "500", prepayment_percent=50)
    order = send(buyer, now, "100", "40")
    prepaid = order.prepaid_gross
    small = order.lines.order_by("gross").first()
    order = cancel_line(line=small, by=buyer, at=now)
    assert order.prepaid_gross == prepaid
    assert sums() == (order.deferred_gross, 0)


def test_cancel_line_of_nearly_all_leaves_nothing_deferred(buyer, now):
    give_credit(buyer.company, "500", prepayment_percent=50)
    order = send(buyer, now, "100", "40")
    order = cancel_line(line=order.lines.order_by("-gross").first(), by=buyer, at=now)
    assert order.deferred_gross == 0
    assert sums() == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_two_orders_at_once_cannot_both_take_the_last_of_the_credit(buyer, now):
    give_credit(buyer.company, "150")
    fill(buyer, now, "100")
    colleague = make_actor(buyer.company)
    fill(colleague, now, "100")

    def order(actor):
        return lambda: place_order(key=uuid4(), by=actor, at=now, payment=DEFERRED)

    answers = race([order(buyer), order(colleague)])
    assert sorted(type(answer).__name__ for answer in answers) == ["CreditShort", "Order"]
    assert sums()[0] == Order.objects.get().gross


@pytest.mark.django_db(transaction=True)
def test_cancel_and_ship_at_once_either_free_or_charge(buyer, now):
    give_credit(buyer.company, "500")
    staff = make_staff()
    order = confirm_order(order=send(buyer, now), by=staff, at=now)
    answers = race(
        [lambda: ship_order(order=order, by=staff, at=now), lambda: cancel_order(order=order, by=buyer, at=now)]
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["IllegalMove", "Order"]
    held, used = sums()
    assert (held, used) in ((0, 0), (0, order.gross))
