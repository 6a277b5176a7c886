"""The people of a company, as its administrator sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from accounts.actors import Actor
from accounts.enums import TokenPurpose
from accounts.models import Department, Membership, OwnRole, Token
from accounts.models.membership import INVITED_FOR
from accounts.permissions import Permission, Role, permissions_of, who_can


@dataclass(frozen=True)
class PersonRow:
    """One person of the company. What he is called elsewhere, how he signs in and when, is told once he has accepted:
    an invitation is no way to ask about strangers.
    """

    uid: UUID
    name: str
    email: str
    role: str  # as a list of roles offers it
    role_name: str
    department: Department | None
    is_self: bool
    may_sign_in: bool
    has_been_in: bool
    has_second_factor: bool
    last_login: datetime | None
    invited_until: datetime | None
    is_invitation_over: bool


@dataclass(frozen=True)
class RightRow:
    """One permission and, role by role, whether it is granted: the six in the order of `Role`, then own ones."""

    permission: Permission
    granted: tuple[bool, ...]


def people_of(actor: Actor, at: datetime) -> list[PersonRow]:
    """Those who work for the actor's company or are invited to, by name. One query."""
    links = Token.objects.filter(user=OuterRef("user"), purpose=TokenPurpose.INVITATION, last_used_at=None)
    links = links.filter(revoked_at=None, scope__company=str(actor.company_uid))
    factors = Authenticator.objects.filter(user=OuterRef("user")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    elsewhere = Membership.objects.filter(user=OuterRef("user")).exclude(company=OuterRef("company"))
    members = (
        Membership.objects.visible_to(actor)
        .filter(left_at=None)
        .select_related("user", "department", "own_role")
        .annotate(
            has_second_factor=Exists(factors),
            is_elsewhere=Exists(elsewhere),
            invited_until=Subquery(links.order_by("-expires_at").values("expires_at")[:1]),
        )
        .order_by("user__full_name", "pk")
    )
    return [_row(member, actor, at) for member in members]


def _row(member: Membership, actor: Actor, at: datetime) -> PersonRow:
    user, until = member.user, member.invited_until  # type: ignore[attr-defined]
    waits = not user.has_usable_password()
    is_self = actor.user is not None and user.pk == actor.user.pk
    been_in = is_self or (not waits and member.accepted_at is not None)
    until = until if waits else member.invited_at and member.invited_at + INVITED_FOR
    is_ours = been_in or (waits and not member.is_elsewhere)  # type: ignore[attr-defined]  # named by our invitation
    return PersonRow(
        uid=member.uid,
        name=str(user) if is_ours else user.email,
        email=user.email,
        role=str(member.own_role.uid) if member.own_role else member.role,
        role_name=member.role_name,
        department=member.department,
        is_self=is_self,
        may_sign_in=user.is_active,
        has_been_in=been_in,
        has_second_factor=been_in and member.has_second_factor,  # type: ignore[attr-defined]
        last_login=user.last_login if been_in else None,
        invited_until=None if been_in else until,
        is_invitation_over=not been_in and until is not None and until <= at,
    )


def member_of(actor: Actor, uid: UUID) -> Membership | None:
    """Somebody who works for the actor's company or is invited to, else None. One query."""
    return (
        Membership.objects.visible_to(actor)
        .select_related("user", "company", "own_role")
        .filter(uid=uid, left_at=None)
        .first()
    )


def own_membership(actor: Actor) -> Membership | None:
    """The actor's own place in the company he acts for. One query."""
    return Membership.objects.visible_to(actor).active().select_related("company").filter(user=actor.user).first()


def is_last_who_can(permission: Permission, member: Membership) -> bool:
    """Whether without the member nobody of his company had one of the six roles that grants it: an own role is no
    safeguard, for it may grant little else. Whoever has no password yet does not count. At most one query.
    """
    if member.left_at is not None or member.own_role_id or permission not in permissions_of(member.role):
        return False
    roles = [role.value for role in who_can(permission)]
    return not successors_of(member).filter(role__in=roles, own_role=None).exists()


def successors_of(member: Membership) -> "QuerySet[Membership]":
    """Colleagues who can sign in already, by name: to whom the member may pass on what he is."""
    others = Membership.objects.active().filter(company=member.company_id).exclude(pk=member.pk)
    others = others.exclude(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return others.select_related("user").order_by("user__full_name", "pk")


def rights_table(own_roles: Sequence[OwnRole] = ()) -> list[RightRow]:
    """Who may what, drawn from the code and from the company's own roles: what no role is given, nobody has."""
    granted = [*(permissions_of(role) for role in Role), *(one.granted for one in own_roles)]
    return [RightRow(one, tuple(one in each for each in granted)) for one in Permission]
