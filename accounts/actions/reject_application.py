"""Says no to an applicant, and why."""

import uuid
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actions.lock_application import lock_application, require_decider
from accounts.actors import Actor
from accounts.enums import ApplicationStatus
from accounts.events import application_link_owed
from accounts.models import Application
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.events import announce


class AnswerMissing(RuleBroken):
    """The applicant reads the answer, so there must be one."""

    message = _("Write the answer: the applicant reads it.")
    code = "answer_missing"


def reject_application(*, application: Application, reason: str, by: Actor, at: datetime) -> None:
    """Rejects; the applicant may correct the application and send it again.

    Decides: staff, or whoever manages the people of the company asked for. Locks: open applications for the same INN
    and KPP. Raises AnswerMissing, ApplicationDecided, NotAllowed, StaffOnly. Announces: application_link_owed.
    """
    if not reason.strip():
        raise AnswerMissing
    with change(by, at):
        require_decider(by, application)
        held = lock_application(application)
        held.status, held.reason, held.answered_at = ApplicationStatus.REJECTED, reason.strip(), at
        held.save(update_fields=["status", "reason", "answered_at"])
        announce(application_link_owed, application_id=held.pk, sending=str(uuid.uuid4()))
