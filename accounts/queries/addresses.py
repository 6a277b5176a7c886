"""Where a company's goods are brought."""

from uuid import UUID

from accounts.actors import Actor
from accounts.models import Address


def addresses_of(actor: Actor) -> list[Address]:
    """Addresses in use of the actor's company, the oldest first. One query."""
    return list(Address.objects.visible_to(actor).order_by("pk"))


def address_of(actor: Actor, uid: UUID | None) -> Address | None:
    """One address of the actor's company, else None. One query, none without a uid."""
    return Address.objects.visible_to(actor).filter(uid=uid).first() if uid else None
