"""Stops a company from ordering."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actions.lock_company import lock_company
from accounts.actors import Actor
from accounts.enums import CompanyStatus
from accounts.models import Company
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken


class ReasonMissing(RuleBroken):
    """The company reads the reason on every refusal, so there must be one."""

    message = _("Say why: the company reads the reason when it is refused.")
    code = "reason_missing"


def suspend_company(*, company: Company, reason: str, by: Actor, at: datetime) -> None:
    """The company still reads and pays; all else is refused with the reason. Locks: the company. Raises ReasonMissing,
    StaffOnly.
    """
    require_staff(by)
    if not reason.strip():
        raise ReasonMissing
    with change(by, at):
        held = lock_company(company)
        held.status, held.suspension_reason = CompanyStatus.SUSPENDED, reason.strip()
        held.save(update_fields=["status", "suspension_reason"])
