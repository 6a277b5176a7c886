"""Gives a member another role."""

from datetime import datetime

from accounts.actions.keep_administrator import keep_administrator
from accounts.actions.lock_people import lock_people
from accounts.actors import Actor
from accounts.models import Membership
from accounts.permissions import Permission, Role, permissions_of
from accounts.queries.staff import is_staff_at_work
from b2b_portal.core.change import change


def change_role(*, membership: Membership, role: Role, by: Actor, at: datetime) -> None:
    """Writes the role; the audit keeps the former one. It holds from the person's next request on.

    Staff may also take the role of the last administrator, and give it to somebody else. Locks: the company, the
    membership. Raises NotAllowed, LastAdministrator.
    """
    with change(by, at):
        lock_people(membership.company, by)
        member = Membership.objects.select_for_update(no_key=True).get(pk=membership.pk)
        if Permission.MANAGE_PEOPLE not in permissions_of(role) and not is_staff_at_work(by):
            keep_administrator(member)
        member.role = role.value
        member.save(update_fields=["role"])
