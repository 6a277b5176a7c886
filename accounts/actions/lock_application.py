"""Locks a request for registration before somebody decides on it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.enums import ApplicationStatus
from accounts.models import Application, Company, User
from accounts.models.application import OPEN
from accounts.permissions import Permission
from accounts.queries.access import require
from accounts.queries.applications import company_asked_for
from accounts.queries.staff import is_staff_at_work, require_staff
from b2b_portal.core.errors import RuleBroken


class ApplicationDecided(RuleBroken):
    """Somebody was faster, or the applicant has to answer first."""

    message = _("The application was decided already.")
    code = "application_decided"


def lock_application(application: Application) -> Application:
    """Locks all open applications for the same INN and KPP, in key order, and returns this one as it is now.

    So only one of them founds the company. Raises ApplicationDecided.
    """
    rivals = Application.objects.select_for_update().filter(inn=application.inn, kpp=application.kpp)
    held = {one.pk: one for one in rivals.filter(status__in=OPEN).order_by("pk")}
    if application.pk not in held:
        raise ApplicationDecided
    return held[application.pk]


def require_decider(by: Actor, application: Application) -> Company | None:
    """Lets staff pass, and whoever manages the people of the company asked for, which is returned if there is one.

    Raises StaffOnly, NotAllowed.
    """
    company = company_asked_for(application)
    if company and not is_staff_at_work(by):
        require(by, Permission.MANAGE_PEOPLE, company)
    else:
        require_staff(by)
    return company


def settle_application(held: Application, *, company: Company, person: User, at: datetime) -> None:
    """Writes on a locked application that the person was let into the company."""
    held.status, held.reason, held.answered_at = ApplicationStatus.APPROVED, "", at
    held.company, held.user = company, person
    held.save(update_fields=["status", "reason", "answered_at", "company", "user"])
