"""Make or change a department of a company."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actions.lock_company import lock_company
from accounts.actors import Actor
from accounts.models import Department, Membership
from accounts.permissions import Permission
from accounts.queries.access import buyer_of, require
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken


class DepartmentKnown(RuleBroken):
    """The company has a department of this name. Facts: name."""

    message = _("Your company has a department “%(name)s” already.")
    code = "department_known"


def save_department(
    *,
    name: str,
    by: Actor,
    at: datetime,
    head: Membership | None = None,
    is_active: bool = True,
    department: Department | None = None,
) -> Department:
    """Adds a department to the actor's company, or changes the given one; letter case makes no other name.

    One that is switched off takes no new orders and people; what was ordered for it stays. Locks: the company. Raises
    NotAllowed, DepartmentKnown.
    """
    with change(by, at):
        company = lock_company(buyer_of(by)[0])
        require(by, Permission.MANAGE_RULES, company)
        name = " ".join(name.split())
        saved = Department.objects.get(pk=department.pk, company=company) if department else Department(company=company)
        known = Department.objects.filter(company=company, name__iexact=name).exclude(pk=saved.pk).first()
        if known:
            raise DepartmentKnown(name=known.name)
        saved.name, saved.head, saved.is_active = name, head.user if head else None, is_active
        saved.save()
        return saved
