"""Many decide at once; the twin shows what the company's lock prevents."""

from datetime import datetime

import pytest
from django.utils import timezone

from accounts.actors import Actor
from accounts.permissions import Role
from b2b_portal.core.models import Delivery
from orders.actions.approve_order import approve_order
from orders.actions.note_history import note_history
from orders.actions.return_order import return_order
from orders.enums import HistoryKind
from orders.models import ApprovalAsk, Order
from tests.factories import make_actor
from tests.factories.approvals import asks, make_rule, send_order
from tests.factories.budgets import make_priced
from tests.races import meeting_point, race

pytestmark = pytest.mark.django_db(transaction=True)


def waiting(now: datetime, people: int = 2) -> tuple[Order, list[Actor]]:
    buyer = make_actor()
    approvers = [make_actor(buyer.company, Role.APPROVER) for _ in range(people)]
    make_rule(buyer.company, asks(*approvers))
    return send_order(buyer, make_priced(), now), approvers


def test_fifty_approvals_at_once_count_once() -> None:
    now = timezone.now()
    order, (one, two) = waiting(now)
    both = [one, two] * 25
    answers = race([lambda by=by: approve_order(order=order, revision=1, by=by, at=now) for by in both])
    assert any(isinstance(answer, Order) for answer in answers)
    assert order.history.filter(kind="approved").count() == 1
    assert order.history.filter(kind="placed").count() == 1
    placed = Delivery.objects.filter(event="orders.order_placed")
    assert placed.count() == placed.values("receiver").distinct().count()


@pytest.mark.unsound
def test_fifty_naive_approvals_count_more_than_once() -> None:
    """The twin: read, decide, write without the lock."""
    now = timezone.now()
    order, approvers = waiting(now, 4)
    meet = meeting_point(4)

    def naive(by: Actor) -> None:
        if not ApprovalAsk.objects.filter(step__order=order).exclude(approved_at=None).exists():
            meet()
            ApprovalAsk.objects.filter(step__order=order, person=by.user).update(approved_at=now, decided_by=by.user)
            note_history(order, HistoryKind.APPROVED, by=by, at=now, level=1)

    race([lambda by=by: naive(by) for by in approvers])
    assert order.history.filter(kind="approved").count() == 4


def test_a_yes_and_a_no_at_once_end_in_one_of_them() -> None:
    now = timezone.now()
    for _ in range(10):
        order, (one, two) = waiting(now)
        race(
            [
                lambda order=order, by=one: approve_order(order=order, revision=1, by=by, at=now),
                lambda order=order, by=two: return_order(order=order, revision=1, reason="No", by=by, at=now),
            ]
        )
        order.refresh_from_db()
        kinds = set(order.history.values_list("kind", flat=True))
        assert (order.status, "placed" in kinds, "returned" in kinds) in {
            ("placed", True, False),
            ("returned", False, True),
        }
