"""Asks an applicant for more."""

import uuid
from datetime import datetime

from accounts.actions.lock_application import lock_application
from accounts.actions.reject_application import AnswerMissing
from accounts.actors import Actor
from accounts.enums import ApplicationStatus
from accounts.events import application_link_owed
from accounts.models import Application
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change
from b2b_portal.core.events import announce


def ask_applicant(*, application: Application, reason: str, by: Actor, at: datetime) -> None:
    """The application waits until the applicant corrects it; `reason` says what is missing.

    Locks: open applications for the same INN and KPP. Raises AnswerMissing, ApplicationDecided, StaffOnly.
    Announces: application_link_owed.
    """
    require_staff(by)
    if not reason.strip():
        raise AnswerMissing
    with change(by, at):
        held = lock_application(application)
        held.status, held.reason, held.answered_at = ApplicationStatus.MORE_WANTED, reason.strip(), at
        held.save(update_fields=["status", "reason", "answered_at"])
        announce(application_link_owed, application_id=held.pk, sending=str(uuid.uuid4()))
