"""Rules and deputies: who may set them, and what is refused."""

from datetime import date, datetime

import pytest

from accounts.actors import Actor
from accounts.models import Department, Membership
from accounts.permissions import Role
from accounts.queries.access import NotAllowed
from orders.actions.end_deputy import end_deputy
from orders.actions.save_approval_rule import RuleKnown, RuleLevel, RuleTerms, save_approval_rule
from orders.actions.set_deputy import DeputyUnable, set_deputy
from orders.models import ApprovalRule, Deputy
from tests.factories import make_actor
from tests.factories.approvals import send_order
from tests.factories.budgets import make_priced

pytestmark = pytest.mark.django_db
DAYS = {"valid_from": date(2026, 11, 23), "valid_until": date(2026, 12, 1)}


@pytest.fixture
def administrator(buyer: Actor) -> Actor:
    return make_actor(buyer.company, Role.ADMINISTRATOR)


def save(by: Actor, now: datetime, name: str = "Large orders", **more: object) -> ApprovalRule:
    facts = {"terms": RuleTerms(total_from=1000), "levels": [RuleLevel(roles=[Role.ADMINISTRATOR])], **more}
    return save_approval_rule(name=name, by=by, at=now, **facts)


def place_of(actor: Actor) -> Membership:
    return Membership.objects.get(user=actor.user, company=actor.company)


def test_a_saved_rule_holds_for_orders_sent_from_then_on(administrator: Actor, buyer: Actor, now: datetime) -> None:
    product = make_priced("1000")
    assert send_order(buyer, product, now).status == "placed"
    rule = save(administrator, now)
    assert rule.levels == [
        {
            "needs_all": False,
            "people": [],
            "roles": ["administrator"],
            "own_roles": [],
            "asks_head": False,
            "who": ["administrator"],
        }
    ]
    waiting = send_order(buyer, product, now)
    assert waiting.status == "approval"
    save(administrator, now, rule=rule, is_active=False)
    assert send_order(buyer, product, now).status == "placed"
    assert waiting.approval_steps.count() == 1


def test_a_name_is_given_once_in_a_company_whatever_its_case(administrator: Actor, now: datetime) -> None:
    save(administrator, now)
    with pytest.raises(RuleKnown):
        save(administrator, now, name="  large   ORDERS ")
    other = make_actor(role=Role.ADMINISTRATOR)
    assert save(other, now).company == other.company


def test_rules_are_set_by_whom_the_company_lets(buyer: Actor, administrator: Actor, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        save(buyer, now)


def test_a_rule_names_nobody_and_nothing_of_another_company(administrator: Actor, now: datetime) -> None:
    stranger = make_actor()
    foreign = Department.objects.create(company=stranger.company, name="Shop")
    with pytest.raises(Membership.DoesNotExist):
        save(administrator, now, levels=[RuleLevel(people=[stranger.user])])
    with pytest.raises(Department.DoesNotExist):
        save(administrator, now, terms=RuleTerms(department=foreign))
    rule = save(make_actor(stranger.company, Role.ADMINISTRATOR), now)
    with pytest.raises(ApprovalRule.DoesNotExist):
        save(administrator, now, rule=rule, name="Mine")


def test_everybody_names_his_own_deputy_and_who_sets_rules_anybodys(
    buyer: Actor, administrator: Actor, now: datetime
) -> None:
    approver = make_actor(buyer.company, Role.APPROVER)
    own = set_deputy(person=place_of(buyer), deputy=place_of(approver), **DAYS, by=buyer, at=now)
    assert (own.person, own.deputy) == (buyer.user, approver.user)
    with pytest.raises(NotAllowed):
        set_deputy(person=place_of(approver), deputy=place_of(buyer), **DAYS, by=buyer, at=now)
    set_deputy(person=place_of(approver), deputy=place_of(buyer), **DAYS, by=administrator, at=now)
    with pytest.raises(NotAllowed):
        end_deputy(deputy=own, by=approver, at=now)
    end_deputy(deputy=own, by=buyer, at=now)
    assert list(Deputy.objects.on(date(2026, 11, 24)).values_list("person", flat=True)) == [approver.user.pk]


def test_a_deputy_is_somebody_else_who_may_approve(buyer: Actor, administrator: Actor, now: datetime) -> None:
    for deputy in (buyer, make_actor(buyer.company, Role.VIEWER), make_actor(role=Role.APPROVER)):
        with pytest.raises(DeputyUnable):
            set_deputy(person=place_of(buyer), deputy=place_of(deputy), **DAYS, by=buyer, at=now)
