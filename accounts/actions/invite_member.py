"""Lets a person into a company."""

import uuid
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from accounts.actions.keep_within import GivenRole, held_role, keep_within
from accounts.actions.lock_people import lock_people
from accounts.actions.send_invitation import mails_to
from accounts.actors import Actor
from accounts.events import member_invited
from accounts.models import Company, Membership, OwnRole, User
from accounts.permissions import Role
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.events import announce
from b2b_portal.core.models import Mail

DAY = timedelta(days=1)
MOST_A_DAY = 5


class AlreadyMember(RuleBroken):
    """The person works there and can sign in. Fact: person."""

    message = _("%(person)s is a member of this company already.")
    code = "already_member"


class PersonDisabled(RuleBroken):
    """The person exists but may not sign in any more. Fact: person, by the address that was typed."""

    message = _("%(person)s may not sign in here. Only the shop's staff can allow it again.")
    code = "person_disabled"


class InvitedTooOften(RuleBroken):
    """The address got as many invitations within a day as anybody may. Facts: person, times."""

    message = _(
        "%(person)s was sent %(times)s invitations within a day, and the last link works. "
        "Send another one tomorrow; until then let the person look among unwanted mail."
    )
    code = "invited_too_often"


def invite_member(
    *,
    company: Company,
    email: str,
    full_name: str,
    role: Role,
    own_role: OwnRole | None = None,
    language: str = "ru",
    has_asked: bool = False,
    by: Actor,
    at: datetime,
) -> Membership:
    """Makes the person (without a password) and the membership; inviting again sends another link, a few times a day.

    Somebody who has left comes back in the new role. A known person keeps the name and the password, and works for the
    company once he has accepted; with `has_asked` it was he who asked, and nothing more is wanted of him.
    Locks: the company, the person, the membership. Raises AlreadyMember, PersonDisabled, GrantsTooMuch,
    InvitedTooOften, NotAllowed.
    Announces: member_invited, whose receiver mails a link for a password, or the news alone to who has one.
    """
    with change(by, at):
        company = lock_people(company, by)
        given = GivenRole(role, held_role(company, own_role))
        keep_within(by, company, given.granted)
        user = _person(email, full_name, language)
        _check_not_too_often(user, company, at)
        membership = _membership(user, company, given, at, has_asked=has_asked)
        announce(member_invited, membership_id=membership.pk, invitation=str(uuid.uuid4()))
        return membership


def _person(email: str, full_name: str, language: str) -> User:
    user = User.objects.select_for_update().filter(email__iexact=email).first()
    if user is None:  # get_or_create: another company may invite the same person this very moment
        new = {"full_name": full_name, "language": language, "password": make_password(None)}
        user = User.objects.get_or_create(email=email.lower(), defaults=new)[0]
    if not user.is_active:
        raise PersonDisabled(person=email)
    return user


def _check_not_too_often(user: User, company: Company, at: datetime) -> None:
    """Of this company alone: it must not learn that others invite the person too."""
    own = Mail.objects.filter(key__startswith=mails_to(company), to=user.email)
    sent = own.filter(created_at__gt=at - DAY).count()
    if sent >= MOST_A_DAY:
        raise InvitedTooOften(person=user.email, times=sent)


def _membership(user: User, company: Company, given: GivenRole, at: datetime, *, has_asked: bool) -> Membership:
    facts = {"role": given.role.value, "own_role": given.own_role, "left_at": None, "invited_at": at}
    facts["accepted_at"] = at if has_asked and user.has_usable_password() else None
    membership = Membership.objects.select_for_update().filter(user=user, company=company).first()
    if membership is None:
        return Membership.objects.create(user=user, company=company, **facts)
    if membership.left_at is None and membership.accepted_at and user.has_usable_password():
        raise AlreadyMember(person=str(user))
    for name, value in facts.items():
        setattr(membership, name, value)
    membership.save(update_fields=list(facts))
    return membership
