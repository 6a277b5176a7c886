"""Lines lowered and swapped by whoever decides; sums, budgets, credit and questions follow."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from accounts.actors import Actor
from accounts.models import CreditAccount
from accounts.permissions import Role
from catalog.models import Backorder, Product, Reservation
from catalog.quantities import WrongQuantity
from orders.actions.approve_order import NotAsked, StaleApproval, approve_order
from orders.actions.cancel_line import cancel_line
from orders.actions.change_cart_line import change_cart_line
from orders.actions.commit_budget import BudgetExceeded
from orders.actions.lower_line import LastLine, NotLower, lower_line
from orders.actions.recount_order import TooLittleLeft
from orders.actions.replace_cart_line import NoReplacement
from orders.actions.swap_line import AlreadyThere, swap_line
from orders.models import ApprovalRule, BudgetPeriod, Order
from tests.factories import make_actor, make_analogue, make_price
from tests.factories.accounts import give_credit
from tests.factories.approvals import asks, make_rule, send_order
from tests.factories.budgets import make_budget, make_priced

pytestmark = pytest.mark.django_db


@pytest.fixture
def product(db: None) -> Product:
    product = make_priced("1000", 5)
    make_price(product, "900", quantity=4)
    return product


@pytest.fixture
def analogue(product: Product) -> Product:
    other = make_priced("1200", 5)
    make_analogue(product, other)
    return other


@pytest.fixture
def people(buyer: Actor) -> tuple[Actor, Actor]:
    """Of the first level and of the second."""
    one, two = (make_actor(buyer.company, Role.APPROVER) for _ in range(2))
    make_rule(buyer.company, asks(one), asks(two))
    return one, two


@pytest.fixture
def order(buyer: Actor, people: tuple[Actor, Actor], product: Product, now: datetime) -> Order:
    make_budget(buyer.company, "5000")
    give_credit(buyer.company)
    return send_order(buyer, product, now, quantity=4)


def taken() -> tuple[Decimal, Decimal]:
    """What is committed of the budget and held of the credit."""
    return BudgetPeriod.objects.get().committed, CreditAccount.objects.get().held_gross


def held(order: Order) -> dict[str, int]:
    rows = Reservation.objects.filter(holder=order.uid, state="active").select_related("stock__product")
    return {one.stock.product.article: one.quantity for one in rows}


def test_lower_line_takes_less_at_the_price_of_the_smaller_quantity(
    order: Order, people: tuple[Actor, Actor], product: Product, now: datetime
) -> None:
    assert taken() == (3600, 3600)
    changed = lower_line(line=order.lines.get(), quantity=2, revision=1, by=people[0], at=now)
    line = changed.lines.get()
    assert (line.quantity, line.unit_price, line.gross) == (2, 1000, 2000)
    assert (changed.gross, changed.deferred_gross, changed.revision) == (2000, 2000, 2)
    assert held(order) == {product.article: 2}
    assert taken() == (2000, 2000)
    assert order.history.get(kind="line_lowered").facts == {
        "article": product.article,
        "quantity": 4,
        "becomes": 2,
    }


def test_a_cheaper_order_keeps_its_yeses_and_older_pages_are_stale(
    order: Order, people: tuple[Actor, Actor], now: datetime
) -> None:
    one, two = people
    approve_order(order=order, revision=1, by=one, at=now)
    lower_line(line=order.lines.get(), quantity=1, revision=1, by=two, at=now)
    with pytest.raises(StaleApproval):
        approve_order(order=order, revision=1, by=two, at=now)
    assert approve_order(order=order, revision=2, by=two, at=now).status == "placed"


def test_lower_line_to_nothing_takes_it_off_but_not_the_last_one(
    buyer: Actor, people: tuple[Actor, Actor], product: Product, now: datetime
) -> None:
    other = make_priced("50")
    order = send_order_of_two(buyer, product, other, now)
    changed = lower_line(line=order.lines.get(product=other), quantity=0, revision=1, by=people[0], at=now)
    assert (changed.gross, held(order)) == (1000, {product.article: 1})
    with pytest.raises(LastLine):
        lower_line(line=order.lines.get(product=product), quantity=0, revision=2, by=people[0], at=now)


def test_lower_line_refuses_more_and_what_is_not_sold_so(
    order: Order, people: tuple[Actor, Actor], product: Product, now: datetime
) -> None:
    line = order.lines.get()
    for quantity in (4, 5):
        with pytest.raises(NotLower):
            lower_line(line=line, quantity=quantity, revision=1, by=people[0], at=now)
    product.pack_multiple = 2
    product.save()
    with pytest.raises(WrongQuantity):
        lower_line(line=line, quantity=3, revision=1, by=people[0], at=now)


def test_only_who_is_asked_now_changes_lines(order: Order, people: tuple[Actor, Actor], now: datetime) -> None:
    line = order.lines.get()
    with pytest.raises(NotAsked):
        lower_line(line=line, quantity=1, revision=1, by=people[1], at=now)
    with pytest.raises(StaleApproval):
        lower_line(line=line, quantity=1, revision=7, by=people[0], at=now)


def test_swap_line_puts_the_analogue_in_its_place_and_asks_anew_when_dearer(
    order: Order, people: tuple[Actor, Actor], product: Product, analogue: Product, now: datetime
) -> None:
    one, two = people
    approve_order(order=order, revision=1, by=one, at=now)
    changed = swap_line(line=order.lines.get(), other=analogue, revision=1, by=two, at=now)
    line = changed.lines.get()
    assert (line.product, line.article, line.quantity) == (analogue, analogue.article, 4)
    assert line.replaces == str(product)
    assert (changed.gross, changed.deferred_gross) == (4800, 4800)
    assert held(order) == {analogue.article: 4}
    assert taken() == (4800, 4800)
    with pytest.raises(NotAsked):
        approve_order(order=order, revision=2, by=two, at=now)
    assert approve_order(order=order, revision=2, by=one, at=now).status == "approval"
    assert approve_order(order=order, revision=2, by=two, at=now).status == "placed"


def test_swap_line_for_a_cheaper_one_keeps_the_yeses(
    order: Order, people: tuple[Actor, Actor], product: Product, now: datetime
) -> None:
    cheaper = make_priced("10", 5)
    make_analogue(product, cheaper)
    one, two = people
    approve_order(order=order, revision=1, by=one, at=now)
    changed = swap_line(line=order.lines.get(), other=cheaper, revision=1, by=two, at=now)
    assert (changed.gross, taken()) == (40, (40, 40))
    assert approve_order(order=order, revision=2, by=two, at=now).status == "placed"


def test_what_the_credit_does_not_cover_of_a_dearer_order_is_prepaid(
    buyer: Actor, people: tuple[Actor, Actor], product: Product, analogue: Product, now: datetime
) -> None:
    give_credit(buyer.company, "4000")
    order = send_order(buyer, product, now, quantity=4)
    changed = swap_line(line=order.lines.get(), other=analogue, revision=1, by=people[0], at=now)
    assert (changed.gross, changed.deferred_gross, changed.prepaid_gross) == (4800, 3600, 1200)


def test_swap_line_refuses_what_does_not_stand_for_it_or_is_there(
    buyer: Actor, people: tuple[Actor, Actor], product: Product, analogue: Product, now: datetime
) -> None:
    order = send_order_of_two(buyer, product, analogue, now)
    line = order.lines.get(product=product)
    with pytest.raises(NoReplacement):
        swap_line(line=line, other=make_priced("5"), revision=1, by=people[0], at=now)
    with pytest.raises(AlreadyThere):
        swap_line(line=line, other=analogue, revision=1, by=people[0], at=now)


def test_what_is_short_of_the_analogue_is_awaited(
    order: Order, people: tuple[Actor, Actor], product: Product, now: datetime
) -> None:
    scarce = make_priced("100", 1)
    make_analogue(product, scarce)
    swap_line(line=order.lines.get(), other=scarce, revision=1, by=people[0], at=now)
    assert held(order) == {scarce.article: 1}
    assert Backorder.objects.get(holder=order.uid).quantity == 3


def test_a_late_order_is_changed_without_holding_goods(
    order: Order, people: tuple[Actor, Actor], now: datetime
) -> None:
    later = order.approval_due_at + timedelta(minutes=1)
    lower_line(line=order.lines.get(), quantity=1, revision=1, by=people[0], at=later)
    assert held(order) == {}


def test_a_line_taken_off_by_the_author_makes_older_pages_stale_and_no_papers(
    buyer: Actor, people: tuple[Actor, Actor], product: Product, now: datetime
) -> None:
    order = send_order_of_two(buyer, product, make_priced("50"), now)
    cancel_line(line=order.lines.get(product=product), by=buyer, at=now)
    with pytest.raises(StaleApproval):
        approve_order(order=order, revision=1, by=people[0], at=now)
    assert not order.history.filter(kind="placed").exists()


def send_order_of_two(buyer: Actor, product: Product, other: Product, now: datetime) -> Order:
    change_cart_line(product=other, quantity=1, by=buyer, at=now)
    return send_order(buyer, product, now)


def test_a_dearer_order_that_no_rule_of_today_asks_about_is_decided_anew_by_those_who_were_asked(
    order: Order, people: tuple[Actor, Actor], analogue: Product, now: datetime
) -> None:
    one, two = people
    approve_order(order=order, revision=1, by=one, at=now)
    ApprovalRule.objects.update(is_active=False)
    swap_line(line=order.lines.get(), other=analogue, revision=1, by=two, at=now)
    with pytest.raises(NotAsked):
        approve_order(order=order, revision=2, by=two, at=now)
    approve_order(order=order, revision=2, by=one, at=now)
    assert approve_order(order=order, revision=2, by=two, at=now).status == "placed"


def test_a_dearer_order_stays_within_a_hard_budget_unless_somebody_is_asked_about_it(
    buyer: Actor, people: tuple[Actor, Actor], product: Product, analogue: Product, now: datetime
) -> None:
    make_budget(buyer.company, "4000", is_hard=True)
    order = send_order(buyer, product, now, quantity=4)
    with pytest.raises(BudgetExceeded):
        swap_line(line=order.lines.get(), other=analogue, revision=1, by=people[0], at=now)
    order.refresh_from_db()
    assert (order.gross, order.lines.get().product) == (3600, product)
    make_rule(buyer.company, asks(people[1]), asks_over_budget=True)
    swap_line(line=order.lines.get(), other=analogue, revision=1, by=people[0], at=now)
    row = BudgetPeriod.objects.get()
    assert (row.committed, row.overrun) == (4800, 800)
    assert order.approval_steps.filter(reasons__0__kind="over_budget").exists()


def test_an_order_is_not_lowered_below_the_minimum_of_the_contract(
    buyer: Actor, people: tuple[Actor, Actor], product: Product, now: datetime
) -> None:
    buyer.company.contracts.update(minimum_order_gross="2000")
    order = send_order(buyer, product, now, quantity=4)
    with pytest.raises(TooLittleLeft) as refused:
        lower_line(line=order.lines.get(), quantity=1, revision=1, by=people[0], at=now)
    assert refused.value.facts == {"gross": 1000, "minimum": 2000}
    assert lower_line(line=order.lines.get(), quantity=2, revision=1, by=people[0], at=now).gross == 2000
