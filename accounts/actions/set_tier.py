"""Set a company's tier by hand."""

from datetime import datetime

from django.utils import timezone

from accounts.actions.move_tier import move_tier
from accounts.actors import Actor
from accounts.enums import TierMoveKind
from accounts.models import Company, Tier, TierMove
from accounts.quarters import quarter_of
from b2b_portal.core.money import ZERO


def set_tier(*, company: Company, tier: Tier, by: Actor, at: datetime) -> TierMove | None:
    """Sets the tier and notes who did it; the purchases of this quarter and the one before take nothing from it.

    None if the tier is no longer the one that `company` was read with. Locks: the company. Announces: tier_moved.
    Raises StaffOnly.
    """
    quarter_on = quarter_of(timezone.localdate(at, timezone.get_default_timezone()))
    return move_tier(
        company=company,
        kind=TierMoveKind.BY_HAND,
        becomes=tier,
        quarter_on=quarter_on,
        turnover_gross=ZERO,
        by=by,
        at=at,
    )
