"""Gives a member another role."""

from datetime import datetime

from accounts.actions.keep_administrator import keep_administrator
from accounts.actions.keep_within import GivenRole, held_role, keep_within
from accounts.actions.lock_people import lock_people
from accounts.actors import Actor
from accounts.models import Membership, OwnRole
from accounts.permissions import Role
from accounts.queries.staff import is_staff_at_work
from b2b_portal.core.change import change


def change_role(
    *, membership: Membership, role: Role, own_role: OwnRole | None = None, by: Actor, at: datetime
) -> None:
    """Writes the role; the audit keeps the former one. It holds from the person's next request on.

    Staff may also take the role of the last administrator, and give it to somebody else. Locks: the company, the
    membership. Raises NotAllowed, LastAdministrator, GrantsTooMuch. An own role comes with the role of a viewer.
    """
    with change(by, at):
        company = lock_people(membership.company, by)
        given = GivenRole(role, held_role(company, own_role))
        member = Membership.objects.select_for_update(no_key=True).get(pk=membership.pk)
        keep_within(by, company, given.granted | member.granted)
        if not given.is_administrator and not is_staff_at_work(by):
            keep_administrator(member)
        member.role, member.own_role = given.role.value, given.own_role
        member.save(update_fields=["role", "own_role"])
