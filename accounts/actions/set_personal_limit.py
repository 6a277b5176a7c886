"""Limit what a person may order in a period."""

from datetime import datetime
from decimal import Decimal

from accounts.actions.lock_people import lock_people
from accounts.actors import Actor
from accounts.enums import SpendPeriod
from accounts.models import Membership, PersonalLimit
from b2b_portal.core.change import change


def set_personal_limit(
    *, membership: Membership, period: SpendPeriod, amount_gross: Decimal | None, by: Actor, at: datetime
) -> None:
    """Sets the limit of the person for periods of a kind; None takes it away. The audit keeps the former one.

    It holds from the person's next order on, and counts what he has ordered in the period already. Locks: the company,
    which his orders lock too. Raises NotAllowed.
    """
    with change(by, at):
        company = lock_people(membership.company, by)
        limit, is_new = PersonalLimit.objects.get_or_create(
            company=company, user=membership.user, period=period, defaults={"amount_gross": amount_gross}
        )
        if not is_new:
            limit.amount_gross = amount_gross
            limit.save(update_fields=["amount_gross"])
