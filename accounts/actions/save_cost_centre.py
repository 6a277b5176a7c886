"""Make or change a cost centre of a company."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actions.lock_company import lock_company
from accounts.actors import Actor
from accounts.models import CostCentre
from accounts.permissions import Permission
from accounts.queries.access import buyer_of, require
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken


class CostCentreKnown(RuleBroken):
    """The company has a cost centre under this code. Facts: taken, name."""

    message = _("The code %(taken)s is taken: “%(name)s”.")
    code = "cost_centre_known"


def save_cost_centre(
    *,
    code: str,
    name: str,
    by: Actor,
    at: datetime,
    is_active: bool = True,
    cost_centre: CostCentre | None = None,
) -> CostCentre:
    """Adds a cost centre to the actor's company, or changes the given one; letter case makes no other code.

    One that is switched off is not offered at the checkout. Locks: the company. Raises NotAllowed, CostCentreKnown.
    """
    with change(by, at):
        company = lock_company(buyer_of(by)[0])
        require(by, Permission.MANAGE_RULES, company)
        code, name = "".join(code.split()), " ".join(name.split())
        saved = (
            CostCentre.objects.get(pk=cost_centre.pk, company=company) if cost_centre else CostCentre(company=company)
        )
        known = CostCentre.objects.filter(company=company, code__iexact=code).exclude(pk=saved.pk).first()
        if known:
            raise CostCentreKnown(taken=known.code, name=known.name)
        saved.code, saved.name, saved.is_active = code, name, is_active
        saved.save()
        return saved
