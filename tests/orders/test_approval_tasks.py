"""Beat reminds in the morning, asks somebody else in time, and decides nothing."""

from datetime import UTC, datetime

import pytest
import time_machine

from accounts.actors import Actor
from accounts.permissions import Role
from b2b_portal.core.models import Mail
from orders import tasks
from orders.actions.return_order import return_order
from orders.models import ApprovalAsk, Order
from tests.documents.outbox import run_owed
from tests.factories import make_actor
from tests.factories.approvals import asks, make_rule, send_order
from tests.factories.budgets import make_priced

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # noon in Moscow


@pytest.fixture
def people(buyer: Actor) -> tuple[Actor, Actor]:
    """The approver, and the administrator who is asked too after a working day."""
    return make_actor(buyer.company, Role.APPROVER), make_actor(buyer.company, Role.ADMINISTRATOR)


@pytest.fixture
def order(buyer: Actor, people: tuple[Actor, Actor]) -> Order:
    approver, administrator = people
    make_rule(buyer.company, asks(approver), escalates_after_days=1, escalates_to=administrator.user)
    return send_order(buyer, make_priced("1000"), MONDAY)


def mails_to(actor: Actor) -> list[str]:
    """The subjects of what a person was sent."""
    return list(Mail.objects.filter(to=actor.user.email).order_by("pk").values_list("subject", flat=True))


def remind(moment: str) -> None:
    with time_machine.travel(moment, tick=False):
        tasks.remind_of_approvals()


def test_reminders_come_on_the_mornings_of_working_days_after_the_question(
    order: Order, people: tuple[Actor, Actor]
) -> None:
    approver, _administrator = people
    with time_machine.travel(MONDAY, tick=False):
        tasks.mail_approval_wanted(order.pk)
    for moment in ("2026-11-23T20:00+03:00", "2026-11-24T08:59+03:00"):
        remind(moment)
        assert len(mails_to(approver)) == 1
    for moment in ("2026-11-24T09:00+03:00", "2026-11-24T10:00+03:00", "2026-11-28T12:00+03:00"):  # the last a Saturday
        remind(moment)
    first, second = mails_to(approver)
    assert "waits for your decision" in first
    assert "still waits for your decision" in second
    remind("2026-11-30T09:30+03:00")
    assert len(mails_to(approver)) == 3


def test_nobody_is_reminded_of_what_is_decided(order: Order, people: tuple[Actor, Actor]) -> None:
    return_order(order=order, revision=order.revision, reason="No money left", by=people[0], at=MONDAY)
    remind("2026-11-24T09:00+03:00")
    assert not Mail.objects.exists()


def test_after_its_time_somebody_else_is_asked_by_mail_and_nothing_is_decided(
    order: Order, people: tuple[Actor, Actor]
) -> None:
    _approver, administrator = people
    for moment, asked in (("2026-11-24T11:59+03:00", 1), ("2026-11-24T12:00+03:00", 2), ("2026-11-25T12:00+03:00", 2)):
        with time_machine.travel(moment, tick=False):
            tasks.escalate_approvals()
        assert ApprovalAsk.objects.count() == asked
    run_owed()
    assert len(mails_to(administrator)) == 1
    order.refresh_from_db()
    assert order.status == "approval"
