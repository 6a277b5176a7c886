"""People, their companies and their invitations."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.enums import TokenPurpose
from accounts.models import Company, Department, Membership, Token, User
from accounts.permissions import Permission
from accounts.secrets import hash_of


@dataclass(frozen=True)
class Invitation:
    """Whom a working link invites, and where to."""

    user: User
    company: Company | None


def invitation_of(secret: str, at: datetime) -> Invitation | None:
    """What an unspent invitation link stands for; None for any other. Changes nothing. At most two queries."""
    token = (
        Token.objects.select_related("user")
        .filter(sha256=hash_of(secret), purpose=TokenPurpose.INVITATION)
        .filter(revoked_at=None, last_used_at=None, expires_at__gt=at, user__is_active=True)
        .first()
    )
    if token is None or token.user.has_usable_password():
        return None
    return Invitation(token.user, Company.objects.filter(uid=token.scope.get("company")).first())


def user_by_email(email: str) -> User | None:
    """Who signs in with this address, in any case; one query."""
    return User.objects.filter(email__iexact=email).first()


def has_account(email: str) -> bool:
    """Whether somebody signs in with this address, or may not any more; one query."""
    user = user_by_email(email)
    return user is not None and (user.has_usable_password() or not user.is_active)


def membership_by_id(membership_id: int) -> Membership:
    """The membership with its person and company, one query. Raises DoesNotExist."""
    return Membership.objects.select_related("user", "company", "own_role").get(pk=membership_id)


def own_place(user: User, uid: UUID) -> Membership | None:
    """The person's own place in a company, also one that he was only invited to; one query."""
    return Membership.objects.select_related("company").filter(uid=uid, user=user, left_at=None).first()


def companies_of(user: User) -> list[Membership]:
    """Where the person works, in the order in which the cabinet chooses; one query."""
    return list(Membership.objects.active().filter(user=user).select_related("company", "own_role").order_by("pk"))


def people_who_can(permission: Permission, company_ids: Iterable[int]) -> dict[int, list[User]]:
    """By company the people whose role grants the permission now, however many companies; one query."""
    members = Membership.objects.active().who_may(permission).filter(company__in=list(company_ids))
    found: dict[int, list[User]] = defaultdict(list)
    for member in members.select_related("user").order_by("pk"):
        found[member.company_id].append(member.user)
    return dict(found)


def works_for(user: User, company_uid: UUID) -> bool:
    """Whether the person works for the company now."""
    return Membership.objects.active().filter(user=user, company__uid=company_uid).exists()


def names_of(uids: Iterable[UUID | None]) -> dict[UUID, str]:
    """What people are called: the full name, else the e-mail. One query, none for nobody."""
    wanted = {uid for uid in uids if uid}
    return {one.uid: str(one) for one in User.objects.filter(uid__in=wanted)} if wanted else {}


def department_of(company: Company, user: User) -> Department | None:
    """Where in the company a person works, if it has departments and his is in use; one query."""
    place = Membership.objects.active().select_related("department").filter(company=company, user=user).first()
    department = place.department if place else None
    return department if department and department.is_active else None
