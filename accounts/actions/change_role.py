"""Gives a member another role."""

from datetime import datetime

from accounts.actors import Actor
from accounts.models import Membership
from accounts.permissions import Permission, Role
from accounts.queries.staff import require_unless_staff
from b2b_portal.core.change import change


def change_role(*, membership: Membership, role: Role, by: Actor, at: datetime) -> None:
    """Writes the role; the audit keeps the former one. Locks: the membership. Raises NotAllowed."""
    with change(by, at):
        member = Membership.objects.select_for_update().get(pk=membership.pk)
        require_unless_staff(by, Permission.MANAGE_PEOPLE, member.company)
        member.role = role.value
        member.save(update_fields=["role"])
