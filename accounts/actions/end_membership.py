"""Takes a person out of a company."""

from datetime import datetime

from accounts.actions.keep_administrator import keep_administrator
from accounts.actions.keep_within import keep_within
from accounts.actions.lock_people import lock_people
from accounts.actions.revoke_tokens import revoke_tokens
from accounts.actors import Actor
from accounts.enums import TokenPurpose
from accounts.models import Membership
from accounts.queries.staff import is_staff_at_work
from b2b_portal.core.change import change


def end_membership(*, membership: Membership, by: Actor, at: datetime) -> None:
    """From now on the person is a stranger to the company, and an invitation that waits is worthless; a second call
    changes nothing.

    Staff may also take out the last administrator. Locks: the company, the membership. Raises NotAllowed,
    LastAdministrator, GrantsTooMuch.
    """
    with change(by, at):
        company = lock_people(membership.company, by)
        member = Membership.objects.select_for_update(no_key=True).get(pk=membership.pk)
        if member.left_at is not None:
            return
        keep_within(by, company, member.granted)
        if not is_staff_at_work(by):
            keep_administrator(member)
        member.left_at = at
        member.save(update_fields=["left_at"])
        revoke_tokens(user=member.user, purpose=TokenPurpose.INVITATION, company=company, by=by, at=at)
