"""Roles that a company composed for itself."""

from uuid import UUID

from accounts.actors import Actor
from accounts.models import OwnRole


def own_roles_of(actor: Actor) -> list[OwnRole]:
    """The own roles of the actor's company by name, also those out of use; one query."""
    return list(OwnRole.objects.visible_to(actor))


def own_role_of(actor: Actor, uid: UUID) -> OwnRole | None:
    """One of them; one query."""
    return OwnRole.objects.visible_to(actor).filter(uid=uid).first()
