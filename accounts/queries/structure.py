"""The parts of a company: its departments, its cost centres, and who may head them."""

from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.actors import Actor
from accounts.models import CostCentre, Department, Membership


def departments_of(actor: Actor) -> "QuerySet[Department]":
    """Departments of the actor's company with their heads and `people`, those in use first. One query."""
    there = Membership.objects.active().filter(department=OuterRef("pk")).order_by().values("department")
    people = Coalesce(Subquery(there.annotate(n=Count("pk")).values("n")), 0)
    found = Department.objects.visible_to(actor).select_related("head").annotate(people=people)
    return found.order_by("-is_active", "name", "pk")


def cost_centres_of(actor: Actor) -> "QuerySet[CostCentre]":
    """Cost centres of the actor's company, those in use first. One query."""
    return CostCentre.objects.visible_to(actor).order_by("-is_active", "code", "pk")


def department_in(actor: Actor, uid: UUID) -> Department | None:
    """The department of the actor's company. One query."""
    return Department.objects.visible_to(actor).filter(uid=uid).first()


def cost_centre_in(actor: Actor, uid: UUID | None) -> CostCentre | None:
    """The cost centre of the actor's company. One query, none for none."""
    return CostCentre.objects.visible_to(actor).filter(uid=uid).first() if uid else None


def colleagues_of(actor: Actor) -> dict[str, Membership]:
    """Everybody who works for the actor's company, by the uid of his place, by name. One query."""
    places = Membership.objects.visible_to(actor).active().select_related("user")
    return {str(place.uid): place for place in places.order_by("user__full_name", "pk")}
