"""Who would be asked about an order, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from accounts.models import Company, CostCentre, Department, Membership, User
from accounts.permissions import Permission
from b2b_portal.core.money import ZERO
from catalog.models import Category
from orders.approval_words import reason_words
from orders.approvals import LIMIT, AskedLine, Conditions, Facts, Level, Reason, reasons_of
from orders.budgets import SpentLine, with_delivery
from orders.enums import ApprovalMode, ReasonKind
from orders.models import ApprovalRule, BudgetEntry, Order, OrderLine
from orders.queries.approvals import deciding_members
from orders.queries.over_budget import touched_budgets
from orders.queries.personal_limits import personal_balances
from orders.states import NOT_BOUGHT

USUAL_DAYS = 2  # where nothing but the author's role asks


@dataclass(frozen=True)
class AskedGoods:
    """A line as a cart or an order has it."""

    product_id: int
    article: str
    brand_id: int
    category_id: int
    gross: Decimal


@dataclass(frozen=True)
class Proposal:
    """What somebody is about to order, or has sent already (`order`). The sums are with VAT."""

    company: Company
    author: User
    goods: Sequence[AskedGoods]
    delivery_gross: Decimal
    address: str
    cost_centre: CostCentre | None
    order: Order | None = None

    @property
    def gross(self) -> Decimal:
        return sum((one.gross for one in self.goods), ZERO) + self.delivery_gross


@dataclass(frozen=True)
class WantedStep:
    """A level of a rule that asks: who, why, by when. Nobody to ask means that the rule cannot be met."""

    level: int
    rule_name: str
    reasons: tuple[Reason, ...]
    mode: str
    people: tuple[User, ...]
    decide_days: int
    escalates_after_days: int | None = None
    escalates_to: User | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """Why, in the reader's language."""
        return tuple(reason_words(reason.kind, reason.facts) for reason in self.reasons)

    @property
    def needs_all(self) -> bool:
        return self.mode == ApprovalMode.ALL

    @property
    def is_about_budget(self) -> bool:
        """Whether a yes lets the order take a budget or a limit over."""
        return any(reason.kind == ReasonKind.OVER_BUDGET for reason in self.reasons)


def wanted_steps(proposal: Proposal, at: datetime) -> tuple[WantedStep, ...]:
    """The steps of an order, level by level; none where nobody need be asked.

    Two queries where the company has no rules and the author may place orders; at most eleven.
    """
    rules = list(_rules(proposal.company))
    place = _place(proposal)
    proposes = place is None or Permission.PLACE_ORDER not in place.granted
    if not rules and not proposes:
        return ()
    facts = _facts(proposal, place, rules, at)
    matched = [(rule, reasons) for rule in rules if (reasons := reasons_of(_conditions(rule), facts))]
    if not matched and not proposes:
        return ()
    pool = _Pool(proposal.author, place, deciding_members(proposal.company))
    steps = [
        pool.step(rule, position, level, reasons)
        for rule, reasons in matched
        for position, level in enumerate(rule.asked, 1)
    ]
    return tuple(sorted(steps or [pool.usual_step()], key=lambda one: one.level))


@dataclass(frozen=True)
class _Pool:
    """Those who may be asked about an author's order: himself only where a rule lets him and there is nobody else."""

    author: User
    place: Membership | None
    members: Sequence[Membership]

    @property
    def others(self) -> list[Membership]:
        return [one for one in self.members if one.user_id != self.author.pk]

    def step(self, rule: ApprovalRule, position: int, level: Level, reasons: tuple[Reason, ...]) -> WantedStep:
        named = [one.user for one in self.others if self._is_named(one, level)]
        people = named or self._above() or self._himself(rule)
        return WantedStep(
            level=position,
            rule_name=rule.name,
            reasons=reasons,
            mode=ApprovalMode.ALL if level.needs_all else ApprovalMode.ANY,
            people=tuple(people),
            decide_days=rule.decide_working_days,
            escalates_after_days=rule.escalates_after_days,
            escalates_to=rule.escalates_to,
        )

    def usual_step(self) -> WantedStep:
        """For whoever may only propose: the head of his department, else any one who may approve and place orders."""
        head = self._head_id()
        heads = [one.user for one in self.others if one.user_id == head]
        placing = [one.user for one in self.others if Permission.PLACE_ORDER in one.granted]
        people = heads or placing or [one.user for one in self.others]
        return WantedStep(1, "", (Reason(ReasonKind.PROPOSED.value),), ApprovalMode.ANY, tuple(people), USUAL_DAYS)

    def _is_named(self, one: Membership, level: Level) -> bool:
        if level.asks_head and one.user_id == self._head_id():
            return True
        if one.own_role_id is not None and one.own_role_id in level.own_roles:
            return True
        return (one.own_role_id is None and one.role in level.roles) or one.user_id in level.people

    def _above(self) -> list[User]:
        """Nobody of those named is there: whoever sets the rules is asked instead."""
        return [one.user for one in self.others if Permission.MANAGE_RULES in one.granted]

    def _himself(self, rule: ApprovalRule) -> list[User]:
        alone = not self.others and rule.allows_own
        return [one.user for one in self.members] if alone else []

    def _head_id(self) -> int | None:
        department = _department(self.place)
        return department.head_id if department else None


