"""Orders sent, decided, changed, shipped and paid in any order: budgets, credit, reservations and approvals stay sound.

Hypothesis draws the road; after each step the shop's own invariants are asked, and those of the machine: nothing is
negative, sums are what their entries say, nothing is approved twice.
"""

import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.actors import SYSTEM
from accounts.models import Company, CreditAccount
from accounts.permissions import Role
from b2b_portal.core.errors import RuleBroken
from b2b_portal.invariants import broken
from catalog.actions.expire_reservations import expire_reservations
from catalog.models import Stock
from documents.actions.record_payment import record_payment
from orders.actions.approve_order import approve_order
from orders.actions.cancel_line import cancel_line
from orders.actions.cancel_order import cancel_order
from orders.actions.change_cart_line import change_cart_line
from orders.actions.confirm_order import confirm_order
from orders.actions.lower_line import lower_line
from orders.actions.place_order import place_order
from orders.actions.return_order import return_order
from orders.actions.ship_order import ship_order
from orders.actions.swap_line import swap_line
from orders.models import BudgetEntry, BudgetPeriod, History, Order, OrderLine
from tests.factories import make_actor, make_analogue, make_company
from tests.factories.accounts import give_credit, make_staff
from tests.factories.approvals import asks, make_rule
from tests.factories.budgets import make_budget, make_priced

STARTS = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
quantities = st.integers(1, 4)
orders = st.integers(0, 40)
SEEN: Counter[str] = Counter()  # how often each verb did it, and each refusal came, on all roads together
VERBS = (place_order, approve_order, return_order, lower_line, swap_line, cancel_order, cancel_line, ship_order)
REFUSALS = {"NotAsked", "CreditShort", "IllegalMove"}


