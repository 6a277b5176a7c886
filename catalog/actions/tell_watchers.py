"""Close the watches whose moment has come."""

from datetime import datetime

from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.events import announce
from catalog.events import watch_over
from catalog.models import Watch
from catalog.queries.due_watches import due_watches


def tell_watchers(*, by: Actor, at: datetime) -> int:
    """Closes every watch of a product that is back or cheaper, each once, however many sweeps run; returns how many.

    A watch that is not due stays open, and so does that of whoever may not hear of it now. Announces: watch_over.
    """
    told = 0
    for due in due_watches(at):
        with change(by, at):
            closed = Watch.objects.open().filter(pk=due.watch_id)
            if closed.update(told_at=at, told_unit_gross=due.unit_gross):
                announce(watch_over, watch_id=due.watch_id)
                told += 1
    return told
