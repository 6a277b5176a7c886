"""For which company does this person act now."""

from uuid import UUID

from accounts.actors import Actor
from accounts.enums import Channel
from accounts.models import Membership, User
from accounts.permissions import Role


def actor_of(user: User, company_uid: UUID | str | None = None) -> Actor:
    """The person's membership in the company he chose, else in his first; none for whoever has left. One query."""
    memberships = (
        Membership.objects.active().filter(user=user).select_related("company__tier", "company__account_manager__user")
    )
    found = sorted(memberships, key=lambda one: (str(one.company.uid) != str(company_uid), one.pk))
    if not found:
        return Actor(user=user, channel=Channel.WEB)
    return Actor(user=user, company=found[0].company, role=Role(found[0].role), channel=Channel.WEB)


def serves(actor: Actor, company_uid: UUID) -> bool:
    """Whether the actor's person works for that company too, as whoever he acts now. One query."""
    return Membership.objects.active().filter(user=actor.user, company__uid=company_uid).exists()
