"""Who moves up, who is warned, who moves down; nobody twice."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import IntegrityError

from accounts.actions.move_tier import move_tier
from accounts.actions.set_tier import set_tier
from accounts.actors import SYSTEM, Actor
from accounts.enums import CompanyStatus, TierMoveKind
from accounts.models import Company, Tier, TierMove
from accounts.queries.staff import StaffOnly
from b2b_portal.core.change import change
from b2b_portal.core.models import Delivery
from orders.actions.review_tiers import TierReview, review_tiers
from orders.queries.turnover import raises_due
from tests.factories import make_tier
from tests.factories.orders import make_shipment
from tests.orders.queries.test_turnover import AUTUMN, actor_on, make_ladder
from tests.races import meeting_point, race

pytestmark = pytest.mark.django_db
NEW_YEAR = datetime(2027, 1, 2, 9, 0, tzinfo=UTC)
SPRING = datetime(2027, 4, 1, 9, 0, tzinfo=UTC)
NOTHING = TierReview(0, 0, 0)


@pytest.fixture
def ladder(db: None) -> list[Tier]:
    return make_ladder()


def review(at: datetime) -> TierReview:
    return review_tiers(by=SYSTEM, at=at)


def tier_of(actor: Actor) -> str:
    return Company.objects.select_related("tier").get(pk=actor.company.pk).tier.code


def moves_of(actor: Actor) -> list[tuple[str, str, str]]:
    moves = TierMove.objects.filter(company=actor.company).order_by("pk")
    return list(moves.values_list("kind", "was__code", "becomes__code"))


def test_review_tiers_raises_at_once_to_the_highest_reached(ladder: list[Tier], now: datetime) -> None:
    buyer = actor_on(ladder[0])
    make_shipment(buyer, "299999.99", now)
    assert review(now) == NOTHING
    make_shipment(buyer, "300000.01", now)
    assert review(now) == TierReview(1, 0, 0)
    assert tier_of(buyer) == "opt-3"
    move = TierMove.objects.get()
    assert (move.was.code, move.becomes.code, move.quarter_on) == ("opt-1", "opt-3", AUTUMN)
    assert move.turnover_gross == Decimal("600000.00")
    assert Delivery.objects.filter(receiver="accounts.tasks.mail_tier_moved", payload={"move_id": move.pk}).count() == 1


def test_review_tiers_raises_again_in_the_same_quarter_and_never_twice(ladder: list[Tier], now: datetime) -> None:
    buyer = actor_on(ladder[0])
    make_shipment(buyer, "300000", now)
    assert [review(now), review(now)] == [TierReview(1, 0, 0), NOTHING]
    later = now + timedelta(days=9)
    make_shipment(buyer, "300000", later)
    assert [review(later), review(later)] == [TierReview(1, 0, 0), NOTHING]
    assert moves_of(buyer) == [("raised", "opt-1", "opt-2"), ("raised", "opt-2", "opt-3")]


def test_review_tiers_warns_first_and_lowers_one_tier_after_a_second_quarter_below(ladder: list[Tier]) -> None:
    buyer = actor_on(ladder[2])
    assert review(NEW_YEAR) == TierReview(0, 1, 0)
    assert tier_of(buyer) == "opt-3"
    assert review(NEW_YEAR) == NOTHING
    assert review(SPRING) == TierReview(0, 0, 1)
    assert tier_of(buyer) == "opt-2"
    assert review(SPRING) == NOTHING
    assert moves_of(buyer) == [("warned", "opt-3", "opt-2"), ("lowered", "opt-3", "opt-2")]
    summer = datetime(2027, 7, 1, 9, 0, tzinfo=UTC)
    assert review(summer) == TierReview(0, 1, 0)  # a whole quarter on the new tier: warned anew before it falls again


def test_review_tiers_forgets_a_warning_after_a_quarter_above(ladder: list[Tier]) -> None:
    buyer = actor_on(ladder[1])
    review(NEW_YEAR)
    make_shipment(buyer, "300000", NEW_YEAR)
    assert review(SPRING) == NOTHING
    assert review(datetime(2027, 7, 1, 9, 0, tzinfo=UTC)) == TierReview(0, 1, 0)


def test_review_tiers_judges_a_quarter_in_the_first_days_of_the_next_only(ladder: list[Tier]) -> None:
    actor_on(ladder[1])
    assert review(datetime(2027, 1, 10, 20, 59, tzinfo=UTC)).warned == 1
    actor_on(ladder[1])
    assert review(datetime(2027, 1, 10, 21, 0, tzinfo=UTC)) == NOTHING  # the 11th in Moscow


def test_review_tiers_leaves_others_alone(ladder: list[Tier], now: datetime) -> None:
    """The lowest tier, a tier without a threshold, a suspended company, one younger than the quarter."""
    actor_on(ladder[0])
    outsider = actor_on(make_tier("contract"))
    make_shipment(outsider, "900000", now)
    suspended = actor_on(ladder[1])
    Company.objects.filter(pk=suspended.company.pk).update(status=CompanyStatus.SUSPENDED)
    young = actor_on(ladder[1])
    Company.objects.filter(pk=young.company.pk).update(created_at=now)
    assert [review(now), review(NEW_YEAR)] == [NOTHING, NOTHING]


def test_review_tiers_spares_a_tier_set_by_hand_until_a_whole_quarter_is_over(
    ladder: list[Tier], now: datetime
) -> None:
    buyer = actor_on(ladder[0])
    set_tier(company=buyer.company, tier=ladder[2], by=SYSTEM, at=now)
    assert review(NEW_YEAR) == NOTHING
    assert review(SPRING) == TierReview(0, 1, 0)


def test_review_tiers_is_audited(ladder: list[Tier], now: datetime) -> None:
    buyer = actor_on(ladder[0])
    make_shipment(buyer, "300000", now)
    review(now)
    event = apps.get_model("accounts", "CompanyEvent").objects.filter(pgh_obj_id=buyer.company.pk).latest("pgh_id")
    assert event.tier_id == ladder[1].pk
    assert event.pgh_context.metadata["channel"] == "task"
    assert event.pgh_context.metadata["at"] == now.isoformat()


def test_review_tiers_refuses_a_buyer(ladder: list[Tier], now: datetime) -> None:
    with pytest.raises(StaffOnly):
        review_tiers(by=actor_on(ladder[0]), at=now)


@pytest.mark.django_db(transaction=True)
def test_two_reviews_at_once_move_a_company_once(now: datetime) -> None:
    buyer = actor_on(make_ladder()[0])
    make_shipment(buyer, "300000", now)
    answers = race([lambda: review(now)] * 4)
    assert sorted(answers, key=str) == [NOTHING] * 3 + [TierReview(1, 0, 0)]
    assert moves_of(buyer) == [("raised", "opt-1", "opt-2")]
    assert Delivery.objects.filter(receiver="accounts.tasks.mail_tier_moved").count() == 1


@pytest.mark.django_db(transaction=True)
def test_control_twin_without_the_lock_breaks_on_the_constraint(now: datetime) -> None:
    """Both find no move of the quarter before either wrote it; a move without a constraint would be made twice."""
    buyer = actor_on(make_ladder()[0])
    make_shipment(buyer, "300000", now)
    meet = meeting_point(2)

    def naive(has_constraint: bool) -> None:
        (due,) = raises_due(now)
        with change(SYSTEM, now):
            assert not TierMove.objects.filter(company=due.company, quarter_on=due.quarter_on, kind=due.kind).exists()
            meet()
            kind = due.kind if has_constraint else TierMoveKind.BY_HAND
            facts = {"quarter_on": due.quarter_on, "turnover_gross": due.turnover_gross, "moved_at": now}
            TierMove.objects.create(company=due.company, kind=kind, was=due.company.tier, becomes=due.becomes, **facts)

    assert race([lambda: naive(False)] * 2) == [None, None]
    assert len(moves_of(buyer)) == 2
    answers = race([lambda: naive(True)] * 2)
    assert [type(answer) for answer in answers if answer] == [IntegrityError]


def test_move_tier_does_nothing_if_the_tier_is_another_one_by_now(ladder: list[Tier], now: datetime) -> None:
    buyer = actor_on(ladder[0])
    Company.objects.filter(pk=buyer.company.pk).update(tier=ladder[2])
    facts = {"quarter_on": AUTUMN, "turnover_gross": Decimal(1), "by": SYSTEM, "at": now}
    assert move_tier(company=buyer.company, kind=TierMoveKind.RAISED, becomes=ladder[1], **facts) is None
    assert tier_of(buyer) == "opt-3"
