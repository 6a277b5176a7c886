"""Take an address out of use."""

from datetime import datetime

from accounts.actors import Actor
from accounts.models import Address
from accounts.permissions import Permission
from accounts.queries.access import require
from b2b_portal.core.change import change


def remove_address(*, address: Address, by: Actor, at: datetime) -> None:
    """Offers the address no more; orders keep their copies. Twice is once. Locks: the address. Raises NotAllowed."""
    with change(by, at):
        require(by, Permission.PLACE_ORDER, address.company)
        locked = Address.objects.select_for_update(no_key=True).get(pk=address.pk)
        if locked.is_active:
            locked.is_active = False
            locked.save(update_fields=["is_active"])