def _rules(company: Company) -> Iterable[ApprovalRule]:
    rules = ApprovalRule.objects.filter(company=company, is_active=True)
    related = ("category", "brand", "address", "own_role", "department", "escalates_to")
    return rules.select_related(*related)


def _place(proposal: Proposal) -> Membership | None:
    places = Membership.objects.active().filter(company=proposal.company, user=proposal.author)
    return places.select_related("own_role", "department").first()


def _department(place: Membership | None) -> Department | None:
    department = place.department if place else None
    return department if department and department.is_active else None


def _facts(proposal: Proposal, place: Membership | None, rules: Sequence[ApprovalRule], at: datetime) -> Facts:
    """Asks of the database only what a rule wants to know."""
    ids = {one.category_id for one in proposal.goods}
    lineages = dict(Category.objects.filter(pk__in=ids).values_list("pk", "lineage"))
    bought = _bought(proposal) if any(rule.asks_new_product for rule in rules) else set()
    lines = [
        AskedLine(
            article=one.article,
            gross=one.gross,
            lineage=tuple(lineages.get(one.category_id, ())),
            brand_id=one.brand_id,
            is_new=one.product_id not in bought,
        )
        for one in proposal.goods
    ]
    department = _department(place)
    return Facts(
        gross=proposal.gross,
        lines=lines,
        over=_over(proposal, department, lines, at) if any(rule.asks_over_budget for rule in rules) else (),
        address=proposal.address,
        role=place.role if place and not place.own_role_id else "",
        own_role_id=place.own_role_id if place else None,
        department_id=department.pk if department else None,
    )


def _bought(proposal: Proposal) -> set[int]:
    lines = OrderLine.objects.live().filter(order__company=proposal.company)
    lines = lines.filter(product__in=[one.product_id for one in proposal.goods])
    return set(lines.exclude(order__status__in=NOT_BOUGHT).values_list("product_id", flat=True))


def _over(proposal: Proposal, department: Department | None, lines: Sequence[AskedLine], at: datetime) -> list[str]:
    """Names of budgets, hard and soft, and periods of limits; what the order has taken already is counted once."""
    spent = with_delivery([SpentLine(one.lineage, one.gross) for one in lines], proposal.delivery_gross)
    order = proposal.order
    touched = touched_budgets(
        company=proposal.company,
        department=order.department if order else department,
        cost_centre=proposal.cost_centre,
        lines=spent,
        at=order.placed_at if order else at,
    )
    own = _committed(order) if order else {}
    over = [one.name for one in touched if one.left_after + own.get(one.balance.budget.pk, ZERO) < 0]
    more = ZERO if order else proposal.gross  # the sum of a sent order is in the balance already
    balances = personal_balances(proposal.company, proposal.author, at)
    return over + [f"{LIMIT}{one.kind.value}" for one in balances if more > one.left]


def _committed(order: Order) -> dict[int, Decimal]:
    entries = BudgetEntry.objects.filter(holder=order.uid).order_by()
    sums: dict[int, Decimal] = {}
    for budget, delta in entries.values_list("period__budget", "committed_delta"):
        sums[budget] = sums.get(budget, ZERO) + delta
    return sums


def _conditions(rule: ApprovalRule) -> Conditions:
    return Conditions(
        total_from=rule.total_from,
        line_from=rule.line_from,
        category_id=rule.category_id,
        category=rule.category.name if rule.category else "",
        brand_id=rule.brand_id,
        brand=rule.brand.name if rule.brand else "",
        asks_new_product=rule.asks_new_product,
        asks_over_budget=rule.asks_over_budget,
        address=rule.address.text if rule.address else "",
        role=rule.role,
        own_role_id=rule.own_role_id,
        role_name=rule.own_role.name if rule.own_role else rule.role,
        department_id=rule.department_id,
        department=rule.department.name if rule.department else "",
    )