class Money(RuleBasedStateMachine):
    """One company with a hard and a soft budget, credit, a rule of two levels, and three products that stand for each
    other.
    """

    def __init__(self) -> None:
        super().__init__()
        self.at = STARTS
        self.point = transaction.atomic()
        self.point.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)

    @initialize()
    def open_shop(self) -> None:
        company: Company = make_company()
        self.buyer = make_actor(company)
        self.requester = make_actor(company, Role.REQUESTER)
        self.approvers = [make_actor(company, Role.APPROVER) for _ in range(2)]
        self.staff = make_staff()
        self.goods = [make_priced(gross, 12) for gross in ("700", "1000", "1300")]
        for one, other in ((0, 1), (1, 2), (0, 2)):
            make_analogue(self.goods[one], self.goods[other])
        make_budget(company, "9000", is_hard=True)
        make_budget(company, "3000", carries_over=True)
        give_credit(company, "6000", prepayment_percent=20)
        first, second = self.approvers
        make_rule(company, asks(first), asks(first, second, needs_all=True), total_from=2000)
        make_rule(company, asks(second), asks_over_budget=True)
        self.send(1, 3, proposes=False, awaits=False)
        self.send(0, 2, proposes=False, awaits=False)

    @rule(product=st.integers(0, 2), quantity=quantities, proposes=st.booleans(), awaits=st.booleans())
    def send(self, product: int, quantity: int, proposes: bool, awaits: bool) -> None:
        by = self.requester if proposes else self.buyer
        change_cart_line(product=self.goods[product], quantity=quantity, by=by, at=self.at)
        self._try(place_order, key=uuid.uuid4(), may_await=awaits, by=by)

    @precondition(lambda self: Order.objects.exists())
    @rule(number=orders, who=st.integers(0, 1), stale=st.booleans())
    def approve(self, number: int, who: int, stale: bool) -> None:
        order = self._order(number)
        self._try(approve_order, order=order, revision=order.revision - stale, by=self.approvers[who])

    @precondition(lambda self: Order.objects.exists())
    @rule(number=orders, who=st.integers(0, 1))
    def give_back(self, number: int, who: int) -> None:
        order = self._order(number)
        self._try(return_order, order=order, revision=order.revision, reason="No", by=self.approvers[who])

    @precondition(lambda self: Order.objects.exists())
    @rule(number=orders, who=st.integers(0, 1), less=st.integers(0, 3))
    def lower(self, number: int, who: int, less: int) -> None:
        order = self._order(number)
        line = _line(order)
        quantity = max(0, line.quantity - less)
        self._try(lower_line, line=line, quantity=quantity, revision=order.revision, by=self.approvers[who])

    @precondition(lambda self: Order.objects.exists())
    @rule(number=orders, who=st.integers(0, 1), product=st.integers(0, 2))
    def swap(self, number: int, who: int, product: int) -> None:
        order = self._order(number)
        other = self.goods[product]
        self._try(swap_line, line=_line(order), other=other, revision=order.revision, by=self.approvers[who])

    @precondition(lambda self: Order.objects.exists())
    @rule(number=orders, of_line=st.booleans())
    def cancel(self, number: int, of_line: bool) -> None:
        order = self._order(number)
        if of_line:
            self._try(cancel_line, line=_line(order), by=self.buyer)
        else:
            self._try(cancel_order, order=order, by=self.buyer)

    @precondition(lambda self: Order.objects.exists())
    @rule(number=orders)
    def ship(self, number: int) -> None:
        order = self._order(number)
        self._try(confirm_order, order=order, by=self.staff)
        self._try(ship_order, order=order, by=self.staff)

    @precondition(lambda self: CreditAccount.objects.filter(used_gross__gt=0).exists())
    @rule(gross=st.integers(1, 5000))
    def pay(self, gross: int) -> None:
        self._try(
            record_payment,
            company=self.buyer.company,
            number=str(uuid.uuid4())[:8],
            gross=Decimal(gross),
            paid_on=self.at.date(),
            by=self.staff,
        )

    @rule(hours=st.integers(1, 60))
    def wait(self, hours: int) -> None:
        self.at += timedelta(hours=hours)
        expire_reservations(by=SYSTEM, at=self.at)

    @invariant()
    def shop_is_sound(self) -> None:
        assert {rule: words for rule, words in broken().items() if "document" not in rule} == {}

    @invariant()
    def nothing_is_negative_or_decided_twice(self) -> None:
        for account in CreditAccount.objects.all():
            assert account.held_gross >= 0
            assert account.used_gross >= 0
            assert account.held_gross + account.used_gross <= account.limit_gross + account.overrun_gross
        assert not BudgetPeriod.objects.filter(committed__lt=0).exists()
        assert not Stock.objects.filter(reserved__lt=0).exists()
        decided = History.objects.filter(kind__in=("placed", "returned", "cancelled", "shipped"))
        counts = Counter(decided.values_list("order", "kind"))
        assert all(times == 1 for times in counts.values())

    @invariant()
    def orders_hold_what_they_defer(self) -> None:
        held = Order.objects.filter(status__in=("approval", "placed", "confirmed")).aggregate(sum=Sum("deferred_gross"))
        account = CreditAccount.objects.first()
        assert (held["sum"] or 0) == (account.held_gross if account else 0)

    @invariant()
    def budgets_have_what_orders_cost(self) -> None:
        """Both budgets are for everything, so each order has its sum of both."""
        entries = BudgetEntry.objects.order_by().values("holder")
        sums = entries.annotate(committed=Sum("committed_delta"), spent=Sum("spent_delta"))
        taken = {one["holder"]: (one["committed"], one["spent"]) for one in sums}
        for order in Order.objects.all():
            both = 2 * order.gross
            wanted = {"shipped": (0, both), "cancelled": (0, 0), "returned": (0, 0)}.get(order.status, (both, 0))
            assert (order.number, taken.get(order.uid, (0, 0))) == (order.number, wanted)

    def _order(self, number: int) -> Order:
        """One of all orders; those that wait come thrice, for most verbs are about them."""
        every = list(Order.objects.order_by("pk"))
        found = [*every, *(3 * [one for one in every if one.status == "approval"])]
        return found[-1 - number % len(found)]

    def _try(self, verb: Any, **facts: Any) -> None:
        """Does it, or is refused by a rule: then nothing may have changed, which the invariants ask."""
        try:
            with transaction.atomic():
                verb(**facts, at=self.at)
        except RuleBroken as refusal:
            SEEN[type(refusal).__name__] += 1
        else:
            SEEN[verb.__name__] += 1


def _line(order: Order) -> OrderLine:
    """A live line, else one that was taken off: what is refused."""
    return order.lines.live().first() or order.lines.all()[0]


@pytest.mark.django_db
@pytest.mark.unsound
@pytest.mark.slow
def test_money_stays_sound_on_any_road() -> None:
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Money,
        settings=settings(
            max_examples=25, stateful_step_count=30, deadline=None, derandomize=True, suppress_health_check=quiet
        ),
    )
    assert {verb.__name__ for verb in VERBS} <= SEEN.keys(), SEEN
    assert SEEN.keys() >= REFUSALS, SEEN
