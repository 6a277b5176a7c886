"""Add a budget."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from accounts.actions.lock_company import lock_company
from accounts.actors import Actor
from accounts.enums import SpendPeriod
from accounts.models import Company, CostCentre, Department
from accounts.permissions import Permission
from accounts.queries.access import buyer_of, require
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from orders.models import Budget


class BudgetKnown(RuleBroken):
    """The company has a budget of this name. Facts: name."""

    message = _("Your company has a budget “%(name)s” already.")
    code = "budget_known"


def add_budget(
    *,
    name: str,
    period: SpendPeriod,
    amount_gross: Decimal,
    valid_from: date,
    by: Actor,
    at: datetime,
    valid_until: date | None = None,
    department: Department | None = None,
    cost_centre: CostCentre | None = None,
    category_id: int | None = None,
    carries_over: bool = False,
    is_hard: bool = False,
    warn_percent: int = 80,
) -> Budget:
    """Gives the actor's company a budget: orders sent from now on are charged to it, those sent before are not.

    Locks: the company. Raises NotAllowed, BudgetKnown, DoesNotExist for a department or cost centre of others.
    """
    with change(by, at):
        company = lock_company(buyer_of(by)[0])
        require(by, Permission.MANAGE_RULES, company)
        return Budget.objects.create(
            company=company,
            name=free_name(company, name),
            department=Department.objects.get(pk=department.pk, company=company) if department else None,
            cost_centre=CostCentre.objects.get(pk=cost_centre.pk, company=company) if cost_centre else None,
            category_id=category_id,
            period=period,
            amount_gross=amount_gross,
            carries_over=carries_over,
            is_hard=is_hard,
            warn_percent=warn_percent,
            valid_from=valid_from,
            valid_until=valid_until,
        )


def free_name(company: Company, name: str, budget: Budget | None = None) -> str:
    """The name without needless spaces. Raises BudgetKnown if another budget of the company has it in any case."""
    name = " ".join(name.split())
    others = Budget.objects.filter(company=company, name__iexact=name)
    known = others.exclude(pk=budget.pk).first() if budget else others.first()
    if known:
        raise BudgetKnown(name=known.name)
    return name
