"""Who may receive goods in a company's name."""

from datetime import date
from uuid import UUID

from accounts.actors import Actor
from accounts.models import Company, PowerOfAttorney


def powers_of(actor: Actor) -> list[PowerOfAttorney]:
    """Powers of attorney of the actor's company that were not revoked, those that end last first. One query."""
    return list(PowerOfAttorney.objects.visible_to(actor).order_by("-valid_until_on", "pk"))


def powers_good_on(actor: Actor, day: date) -> list[PowerOfAttorney]:
    """Those by which goods may be received on a day. One query."""
    return list(PowerOfAttorney.objects.visible_to(actor).filter(valid_until_on__gte=day).order_by("holder", "pk"))


def power_of(actor: Actor, uid: UUID | None) -> PowerOfAttorney | None:
    """One power of the actor's company, else None. One query, none without a uid."""
    return PowerOfAttorney.objects.visible_to(actor).filter(uid=uid).first() if uid else None


def is_power_good(company: Company, number: str, day: date) -> bool:
    """Whether goods may be handed over by it on a day: known, not revoked, not run out. One query."""
    known = PowerOfAttorney.objects.filter(company=company, number=number, is_active=True)
    return known.filter(issued_on__lte=day, valid_until_on__gte=day).exists()
