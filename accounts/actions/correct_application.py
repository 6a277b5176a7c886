"""Sends a corrected application again."""

import uuid
from dataclasses import asdict
from datetime import datetime

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from accounts.actions.apply_for_account import Applicant
from accounts.actors import Actor
from accounts.consent import CONSENT_VERSION
from accounts.enums import ApplicationStatus
from accounts.events import application_sent
from accounts.models import Application
from accounts.models.application import ONCE
from accounts.queries.applications import company_asked_for
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.events import announce


class NothingToCorrect(RuleBroken):
    """Nobody has answered yet, or the answer was yes."""

    message = _("This application cannot be changed now: wait for the answer.")
    code = "nothing_to_correct"


class OtherIsOpen(RuleBroken):
    """The applicant has another application for the same company under way."""

    message = _("Another application of yours for this company is under way already: its link came by mail.")
    code = "other_is_open"


def correct_application(*, application: Application, applicant: Applicant, by: Actor, at: datetime) -> None:
    """Writes what was corrected and the consent anew; the address stays the one that the link was mailed to.

    Of two that become applications for one company at the same moment, the second is refused by the constraint.
    Locks: the application. Raises NothingToCorrect, OtherIsOpen. Announces: application_sent.
    """
    try:
        _correct(application, applicant, by=by, at=at)
    except IntegrityError as error:
        if ONCE not in str(error):
            raise
        raise OtherIsOpen from error


def _correct(application: Application, applicant: Applicant, *, by: Actor, at: datetime) -> None:
    said = {**asdict(applicant), "email": application.email}
    with change(by, at):
        held = Application.objects.select_for_update().get(pk=application.pk)
        if not held.may_be_corrected:
            raise NothingToCorrect
        same = Application.objects.open().filter(email=held.email, inn=applicant.inn, kpp=applicant.kpp)
        if same.exclude(pk=held.pk).exists():
            raise OtherIsOpen
        for name, value in said.items():
            setattr(held, name, value)
        held.status, held.reason, held.sent_at, held.answered_at = ApplicationStatus.SENT, "", at, None
        held.consent_at, held.consent_version = at, CONSENT_VERSION
        held.company = company_asked_for(held)
        held.save()
        announce(application_sent, application_id=held.pk, sending=str(uuid.uuid4()))
