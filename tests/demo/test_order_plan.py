"""The plan of the demo's year: pure, the same for the same moment, believable at any moment."""

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from b2b_portal.core.calendar import is_working_day
from b2b_portal.demo.catalogue import goods
from b2b_portal.demo.order_plan import RECENT, YEAR, Fate, plan_orders

MOSCOW = ZoneInfo("Europe/Moscow")
MOMENTS = [
    datetime(2026, 11, 23, 12, 0, tzinfo=MOSCOW),
    datetime(2027, 1, 3, 3, 30, tzinfo=MOSCOW),
    datetime(2026, 6, 14, 23, 59, tzinfo=MOSCOW),
    datetime(2028, 2, 29, 9, 0, tzinfo=MOSCOW),
]


@pytest.mark.parametrize("at", MOMENTS)
def test_plan_orders_fills_a_year_before_the_moment_in_order(at):
    plans = plan_orders(goods(), at, {})

    assert len(plans) == 200
    assert [plan.at for plan in plans] == sorted(plan.at for plan in plans)
    assert [plan.number for plan in plans] == list(range(1, 201))
    assert all(at - 2 * YEAR < plan.at < at and is_working_day(plan.at.date(), {}) for plan in plans)
    assert {plan.company for plan in plans} == {"demo", "sever", "ural"}
    assert {plan.fate for plan in plans} == set(Fate)
    months = Counter(plan.at.strftime("%Y-%m") for plan in plans if plan.company == "demo")
    assert len(months) >= 12


def test_plan_orders_is_the_same_every_time():
    assert plan_orders(goods(), MOMENTS[0], {}) == plan_orders(goods(), MOMENTS[0], {})


def test_plan_orders_asks_for_whole_packs_of_what_is_there():
    by_article = {good.article: good for good in goods()}
    for plan in plan_orders(goods(), MOMENTS[0], {}):
        for position, (article, quantity) in enumerate(plan.lines):
            good = by_article[article]
            assert quantity >= good.minimum
            assert quantity % good.pack == 0
            if "AWAITED" in plan.fate.name and not position:
                assert good.coming
                assert not any(good.stock.values())
            else:
                assert good.is_ordinary


def test_the_last_days_leave_every_state_to_look_at():
    fates = {fate for _company, fate, _back, _hour in RECENT}
    assert fates >= {Fate.PLACED, Fate.CONFIRMED, Fate.PICKING, Fate.EXPIRED, Fate.PART_AWAITED, Fate.SHORTENED}
