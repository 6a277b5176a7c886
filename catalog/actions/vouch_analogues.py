"""Vouch for links of products."""

from collections.abc import Iterable
from datetime import datetime

from accounts.actors import Actor
from b2b_portal.core.change import change
from catalog.models import Analogue


def vouch_analogues(*, links: Iterable[int], by: Actor, at: datetime) -> int:
    """Puts the actor's name and the moment under links (by key); returns how many he had not vouched for before.

    Nobody vouches for the system: without a person nothing changes. Locks: the links by primary key.
    """
    if by.user is None:
        return 0
    with change(by, at):
        asked = Analogue.objects.filter(pk__in=list(links)).exclude(vouched_by=by.user, vouched_at__isnull=False)
        locked = list(asked.select_for_update().order_by("pk").values_list("pk", flat=True))
        return Analogue.objects.filter(pk__in=locked).update(vouched_by=by.user, vouched_at=at)
