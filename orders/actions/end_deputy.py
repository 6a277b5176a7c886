"""End a deputy's time."""

from datetime import datetime

from accounts.actions.lock_company import lock_company
from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.queries.access import buyer_of, require
from b2b_portal.core.change import change
from orders.models import Deputy


def end_deputy(*, deputy: Deputy, by: Actor, at: datetime) -> None:
    """Takes the days back; what he decided stays. Whose deputy it is may, and who sets rules. Locks: the company.

    Raises NotAllowed.
    """
    with change(by, at):
        company = lock_company(buyer_of(by)[0])
        require(by, Permission.APPROVE_ORDERS, company)
        if by.user is None or deputy.person_id != by.user.pk:
            require(by, Permission.MANAGE_RULES, company)
        Deputy.objects.filter(pk=deputy.pk, company=company, ended_at=None).update(ended_at=at)
