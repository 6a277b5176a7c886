"""Locks a request for registration before somebody decides on it."""

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import Application
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


def require_decider(by: Actor, application: Application) -> None:
    """Lets staff pass, and whoever manages the people of the company asked for. Raises StaffOnly, NotAllowed."""
    company = None if is_staff_at_work(by) else company_asked_for(application)
    if company:
        require(by, Permission.MANAGE_PEOPLE, company)
    else:
        require_staff(by)
