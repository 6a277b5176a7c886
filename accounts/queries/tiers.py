"""The tiers that purchases lead to, and what purchases did to companies."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import F

from accounts.enums import TierMoveKind
from accounts.models import Company, Tier, TierMove

_FRESH_START = (TierMoveKind.RAISED, TierMoveKind.BY_HAND)


def tier_ladder() -> tuple[Tier, ...]:
    """Tiers with a threshold, the lowest first; of two with the same one the later in the price list is higher.

    One query.
    """
    return tuple(Tier.objects.filter(turnover_from__isnull=False).order_by("turnover_from", "position", "pk"))


def entry_tier() -> Tier | None:
    """Where a new company begins: the recommended prices, else the lowest step of the ladder, else the first tier.

    One query.
    """
    return Tier.objects.order_by("-is_recommended", F("turnover_from").asc(nulls_last=True), "position", "pk").first()


def next_tier(ladder: tuple[Tier, ...], tier_id: int) -> Tier | None:
    """The step above a tier; None for the highest and for a tier that is no part of the ladder."""
    keys = [one.pk for one in ladder]
    above = keys.index(tier_id) + 1 if tier_id in keys else len(keys)
    return ladder[above] if above < len(ladder) else None


def tier_below(ladder: tuple[Tier, ...], tier_id: int) -> Tier | None:
    """The step below a tier; None for the lowest and for a tier that is no part of the ladder."""
    return next_tier(ladder[::-1], tier_id)


def move_by_id(move_id: int) -> TierMove:
    """A move with its tiers and company, one query. Raises DoesNotExist."""
    move: TierMove = TierMove.objects.select_related("was", "becomes", "company").get(pk=move_id)
    return move


def warned_of(company: Company, quarter_on: date) -> bool:
    """Whether the company was warned about a quarter and is still on the tier that it may lose. One query."""
    return TierMove.objects.filter(
        company=company, quarter_on=quarter_on, kind=TierMoveKind.WARNED, was=company.tier_id
    ).exists()


def warned_companies(quarter_on: date) -> set[int]:
    """Keys of companies that were warned about a quarter. One query."""
    return set(
        TierMove.objects.filter(quarter_on=quarter_on, kind=TierMoveKind.WARNED).values_list("company_id", flat=True)
    )


def companies_not_judged(quarter_on: date, since: datetime) -> set[int]:
    """Companies whose purchases of a quarter were judged already, or whose tier is newer than its beginning, `since`.

    One query.
    """
    judged = TierMove.objects.filter(quarter_on=quarter_on, kind__in=[TierMoveKind.WARNED, TierMoveKind.LOWERED])
    fresh = TierMove.objects.filter(moved_at__gte=since, kind__in=_FRESH_START)
    return set((judged | fresh).values_list("company_id", flat=True))


def companies_on(tiers: Iterable[Tier]) -> list[Company]:
    """Companies that may order and stand on one of the tiers. One query."""
    return list(Company.objects.active().filter(tier__in=list(tiers)).order_by("pk"))
