"""For which company does this person act now."""

from dataclasses import replace
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Lower

from accounts.actors import Actor
from accounts.enums import ApplicationStatus, Channel
from accounts.models import Application, Company, Membership, Tier, User
from accounts.models.application import OPEN
from accounts.permissions import Role


def actor_of(user: User, company_uid: UUID | str | None = None) -> Actor:
    """The person's membership in the company he chose, else in his first; none for whoever has left.

    One query; two more for whoever has no company: he may have asked for one, and looks around at recommended prices
    while the application is open.
    """
    waiting = applications_of(OuterRef("user"), Lower(OuterRef("user__email"))).filter(status__in=OPEN)
    memberships = (
        Membership.objects.filter(user=user, user__is_active=True, left_at=None)
        .select_related("company__tier", "company__account_manager__user", "company__group", "own_role")
        .annotate(application=Subquery(waiting.values("status")[:1]))
    )
    found = sorted(memberships, key=lambda one: (str(one.company.uid) != str(company_uid), one.pk))
    working = [one for one in found if one.accepted_at]
    asking = tuple(one for one in found if not one.accepted_at)
    if not working:
        return replace(_without_company(user), invitations=asking)
    first = working[0]
    status = first.application or ""  # type: ignore[attr-defined]
    return Actor(
        user=user,
        company=first.company,
        role=Role(first.role),
        own_role=first.own_role,
        channel=Channel.WEB,
        application=status,
        invitations=asking,
        companies=tuple(one.company for one in sorted(working, key=lambda one: one.company.name)),
    )


def applications_of(user: object, email: object) -> "QuerySet[Application]":
    """A person's own requests for registration without those that came true, the newest first."""
    own = Application.objects.filter(Q(user=user) | Q(email=email)).exclude(status=ApplicationStatus.APPROVED)
    return own.order_by("-sent_at", "-pk")


def own_application(user: User) -> Application | None:
    """The newest of them; one query."""
    return applications_of(user, user.email.lower()).select_related("company").first()


def _without_company(user: User) -> Actor:
    asked = None if user.is_staff else own_application(user)
    if asked is None:
        return Actor(user=user, channel=Channel.WEB)
    tier = Tier.objects.filter(is_recommended=True).first() if asked.is_open else None
    return Actor(user=user, channel=Channel.WEB, application=asked.status, visits_at=tier)


def as_now(by: Actor, company: Company) -> Actor:
    """The actor with the role that he has in the company at this moment; a stranger without one. One query."""
    members = Membership.objects.active().select_related("own_role")
    member = members.filter(user=by.user, company=company).first()
    if member is None:
        return replace(by, company=None, role=None, own_role=None)
    return replace(by, company=company, role=Role(member.role), own_role=member.own_role)


def served(actor: Actor, company_uid: UUID) -> Company | None:
    """That company, if the actor's person works for it. One query."""
    places = Membership.objects.active().select_related("company")
    place = places.filter(user=actor.user, company__uid=company_uid).first()
    return place.company if place else None
