"""A person who has an account accepts the invitation of one more company."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import Membership
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken


class InvitationGone(RuleBroken):
    """It was taken back, declined, or is older than seven days."""

    message = _("This invitation was taken back or is older than seven days: ask the company for another one.")
    code = "invitation_gone"


def accept_membership(*, membership: Membership, by: Actor, at: datetime) -> Membership:
    """From now on the invited person works for the company; twice is once. Only he himself may.

    Locks: the membership. Raises InvitationGone.
    """
    with change(by, at):
        held = Membership.objects.select_for_update(no_key=True)
        member = held.filter(pk=membership.pk, user=by.user, left_at=None).first()
        if member is None or not (member.accepted_at or member.is_asked(at)):
            raise InvitationGone
        if member.accepted_at is None:
            member.accepted_at = at
            member.save(update_fields=["accepted_at"])
        return member
