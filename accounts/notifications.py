"""How this room words what it tells people, once per fact and person."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from accounts.enums import TierMoveKind
from accounts.models import TierMove
from accounts.permissions import Permission
from accounts.quarters import last_day_of, quarter_after
from accounts.queries.people import people_who_can
from b2b_portal.core.mail import queue_mail


def tell_tier_moved(move: TierMove) -> None:
    """Tells whoever may order for the company what its purchases did, once per move and person. A move by hand is told
    by whoever made it.
    """
    if move.kind == TierMoveKind.BY_HAND:
        return
    people = people_who_can(Permission.PLACE_ORDER, [move.company_id]).get(move.company_id, [])
    for person in people:
        with translation.override(person.language):
            queue_mail(
                key=f"tier_moved:{move.pk}:{person.uid}",
                to=person.email,
                template="accounts/mail/tier_moved",
                language=person.language,
                context={
                    "move": move,
                    "person": person,
                    "last_day": last_day_of(move.quarter_on),
                    "next_last_day": last_day_of(quarter_after(move.quarter_on)),
                    "link": f"{settings.PUBLIC_URL}{reverse('overview')}",
                },
            )
