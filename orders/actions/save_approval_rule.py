"""Make or change a rule of approval."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from accounts.actions.lock_company import lock_company
from accounts.actors import Actor
from accounts.models import Address, Company, Department, Membership, OwnRole, User
from accounts.permissions import Permission, Role
from accounts.queries.access import buyer_of, require
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from catalog.models import Brand
from orders.approvals import Level
from orders.models import ApprovalRule


class RuleKnown(RuleBroken):
    """The company has a rule of this name. Facts: name."""

    message = _("Your company has a rule “%(name)s” already.")
    code = "rule_known"


@dataclass(frozen=True)
class RuleTerms:
    """When a rule asks, and how long one may take; what is None or empty does not matter."""

    total_from: Decimal | None = None
    line_from: Decimal | None = None
    category_id: int | None = None
    brand: Brand | None = None
    asks_new_product: bool = False
    asks_over_budget: bool = False
    address: Address | None = None
    role: str = ""
    own_role: OwnRole | None = None
    department: Department | None = None
    decide_working_days: int = 2
    escalates_after_days: int | None = None
    escalates_to: User | None = None
    allows_own: bool = False


@dataclass(frozen=True)
class RuleLevel:
    """Whom a level asks: any of these, or all of them."""

    needs_all: bool = False
    people: Sequence[User] = ()
    roles: Sequence[Role] = ()
    own_roles: Sequence[OwnRole] = ()
    asks_head: bool = False

    def kept(self) -> Level:
        """The level as the rule keeps it, with the names for the trail."""
        names = [*(one.value for one in self.roles), *map(str, self.own_roles), *map(str, self.people)]
        return Level(
            needs_all=self.needs_all,
            people=tuple(one.pk for one in self.people),
            roles=tuple(one.value for one in self.roles),
            own_roles=tuple(one.pk for one in self.own_roles),
            asks_head=self.asks_head,
            who=(*(["head"] if self.asks_head else []), *names),
        )


def save_approval_rule(
    *,
    name: str,
    terms: RuleTerms,
    levels: Sequence[RuleLevel],
    is_active: bool = True,
    rule: ApprovalRule | None = None,
    by: Actor,
    at: datetime,
) -> ApprovalRule:
    """Adds a rule to the actor's company, or changes the given one with all its levels. Orders that wait already keep
    the steps with which they were sent.

    Locks: the company. Raises NotAllowed, RuleKnown, and DoesNotExist for people and parts of another company.
    """
    with change(by, at):
        company = lock_company(buyer_of(by)[0])
        require(by, Permission.MANAGE_RULES, company)
        name = " ".join(name.split())
        _check_own(company, terms, levels)
        saved = ApprovalRule.objects.get(pk=rule.pk, company=company) if rule else ApprovalRule(company=company)
        known = ApprovalRule.objects.filter(company=company, name__iexact=name).exclude(pk=saved.pk).first()
        if known:
            raise RuleKnown(name=known.name)
        saved.name, saved.is_active = name, is_active
        for field in (one.name for one in fields(terms)):
            setattr(saved, field, getattr(terms, field))
        saved.levels = [level.kept().as_json() for level in levels]
        saved.save()
        return saved


def _check_own(company: Company, terms: RuleTerms, levels: Sequence[RuleLevel]) -> None:
    """Forms offer one's own only; whoever forges more gets DoesNotExist."""
    parts = [terms.address, terms.own_role, terms.department, *(one for level in levels for one in level.own_roles)]
    for part in parts:
        if part is not None:
            type(part)._default_manager.get(pk=part.pk, company=company)
    people = [terms.escalates_to] if terms.escalates_to else []
    for person in [*people, *(one for level in levels for one in level.people)]:
        Membership.objects.get(company=company, user=person)
