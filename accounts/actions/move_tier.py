"""Move a company to another tier of prices, or warn it that it may lose its own."""

from datetime import date, datetime
from decimal import Decimal

from accounts.actions.lock_company import lock_company
from accounts.actors import Actor
from accounts.enums import TierMoveKind
from accounts.events import tier_moved
from accounts.models import Company, Tier, TierMove
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change
from b2b_portal.core.events import announce


def move_tier(
    *,
    company: Company,
    kind: TierMoveKind,
    becomes: Tier,
    quarter_on: date,
    turnover_gross: Decimal,
    by: Actor,
    at: datetime,
) -> TierMove | None:
    """Writes down what a quarter's purchases did to the company as it was read, and sets its tier unless it is only
    warned: then `becomes` is the tier that threatens.

    None, and nothing is written, if its tier is another one by now or if this move was made before: of two reviews at
    once one moves. Locks: the company. Announces: tier_moved. Raises StaffOnly.
    """
    require_staff(by)
    with change(by, at):
        held = lock_company(company)
        if held.tier_id != company.tier_id or _is_made(held, kind, becomes, quarter_on):
            return None
        move = TierMove.objects.create(
            company=held,
            kind=kind,
            was=held.tier,
            becomes=becomes,
            quarter_on=quarter_on,
            turnover_gross=turnover_gross,
            moved_at=at,
        )
        if kind != TierMoveKind.WARNED:
            held.tier = becomes
            held.save(update_fields=["tier"])
        announce(tier_moved, move_id=move.pk)
        return move


def _is_made(company: Company, kind: TierMoveKind, becomes: Tier, quarter_on: date) -> bool:
    """What the constraints of TierMove refuse: a quarter raises to each tier once, and warns or lowers once."""
    made = TierMove.objects.filter(company=company, kind=kind, quarter_on=quarter_on)
    if kind == TierMoveKind.BY_HAND:
        return False
    return made.filter(becomes=becomes).exists() if kind == TierMoveKind.RAISED else made.exists()
