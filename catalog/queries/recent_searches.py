"""What a person looked for lately."""

from accounts.actors import Actor
from catalog.models import SearchLog

SHOWN = 8
READ = 64  # of these the newest different ones are shown: somebody who repeats one query sees fewer


def recent_searches(actor: Actor) -> list[str]:
    """The last different queries of the actor in his company, the newest first. One query."""
    rows = SearchLog.objects.visible_to(actor).order_by("-searched_at").values_list("key", "query")[:READ]
    newest: dict[str, str] = {}
    for key, query in rows:
        newest.setdefault(key, query)
    return list(newest.values())[:SHOWN]
