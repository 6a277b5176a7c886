"""When a rule of approval asks: one table."""

from decimal import Decimal
from typing import Any

import pytest

from orders.approvals import AskedLine, Conditions, Facts, Level, Reason, level_of, reasons_of

LINES = (
    AskedLine("A", Decimal("700"), (1, 5), brand_id=3),
    AskedLine("B", Decimal("300"), (2,), brand_id=4, is_new=True),
)
FACTS = Facts(
    gross=Decimal("1200"),
    lines=LINES,
    over=("Paper",),
    address="Moscow",
    role="requester",
    department_id=7,
)

TABLE: list[tuple[dict[str, Any], dict[str, Any] | None]] = [
    ({"total_from": Decimal("1200")}, {"kind": "total", "sum": "1200", "from": "1200"}),
    ({"total_from": Decimal("1200.01")}, None),
    ({"line_from": Decimal("700")}, {"kind": "line", "articles": ["A"], "from": "700"}),
    ({"line_from": Decimal("701")}, None),
    ({"category_id": 5, "category": "Ink"}, {"kind": "category", "articles": ["A"], "name": "Ink"}),
    ({"category_id": 9, "category": "Ink"}, None),
    ({"brand_id": 4, "brand": "HP"}, {"kind": "brand", "articles": ["B"], "name": "HP"}),
    ({"brand_id": 9}, None),
    ({"asks_new_product": True}, {"kind": "new_product", "articles": ["B"]}),
    ({"asks_over_budget": True}, {"kind": "over_budget", "names": ["Paper"]}),
    ({"address": "Moscow"}, {"kind": "address", "name": "Moscow"}),
    ({"address": "Tver"}, None),
    ({"role": "requester"}, {"kind": "role", "name": "", "role": "requester"}),
    ({"role": "purchaser"}, None),
    ({"own_role_id": 2}, None),
    ({"department_id": 7, "department": "Shop"}, {"kind": "department", "name": "Shop"}),
    ({"department_id": 8}, None),
    ({}, {"kind": "always"}),
]


@pytest.mark.parametrize(("conditions", "reason"), TABLE)
def test_reasons_of_table(conditions: dict[str, Any], reason: dict[str, Any] | None) -> None:
    found = reasons_of(Conditions(**conditions), FACTS)
    if reason is None:
        assert found == ()
    else:
        facts = dict(reason)
        assert found == (Reason(facts.pop("kind"), facts),)


def test_all_conditions_of_a_rule_must_hold() -> None:
    both = reasons_of(Conditions(total_from=Decimal("1000"), address="Moscow"), FACTS)
    assert [reason.kind for reason in both] == ["total", "address"]
    assert reasons_of(Conditions(total_from=Decimal("1000"), address="Tver"), FACTS) == ()


def test_a_role_of_ones_own_is_no_fixed_role() -> None:
    own = Facts(gross=Decimal(1), lines=(), role="", own_role_id=2)
    assert reasons_of(Conditions(own_role_id=2, role_name="Clerk"), own)
    assert reasons_of(Conditions(role="viewer"), own) == ()


def test_nothing_new_and_nothing_over_asks_nobody() -> None:
    facts = Facts(gross=Decimal("700"), lines=LINES[:1])
    assert reasons_of(Conditions(asks_new_product=True), facts) == ()
    assert reasons_of(Conditions(asks_over_budget=True), facts) == ()


def test_a_level_is_kept_as_it_was() -> None:
    level = Level(needs_all=True, people=(1, 2), roles=("approver",), own_roles=(3,), asks_head=True, who=("x",))
    assert level_of(level.as_json()) == level
