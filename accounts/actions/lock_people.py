"""Lock a company before its people change."""

from accounts.actions.lock_company import lock_company
from accounts.actors import Actor
from accounts.models import Company
from accounts.permissions import Permission
from accounts.queries.access import require
from accounts.queries.acting import as_now
from accounts.queries.staff import is_staff_at_work


def lock_people(company: Company, by: Actor) -> Company:
    """Locks the company and asks for the right to manage its people as it is under the lock.

    Of two administrators who take the right from each other at once, the second has it no more. Raises NotAllowed.
    """
    held = lock_company(company)
    if not (by.is_system or is_staff_at_work(by)):
        require(as_now(by, held), Permission.MANAGE_PEOPLE, held)
    return held
