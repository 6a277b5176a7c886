"""Lock a company before its people change."""

from dataclasses import replace

from accounts.actions.lock_company import lock_company
from accounts.actors import Actor
from accounts.models import Company, Membership
from accounts.permissions import Permission, Role
from accounts.queries.access import require
from accounts.queries.staff import is_staff_at_work


def lock_people(company: Company, by: Actor) -> Company:
    """Locks the company and asks for the right to manage its people as it is under the lock.

    Of two administrators who take the right from each other at once, the second has it no more. Raises NotAllowed.
    """
    held = lock_company(company)
    if not (by.is_system or is_staff_at_work(by)):
        require(_as_now(by, held), Permission.MANAGE_PEOPLE, held)
    return held


def _as_now(by: Actor, company: Company) -> Actor:
    member = Membership.objects.active().filter(user=by.user, company=company).first()
    if member is None:
        return replace(by, company=None, role=None)
    return replace(by, role=Role(member.role))
