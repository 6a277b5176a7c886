"""What counts as bought in a quarter, and how far a company is on its way."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from accounts.actors import Actor
from accounts.enums import TierMoveKind
from accounts.models import Company, Tier, TierMove
from accounts.permissions import Role
from orders.enums import LineKind, OrderStatus
from orders.models import OrderLine
from orders.queries.turnover import judgements_due, raises_due, tier_way, turnover, turnover_by_company
from tests.factories import make_actor, make_company, make_tier
from tests.factories.orders import make_order, make_shipment

pytestmark = pytest.mark.django_db
AUTUMN, SUMMER = date(2026, 10, 1), date(2026, 7, 1)
LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)


def make_ladder() -> list[Tier]:
    steps = (("opt-1", 0, "0"), ("opt-2", 300_000, "-5"), ("opt-3", 600_000, "-8"))
    return [
        make_tier(code, turnover_from=least, percent=Decimal(percent), position=position)
        for position, (code, least, percent) in enumerate(steps)
    ]


def actor_on(tier: Tier, role: Role = Role.PURCHASER) -> Actor:
    company = make_company(tier=tier)
    Company.objects.filter(pk=company.pk).update(created_at=LONG_AGO)
    return make_actor(company, role)


def test_turnover_cuts_quarters_in_moscow_by_the_moment_of_shipping(buyer: Actor) -> None:
    make_shipment(buyer, "1", datetime(2026, 9, 30, 20, 59, tzinfo=UTC))  # 23:59 of September in Moscow
    make_shipment(buyer, "2", datetime(2026, 9, 30, 21, 0, tzinfo=UTC))  # midnight: October
    make_shipment(buyer, "4", datetime(2026, 12, 31, 20, 59, tzinfo=UTC))
    make_shipment(buyer, "8", datetime(2026, 12, 31, 21, 0, tzinfo=UTC))
    assert turnover(buyer.company, AUTUMN) == 6
    assert turnover(buyer.company, SUMMER) == 1
    assert turnover_by_company(AUTUMN) == {buyer.company.pk: Decimal(6)}


def test_turnover_counts_goods_alone_that_were_shipped(buyer: Actor, now: datetime) -> None:
    make_shipment(buyer, "100", now)
    for status in (OrderStatus.PLACED, OrderStatus.CANCELLED):
        make_order(buyer, status=status, placed_at=now)
    delivery = make_shipment(buyer, "50", now)
    OrderLine.objects.filter(order=delivery).update(kind=LineKind.DELIVERY, product=None)
    shortened = make_shipment(buyer, "30", now)
    OrderLine.objects.filter(order=shortened).update(cancelled_at=now)
    shortened.net = shortened.tax = shortened.gross = Decimal(0)
    shortened.save()
    make_shipment(make_actor(), "7", now)
    assert turnover(buyer.company, AUTUMN) == 100
    assert turnover(make_company(), AUTUMN) == 0


def test_tier_way_tells_what_is_left_to_the_next_tier_and_what_it_saves(now: datetime) -> None:
    _first, second, third = make_ladder()
    buyer = actor_on(second)
    make_shipment(buyer, "480000", now)
    way = tier_way(buyer, now)
    assert way is not None
    assert (way.tier, way.next, way.threatening) == (second, third, None)
    assert (way.bought_gross, way.goal_gross, way.left_gross) == (480_000, 600_000, 120_000)
    assert way.last_day == date(2026, 12, 31)
    assert way.percent == 80
    assert round(way.saved_rate, 4) == Decimal("0.0316")  # from -5 to -8 percent of the base
    assert round(way.pace) == 59  # 54 of 92 days


def test_tier_way_of_who_was_warned_is_to_keep_the_tier(now: datetime) -> None:
    first, second, third = make_ladder()
    buyer = actor_on(third)
    facts = {"company": buyer.company, "turnover_gross": 1, "moved_at": now, "quarter_on": SUMMER}
    TierMove.objects.create(kind=TierMoveKind.WARNED, was=third, becomes=second, **facts)
    way = tier_way(buyer, now)
    assert way is not None
    assert (way.threatening, way.next, way.goal_gross) == (second, None, 600_000)
    make_shipment(buyer, "600000", now)
    assert tier_way(buyer, now) is None  # kept, and there is no next


def test_tier_way_leads_nowhere_for_the_highest_an_outsider_and_an_unknown(now: datetime) -> None:
    ladder = make_ladder()
    assert tier_way(actor_on(ladder[-1]), now) is None
    assert tier_way(actor_on(make_tier("contract")), now) is None
    assert tier_way(Actor(), now) is None


@pytest.mark.parametrize("companies", [1, 3])
def test_raises_and_judgements_cost_the_same_for_more_companies(
    now: datetime, companies: int, django_assert_num_queries: object
) -> None:
    ladder = make_ladder()
    for _one in range(companies):
        make_shipment(actor_on(ladder[0]), "300000", now)
        actor_on(ladder[1])
    with django_assert_num_queries(3):
        assert len(raises_due(now)) == companies
    with django_assert_num_queries(5):
        assert len(judgements_due(now)) == companies


def test_tier_way_takes_three_queries(now: datetime, django_assert_num_queries: object) -> None:
    buyer = actor_on(make_ladder()[1])
    with django_assert_num_queries(3):
        assert tier_way(buyer, now)
