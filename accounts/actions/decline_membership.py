"""A person who has an account declines the invitation of one more company."""

from datetime import datetime

from accounts.actors import Actor
from accounts.models import Membership
from b2b_portal.core.change import change


def decline_membership(*, membership: Membership, by: Actor, at: datetime) -> None:
    """Ends an invitation that was not accepted; who works there already leaves by leave_company. Twice is once.

    Only the invited person himself may. Locks: the membership.
    """
    with change(by, at):
        held = Membership.objects.select_for_update(no_key=True)
        member = held.filter(pk=membership.pk, user=by.user, left_at=None, accepted_at=None).first()
        if member:
            member.left_at = at
            member.save(update_fields=["left_at"])
