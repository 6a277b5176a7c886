"""How this room words what it tells people, once per fact and person."""

from django.urls import reverse

from accounts.actions.notify import notify
from accounts.enums import TierMoveKind
from accounts.models import Application, TierMove
from accounts.permissions import Permission
from accounts.quarters import last_day_of, quarter_after
from accounts.queries.applications import company_asked_for, deciding_members, deciding_staff
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
            company=move.company,
            context={
                "move": move,
                "last_day": last_day_of(move.quarter_on),
                "next_last_day": last_day_of(quarter_after(move.quarter_on)),
            },
        )


def tell_application_sent(application: Application, sending: str) -> None:
    """Tells those who decide, once per sending and person: our people, and of a company that exists its own."""
    company = company_asked_for(application)
    at_work = reverse("admin:accounts_application_change", args=[application.pk])
    addresses = {one: reverse("accounts:requests") for one in deciding_members(company)}
    for person, address in {**dict.fromkeys(deciding_staff(company), at_work), **addresses}.items():
        notify(
            person=person,
            key=f"application_sent:{sending}:{person.uid}",
            template="accounts/mail/application_sent",
            address=address,
            company=company if address != at_work else None,
            context={"application": application, "company": company},
        )
