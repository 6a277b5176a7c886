"""Lets an applicant into the company that he asks to join."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actions.invite_member import invite_member
from accounts.actions.lock_application import lock_application, require_decider, settle_application
from accounts.actors import Actor
from accounts.models import Application, Membership, OwnRole
from accounts.permissions import Role
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken


class NoCompanyYet(RuleBroken):
    """Nobody has this INN and KPP yet: the application founds a company."""

    message = _("There is no company with this INN and KPP yet: approve the application instead.")
    code = "no_company_yet"


def admit_applicant(
    *, application: Application, role: Role, own_role: OwnRole | None = None, by: Actor, at: datetime
) -> Membership:
    """Invites the applicant in a role, a fixed one or the company's own.

    Decides: staff, or whoever manages the company's people. Locks: open applications for this company, the company, the
    person, the membership. Raises ApplicationDecided, NoCompanyYet, AlreadyMember, PersonDisabled, GrantsTooMuch,
    InvitedTooOften, NotAllowed, StaffOnly. Announces: member_invited.
    """
    with change(by, at):
        held = lock_application(application)
        company = require_decider(by, held)
        if company is None:
            raise NoCompanyYet
        member = invite_member(
            company=company,
            email=held.user.email if held.user else held.email,
            full_name=held.full_name,
            role=role,
            own_role=own_role,
            language=held.language,
            has_asked=held.user is not None,
            by=by,
            at=at,
        )
        settle_application(held, company=company, person=member.user, at=at)
        return member
