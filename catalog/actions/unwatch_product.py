"""Ask to be told no more."""

from datetime import datetime
from uuid import UUID

from accounts.actors import Actor
from b2b_portal.core.change import change
from catalog.models import Watch


def unwatch_product(*, uid: UUID, by: Actor, at: datetime) -> bool:
    """Removes an open watch of the actor's own; False if there is none of this uid."""
    with change(by, at):
        return bool(Watch.objects.visible_to(by).open().filter(uid=uid).delete()[0])
