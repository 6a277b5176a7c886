"""What companies bought in a quarter, and how far a company is on its way to the next tier. The rule: docs/turnover.md.

Bought is what was shipped: goods with VAT by the day of shipping in the shop's time zone, without lines taken off
before and without delivery.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet, Sum
from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import TierMoveKind
from accounts.models import Company, Tier
from accounts.permissions import Permission
from accounts.quarters import last_day_of, midnight, quarter_after, quarter_before, quarter_of
from accounts.queries.access import can
from accounts.queries.tiers import (
    companies_not_judged,
    companies_on,
    next_tier,
    tier_below,
    tier_ladder,
    warned_companies,
    warned_of,
)
from b2b_portal.core.money import ZERO
from orders.enums import HistoryKind, LineKind, OrderStatus
from orders.models import OrderLine

_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class TierWay:
    """What a company bought this quarter, what the next tier asks for and gives, and what it takes to keep its own.

    `goal_gross` is the threshold that stands next: to keep the tier after a warning, else the next tier's.
    `saved_rate` is how much lower prices become (a fraction), None where the tiers do not say; `pace` is how much of
    the quarter is over, of a hundred.
    """

    bought_gross: Decimal
    goal_gross: Decimal
    last_day: date
    tier: Tier
    next: Tier | None
    threatening: Tier | None
    saved_rate: Decimal | None
    pace: Decimal

    @property
    def left_gross(self) -> Decimal:
        """How much more goods must be shipped until the last day."""
        return max(ZERO, self.goal_gross - self.bought_gross)

    @property
    def percent(self) -> Decimal:
        """How much of the way is done, of a hundred."""
        return min(_HUNDRED, self.bought_gross * _HUNDRED / self.goal_gross) if self.goal_gross else _HUNDRED


@dataclass(frozen=True)
class TierVerdict:
    """What a quarter's purchases do to a company."""

    company: Company
    kind: TierMoveKind
    becomes: Tier
    quarter_on: date
    turnover_gross: Decimal


def turnover(company: Company, quarter_on: date) -> Decimal:
    """What the company bought in the quarter that begins that day. One query."""
    return _shipped_in(quarter_on).filter(order__company=company).aggregate(sum=Sum("gross"))["sum"] or ZERO


def turnover_by_company(quarter_on: date) -> dict[int, Decimal]:
    """What every company bought in the quarter, by its key; who bought nothing is absent. One query."""
    sums = _shipped_in(quarter_on).values("order__company").annotate(sum=Sum("gross")).order_by()
    return dict(sums.values_list("order__company", "sum"))


def raises_due(at: datetime) -> list[TierVerdict]:
    """Companies whose running quarter reached a higher tier, with the highest that it reached. 3 queries."""
    quarter_on = quarter_of(_day(at))
    ladder, bought = tier_ladder(), turnover_by_company(quarter_on)
    return [
        TierVerdict(company, TierMoveKind.RAISED, reached, quarter_on, bought[company.pk])
        for company in companies_on(ladder)
        if company.pk in bought and (reached := _reached(ladder, company.tier_id, bought[company.pk]))
    ]


def judgements_due(at: datetime) -> list[TierVerdict]:
    """Companies whose last quarter stayed below their tier, not judged yet: warned, or lowered if the quarter before
    had warned them. 5 queries.

    A company younger than the quarter, or on a tier that is, is left alone: it had no whole quarter to fill.
    """
    quarter_on = quarter_before(quarter_of(_day(at)))
    since = midnight(quarter_on, timezone.get_default_timezone())
    ladder, bought = tier_ladder(), turnover_by_company(quarter_on)
    spared, warned = companies_not_judged(quarter_on, since), warned_companies(quarter_before(quarter_on))
    return [
        TierVerdict(company, kind, below, quarter_on, gross)
        for company, below, gross in _below_their_tier(ladder, bought)
        if company.pk not in spared and company.created_at < since
        for kind in [TierMoveKind.LOWERED if company.pk in warned else TierMoveKind.WARNED]
    ]


def tier_way(actor: Actor, at: datetime) -> TierWay | None:
    """The way of the actor's company; None for who may not see orders, without a next tier or a warning. 3 queries."""
    company = actor.company
    if company is None or not can(actor, Permission.VIEW_ORDERS, company):
        return None
    ladder = tier_ladder()
    tier = next((one for one in ladder if one.pk == company.tier_id), None)
    if tier is None:
        return None
    quarter_on = quarter_of(_day(at))
    following, below = next_tier(ladder, tier.pk), tier_below(ladder, tier.pk)
    bought_gross = turnover(company, quarter_on)
    is_warned = below is not None and warned_of(company, quarter_before(quarter_on))
    threatening = below if is_warned and bought_gross < _threshold(tier) else None
    goal = tier if threatening else following
    if goal is None:
        return None
    return TierWay(
        bought_gross=bought_gross,
        goal_gross=_threshold(goal),
        last_day=last_day_of(quarter_on),
        tier=tier,
        next=following,
        threatening=threatening,
        saved_rate=_saved(tier, following),
        pace=_pace(quarter_on, _day(at)),
    )


def _shipped_in(quarter_on: date) -> QuerySet[OrderLine]:
    zone = timezone.get_default_timezone()
    return OrderLine.objects.live().filter(
        kind=LineKind.GOODS,
        order__status=OrderStatus.SHIPPED,
        order__history__kind=HistoryKind.SHIPPED,
        order__history__happened_at__gte=midnight(quarter_on, zone),
        order__history__happened_at__lt=midnight(quarter_after(quarter_on), zone),
    )


def _reached(ladder: tuple[Tier, ...], tier_id: int, gross: Decimal) -> Tier | None:
    """The highest tier above this one that the sum reaches."""
    above = ladder[[one.pk for one in ladder].index(tier_id) + 1 :]
    return next((tier for tier in reversed(above) if gross >= _threshold(tier)), None)


def _below_their_tier(ladder: tuple[Tier, ...], bought: dict[int, Decimal]) -> Iterator[tuple[Company, Tier, Decimal]]:
    """Companies that bought less than their tier asks for, with the tier below; the lowest tier cannot be lost."""
    tiers = {tier.pk: tier for tier in ladder}
    for company in companies_on(ladder[1:]):
        below, gross = tier_below(ladder, company.tier_id), bought.get(company.pk, ZERO)
        if below and gross < _threshold(tiers[company.tier_id]):
            yield company, below, gross


def _threshold(tier: Tier) -> Decimal:
    return tier.turnover_from or ZERO


def _saved(tier: Tier, following: Tier | None) -> Decimal | None:
    """How much lower the next tier's computed prices are; None if they are not, or if the tiers do not say."""
    if following is None or following.percent >= tier.percent:
        return None
    return 1 - (_HUNDRED + following.percent) / (_HUNDRED + tier.percent)


def _pace(quarter_on: date, today: date) -> Decimal:
    return _HUNDRED * ((today - quarter_on).days + 1) / (quarter_after(quarter_on) - quarter_on).days


def _day(at: datetime) -> date:
    return timezone.localdate(at, timezone.get_default_timezone())
