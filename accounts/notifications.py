"""How this room words what it tells people, once per fact and person."""

from django.urls import reverse

from accounts.actions.notify import notify
from accounts.enums import TierMoveKind
from accounts.models import TierMove
from accounts.permissions import Permission
from accounts.quarters import last_day_of, quarter_after
from accounts.queries.people import people_who_can


def tell_tier_moved(move: TierMove) -> None:
    """Tells whoever may order for the company what its purchases did, once per move and person. A move by hand is told
    by whoever made it.
    """
    if move.kind == TierMoveKind.BY_HAND:
        return
    people = people_who_can(Permission.PLACE_ORDER, [move.company_id]).get(move.company_id, [])
    for person in people:
        notify(
            person=person,
            key=f"tier_moved:{move.pk}:{person.uid}",
            template="accounts/mail/tier_moved",
            address=reverse("overview"),
            context={
                "move": move,
                "last_day": last_day_of(move.quarter_on),
                "next_last_day": last_day_of(quarter_after(move.quarter_on)),
            },
        )
