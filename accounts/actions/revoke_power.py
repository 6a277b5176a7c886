"""Revoke a power of attorney."""

from datetime import datetime

from accounts.actors import Actor
from accounts.models import PowerOfAttorney
from accounts.permissions import Permission
from accounts.queries.access import require
from b2b_portal.core.change import change


def revoke_power(*, power: PowerOfAttorney, by: Actor, at: datetime) -> None:
    """From now on nobody receives goods by it, orders that name it included. Twice is once.

    Locks: the power. Raises NotAllowed.
    """
    with change(by, at):
        require(by, Permission.PLACE_ORDER, power.company)
        locked = PowerOfAttorney.objects.select_for_update(no_key=True).get(pk=power.pk)
        if locked.is_active:
            locked.is_active = False
            locked.save(update_fields=["is_active"])
