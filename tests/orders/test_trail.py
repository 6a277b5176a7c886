"""Rules, deputies and budgets stand in the trail that a company's administrator reads."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.enums import SpendPeriod
from accounts.models import Membership
from accounts.permissions import Role
from orders.actions.add_budget import add_budget
from orders.actions.save_approval_rule import RuleLevel, RuleTerms, save_approval_rule
from orders.actions.set_deputy import set_deputy
from tests.conftest import client_of
from tests.factories import make_actor, make_user

pytestmark = pytest.mark.django_db


def test_the_trail_says_who_changed_which_rule_deputy_and_budget() -> None:
    anna = make_actor(role=Role.ADMINISTRATOR, user=make_user(full_name="Anna First"))
    boris = make_actor(anna.company, Role.APPROVER, make_user(full_name="Boris Second"))
    now = timezone.now()
    facts = {"name": "Large", "by": anna, "at": now}
    rule = save_approval_rule(terms=RuleTerms(total_from=Decimal(1000)), levels=[RuleLevel(asks_head=True)], **facts)
    levels = [RuleLevel(people=[boris.user]), RuleLevel(roles=[Role.ADMINISTRATOR])]
    save_approval_rule(rule=rule, terms=RuleTerms(total_from=Decimal(5000)), levels=levels, **facts)
    places = [Membership.objects.get(user=one.user) for one in (anna, boris)]
    days = {"valid_from": date(2026, 12, 1), "valid_until": date(2026, 12, 9)}
    set_deputy(person=places[0], deputy=places[1], **days, by=anna, at=now)
    month = SpendPeriod.MONTH
    add_budget(name="Paper", period=month, amount_gross=Decimal(9), valid_from=date(2026, 1, 1), by=anna, at=now)
    rows = client_of(anna).get("/company/history/").text.split("<tr>")[2:]
    assert all("Anna First" in row for row in rows if "Large" in row or "Paper" in row)
    changed = next(row for row in rows if "Large" in row and "→" in row)
    assert "head → Boris Second; Administrator" in changed
    assert "1,000.00" in changed
    assert "5,000.00" in changed
    assert any("rule of approval" in row and "added" in row for row in rows)
    assert any("Boris Second" in row and "deputy" in row for row in rows)
    assert any("Paper" in row and "9.00" in row for row in rows)


def test_the_trail_shows_nothing_of_others() -> None:
    anna = make_actor(role=Role.ADMINISTRATOR)
    facts = {"terms": RuleTerms(), "levels": [RuleLevel(asks_head=True)], "by": anna, "at": timezone.now()}
    save_approval_rule(name="Secret rule", **facts)
    page = client_of(make_actor(role=Role.ADMINISTRATOR)).get("/company/history/").text
    assert "Secret rule" not in page
