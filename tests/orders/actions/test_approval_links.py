"""The mail that asks for a decision, and its link: opened without deciding, good once, for one revision."""

import re
from datetime import datetime, timedelta

import pytest

from accounts.actors import SYSTEM, Actor
from accounts.models import Company, Membership, Token
from accounts.permissions import Role
from accounts.queries.access import NotAllowed
from b2b_portal.core.models import Delivery, Mail
from catalog.models import Product
from orders.actions.approve_order import NotAsked, StaleApproval, approve_order
from orders.actions.decide_by_link import LinkSpent, decide_by_link
from orders.actions.lower_line import lower_line
from orders.actions.send_approval_link import send_approval_link
from orders.models import Deputy, Order
from orders.queries.approval_link import approval_link
from orders.queries.approvals import people_to_ask
from tests.factories import make_actor
from tests.factories.approvals import asks, make_rule, send_order
from tests.factories.budgets import make_priced

pytestmark = pytest.mark.django_db


@pytest.fixture
def product(db: None) -> Product:
    return make_priced("1000", 5)


@pytest.fixture
def approver(buyer: Actor) -> Actor:
    return make_actor(buyer.company, Role.APPROVER)


@pytest.fixture
def order(buyer: Actor, approver: Actor, product: Product, now: datetime) -> Order:
    make_rule(buyer.company, asks(approver))
    return send_order(buyer, product, now, quantity=2)


def mail(order: Order, now: datetime, round_of: str = "") -> int:
    asked = people_to_ask(Order.objects.select_related("company", "placed_by").get(pk=order.pk), now).values()
    facts = {"round_of": round_of, "by": SYSTEM, "at": now}
    return sum(send_approval_link(order=ask.step.order, person=person, ask=ask, **facts) for person, ask in asked)


def secret_of(one: Mail) -> str:
    found = re.search(r"/approvals/by-link/([^/]+)/", one.text)
    assert found
    return found[1]


def decide(secret: str, now: datetime, *, agrees: bool = True) -> Order:
    return decide_by_link(secret=secret, agrees=agrees, reason="No", at=now)


def test_who_is_asked_gets_the_order_the_reason_and_a_link_of_his_own(
    order: Order, approver: Actor, product: Product, now: datetime
) -> None:
    assert [mail(order, now) for _ in range(2)] == [1, 0]
    sent = Mail.objects.get()
    assert sent.to == approver.user.email
    for words in (str(order.number), product.article, str(order.placed_by), "the rule asks for every order"):
        assert words in sent.text
    secret = secret_of(sent)
    assert secret in sent.html
    assert secret not in str(list(Delivery.objects.values())) + str(list(Token.objects.values()))


def test_the_deputy_of_today_gets_a_mail_that_names_whom_he_stands_in_for(
    order: Order, approver: Actor, buyer: Actor, now: datetime
) -> None:
    deputy = make_actor(buyer.company, Role.PURCHASER)
    days = {"valid_from": now.date(), "valid_until": now.date() + timedelta(days=1)}
    Deputy.objects.create(company=buyer.company, person=approver.user, deputy=deputy.user, **days)
    assert mail(order, now) == 2
    assert str(approver.user) in Mail.objects.get(to=deputy.user.email).text


def test_a_reminder_makes_the_former_link_worthless(order: Order, now: datetime) -> None:
    mail(order, now)
    assert [mail(order, now, "2026-11-24") for _ in range(2)] == [1, 0]
    first, second = (secret_of(one) for one in Mail.objects.order_by("pk"))
    assert approval_link(first, now) is None
    assert approval_link(second, now)


def test_looking_decides_nothing_and_the_link_decides_once(order: Order, approver: Actor, now: datetime) -> None:
    mail(order, now)
    secret = secret_of(Mail.objects.get())
    seen = approval_link(secret, now)
    assert seen
    assert (seen.order, seen.revision, seen.actor.user) == (order, 1, approver.user)
    order.refresh_from_db()
    assert order.status == "approval"
    assert decide(secret, now).status == "placed"
    entry = order.history.get(kind="approved")
    assert entry.by_uid == approver.user.uid
    with pytest.raises(LinkSpent):
        decide(secret, now)


def test_a_link_returns_with_the_reason(order: Order, now: datetime) -> None:
    mail(order, now)
    assert decide(secret_of(Mail.objects.get()), now, agrees=False).status == "returned"
    assert order.history.get(kind="returned").facts == {"reason": "No"}


def test_a_link_of_an_older_revision_decides_nothing_and_stays_good(
    order: Order, approver: Actor, now: datetime
) -> None:
    mail(order, now)
    secret = secret_of(Mail.objects.get())
    lower_line(line=order.lines.get(), quantity=1, revision=1, by=approver, at=now)
    with pytest.raises(StaleApproval):
        decide(secret, now)
    assert approval_link(secret, now)


def test_what_was_decided_in_the_cabinet_is_not_decided_again(order: Order, approver: Actor, now: datetime) -> None:
    mail(order, now)
    secret = secret_of(Mail.objects.get())
    approve_order(order=order, revision=1, by=approver, at=now)
    with pytest.raises(NotAsked):
        decide(secret, now, agrees=False)


def test_links_die_with_time_membership_and_a_demanded_second_factor(
    order: Order, approver: Actor, now: datetime
) -> None:
    mail(order, now)
    secret = secret_of(Mail.objects.get())
    assert approval_link(secret, now + timedelta(days=7)) is None
    assert approval_link("nonsense", now) is None
    place = Membership.objects.filter(user=approver.user)
    place.update(left_at=now)
    assert approval_link(secret, now) is None
    place.update(left_at=None)
    Company.objects.update(demands_second_factor=True)
    assert approval_link(secret, now) is None
    with pytest.raises(LinkSpent):
        decide(secret, now)


def test_a_company_that_demands_a_second_factor_gets_no_secrets(order: Order, now: datetime) -> None:
    Company.objects.update(demands_second_factor=True)
    mail(order, now)
    assert not Token.objects.exists()
    sent = Mail.objects.get()
    assert "by-link" not in sent.text + sent.html
    assert f"/orders/{order.number}/" in sent.text


def test_who_lost_the_right_does_not_decide_by_an_old_link(order: Order, approver: Actor, now: datetime) -> None:
    mail(order, now)
    Membership.objects.filter(user=approver.user).update(role=Role.VIEWER.value)
    with pytest.raises(NotAllowed):
        decide(secret_of(Mail.objects.get()), now)


def test_who_left_or_may_not_decide_any_more_is_told_nothing(
    order: Order, approver: Actor, buyer: Actor, now: datetime
) -> None:
    deputy = make_actor(buyer.company, Role.PURCHASER)
    days = {"valid_from": now.date(), "valid_until": now.date() + timedelta(days=1)}
    Deputy.objects.create(company=buyer.company, person=approver.user, deputy=deputy.user, **days)
    Membership.objects.filter(user=approver.user).update(left_at=now)
    Membership.objects.filter(user=deputy.user).update(role=Role.VIEWER.value)
    assert mail(order, now) == 0
    assert not Mail.objects.exists()
