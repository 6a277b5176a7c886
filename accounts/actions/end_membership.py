"""Takes a person out of a company."""

from datetime import datetime

from accounts.actors import Actor
from accounts.models import Membership
from accounts.permissions import Permission
from accounts.queries.staff import require_unless_staff
from b2b_portal.core.change import change


def end_membership(*, membership: Membership, by: Actor, at: datetime) -> None:
    """From now on the person is a stranger to the company; a second call changes nothing.

    Locks: the membership. Raises NotAllowed.
    """
    with change(by, at):
        member = Membership.objects.select_for_update().get(pk=membership.pk)
        require_unless_staff(by, Permission.MANAGE_PEOPLE, member.company)
        if member.left_at is None:
            member.left_at = at
            member.save(update_fields=["left_at"])
