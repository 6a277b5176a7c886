"""Lets a suspended company order again."""

from datetime import datetime

from accounts.actions.lock_company import lock_company
from accounts.actors import Actor
from accounts.enums import CompanyStatus
from accounts.models import Company
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change


def resume_company(*, company: Company, by: Actor, at: datetime) -> None:
    """Lifts the suspension and its reason. Locks: the company."""
    require_staff(by)
    with change(by, at):
        held = lock_company(company)
        held.status, held.suspension_reason = CompanyStatus.ACTIVE, ""
        held.save(update_fields=["status", "suspension_reason"])
