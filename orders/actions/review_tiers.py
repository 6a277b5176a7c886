"""Look at every company's purchases: who moves up, who is warned, who moves down. The rule is docs/turnover.md."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.actions.move_tier import move_tier
from accounts.actors import Actor
from accounts.enums import TierMoveKind
from accounts.quarters import quarter_of
from accounts.queries.staff import require_staff
from orders.queries.turnover import TierVerdict, judgements_due, raises_due

# a quarter is judged in the first days of the next one: later a new threshold would judge it by what nobody knew
JUDGED_WITHIN = timedelta(days=10)


@dataclass(frozen=True)
class TierReview:
    """How many companies moved or were warned."""

    raised: int
    warned: int
    lowered: int


def review_tiers(*, by: Actor, at: datetime) -> TierReview:
    """Moves companies up whose running quarter reached a higher tier; in a quarter's first days warns those whose last
    quarter stayed below their own, and moves the warned down.

    Each company moves in a transaction of its own, so that one in the way stops nobody else; run again it moves nobody
    twice. What a quarter shipped never shrinks, so what was read before the lock still holds under it. Finding them is
    a fixed number of queries. Locks: a company at a time. Announces: tier_moved. Raises StaffOnly.
    """
    require_staff(by)
    moved = Counter(_made(raises_due(at), by, at))
    today = timezone.localdate(at, timezone.get_default_timezone())
    if today < quarter_of(today) + JUDGED_WITHIN:
        moved += Counter(_made(judgements_due(at), by, at))
    return TierReview(moved[TierMoveKind.RAISED], moved[TierMoveKind.WARNED], moved[TierMoveKind.LOWERED])


def _made(verdicts: list[TierVerdict], by: Actor, at: datetime) -> list[TierMoveKind]:
    """The kinds of the moves that were made; another review may have made some."""
    return [
        one.kind
        for one in verdicts
        if move_tier(
            company=one.company,
            kind=one.kind,
            becomes=one.becomes,
            quarter_on=one.quarter_on,
            turnover_gross=one.turnover_gross,
            by=by,
            at=at,
        )
    ]
