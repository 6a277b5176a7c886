"""Forget whose searches they were."""

from datetime import datetime

from accounts.actors import Actor
from b2b_portal.core.change import change
from catalog.models import SearchLog


def forget_searches(*, by: Actor, at: datetime) -> int:
    """Takes the actor's name off what he looked for in his company; that somebody there did stays. Returns how many."""
    with change(by, at):
        return SearchLog.objects.visible_to(by).update(user=None)
