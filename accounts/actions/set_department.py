"""Say in which department a person works."""

from datetime import datetime

from accounts.actions.lock_people import lock_people
from accounts.actors import Actor
from accounts.models import Department, Membership
from b2b_portal.core.change import change


def set_department(*, membership: Membership, department: Department | None, by: Actor, at: datetime) -> None:
    """Writes the department; the audit keeps the former one. Orders placed before stay with the department they had.

    Locks: the company, the membership. Raises NotAllowed, Department.DoesNotExist for one of another company.
    """
    with change(by, at):
        company = lock_people(membership.company, by)
        member = Membership.objects.select_for_update(no_key=True).get(pk=membership.pk)
        member.department = Department.objects.get(pk=department.pk, company=company) if department else None
        member.save(update_fields=["department"])
