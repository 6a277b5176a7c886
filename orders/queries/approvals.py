"""Who decides on an order now, and what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.actors import Actor
from accounts.models import Company, Membership, User
from accounts.permissions import Permission
from orders.approval_words import reason_words
from orders.enums import ApprovalMode, OrderStatus, ReasonKind
from orders.models import ApprovalAsk, ApprovalStep, Deputy, Order
from orders.queries.budget_balances import shop_day

SHOWN, MOST = 50, 200  # orders of others, and one's own, on a page: the next ones come up as these are decided


@dataclass(frozen=True)
class AskShown:
    """One person who is asked, and what he said. `decided_by` is named where it was his deputy."""

    name: str
    approved_at: datetime | None
    decided_by: str
    is_escalation: bool


@dataclass(frozen=True)
class StepShown:
    """A step in words: done, asked now, or still to come."""

    level: int
    rule_name: str
    reasons: tuple[str, ...]
    needs_all: bool
    asks: tuple[AskShown, ...]
    state: str


@dataclass(frozen=True)
class ApprovalPanel:
    """How the approval of an order stands; `may_decide` is whether the reader is asked now."""

    steps: tuple[StepShown, ...]
    due_at: datetime | None
    is_late: bool
    may_decide: bool


def deciding_members(company: Company) -> list[Membership]:
    """Everybody of the company who may approve orders now, by name. One query."""
    members = Membership.objects.active().who_may(Permission.APPROVE_ORDERS).filter(company=company)
    return list(members.select_related("user", "own_role").order_by("user__full_name", "pk"))


def principals_of(person: User, company: Company, day: date) -> list[int]:
    """Keys of those for whom the person decides that day: himself, and whose deputy he is. One query."""
    now = Deputy.objects.on(day).filter(company=company, deputy=person)
    return [person.pk, *now.values_list("person_id", flat=True)]


def open_asks(order: Order, person: User, at: datetime) -> "QuerySet[ApprovalAsk]":
    """The questions about the order that the person may answer now. His own order only where he himself is asked."""
    principals = [person.pk]
    if order.placed_by_id != person.pk:
        principals = principals_of(person, order.company, shop_day(at))
    asks = ApprovalAsk.objects.filter(step__order=order, approved_at=None, person__in=principals)
    return asks.filter(step__opened_at__isnull=False, step__done_at=None).order_by("pk")


def approval_panel(actor: Actor, order: Order, at: datetime) -> ApprovalPanel | None:
    """The steps of an order of the actor's company; None where nobody was ever asked. At most four queries."""
    asks = ApprovalAsk.objects.select_related("person", "decided_by").order_by("pk")
    steps = list(order.approval_steps.prefetch_related(Prefetch("asks", queryset=asks)).order_by("level", "pk"))
    if not steps:
        return None
    is_waiting = order.status == OrderStatus.APPROVAL
    asked = bool(is_waiting and actor.user and open_asks(order, actor.user, at).exists())
    is_late = bool(is_waiting and order.approval_due_at and order.approval_due_at <= at)
    return ApprovalPanel(tuple(_shown(step) for step in steps), order.approval_due_at, is_late, asked)


def orders_to_decide(actor: Actor, at: datetime, most: int = MOST) -> list[Order]:
    """Orders that wait for the actor, those to be decided first on top, so many at most. One query."""
    if actor.user is None or actor.company is None:
        return []
    waiting = Order.objects.visible_to(actor).filter(status=OrderStatus.APPROVAL)
    stands_in_for = Deputy.objects.on(shop_day(at)).filter(company=actor.company, deputy=actor.user).values("person")
    mine = ApprovalAsk.objects.filter(
        Q(person=actor.user) | Q(person__in=stands_in_for),
        approved_at=None,
        step__opened_at__isnull=False,
        step__done_at=None,
    )
    his_own = Q(placed_by=actor.user) & ~Q(approval_steps__asks__person=actor.user)
    found = waiting.filter(pk__in=mine.values("step__order")).exclude(his_own)
    return list(found.select_related("placed_by", "department").order_by("approval_due_at", "pk")[:most])


def orders_waiting(actor: Actor, mine: Sequence[Order]) -> tuple[list[Order], bool]:
    """Orders of the company that wait for others, those to be decided first on top, SHOWN at most, and whether there
    are more. One query.
    """
    waiting = Order.objects.visible_to(actor).filter(status=OrderStatus.APPROVAL)
    waiting = waiting.exclude(pk__in=[order.pk for order in mine]).select_related("placed_by", "department")
    rows = list(waiting.order_by("approval_due_at", "pk")[: SHOWN + 1])
    return rows[:SHOWN], len(rows) > SHOWN


def people_to_ask(
    order: Order, at: datetime, opened_before: datetime | None = None
) -> dict[UUID, tuple[User, ApprovalAsk]]:
    """Who is to be told of an order now, by uid: those asked and not heard yet, and their deputies; of levels that were
    opened before a moment, if one is given. Who left the company, or may not approve any more, is not. Three queries.
    """
    if order.status != OrderStatus.APPROVAL:
        return {}
    asks = ApprovalAsk.objects.filter(step__order=order, approved_at=None, step__opened_at__isnull=False)
    asks = asks.filter(step__done_at=None).select_related("person", "step")
    if opened_before is not None:
        asks = asks.filter(step__opened_at__lt=opened_before)
    rows = list(asks.order_by("pk"))
    able = {member.user_id: member.user for member in deciding_members(order.company)}
    stand_in: dict[int, list[int]] = {}
    now = Deputy.objects.on(shop_day(at)).filter(company=order.company, person__in=[one.person_id for one in rows])
    for person, deputy in now.values_list("person_id", "deputy_id"):
        stand_in.setdefault(person, []).append(deputy)
    told: dict[UUID, tuple[User, ApprovalAsk]] = {}
    for ask in rows:
        for pk in (ask.person_id, *stand_in.get(ask.person_id, ())):
            if pk in able and (pk != order.placed_by_id or ask.person_id == pk):
                told.setdefault(able[pk].uid, (able[pk], ask))
    return told


def steps_to_escalate(at: datetime) -> list[ApprovalStep]:
    """Open steps that ask nobody else yet and should: the rule's time is over, or those whose yes is missing left the
    company or may not approve any more. One query.
    """
    able = Membership.objects.active().who_may(Permission.APPROVE_ORDERS)
    able = able.filter(company=OuterRef("step__order__company"), user=OuterRef("person"))
    missing = ApprovalAsk.objects.filter(step=OuterRef("pk"), approved_at=None)
    is_deserted = Exists(missing.filter(~Exists(able))) & (
        Q(mode=ApprovalMode.ALL) | ~Exists(missing.filter(Exists(able)))
    )
    is_late = Q(escalates_at__lte=at, escalates_to__isnull=False)
    open_ = ApprovalStep.objects.filter(opened_at__isnull=False, done_at=None, escalated_at=None)
    due = open_.filter(is_late | is_deserted, order__status=OrderStatus.APPROVAL)
    return list(due.select_related("order__company", "escalates_to").order_by("opened_at", "pk")[:200])


def orders_to_remind_of(opened_before: datetime) -> list[Order]:
    """Orders that wait for an answer to a question asked before the moment. One query."""
    asks = ApprovalAsk.objects.filter(approved_at=None, step__done_at=None, step__opened_at__lt=opened_before)
    waiting = Order.objects.filter(status=OrderStatus.APPROVAL, pk__in=asks.values("step__order"))
    return list(waiting.select_related("company", "placed_by").order_by("pk"))


def is_about_budget(order: Order) -> bool:
    """Whether those who decide on the order are asked because it is over a budget or a limit. One query."""
    reasons = order.approval_steps.values_list("reasons", flat=True)
    return any(one["kind"] == ReasonKind.OVER_BUDGET for of_step in reasons for one in of_step)


def step_words(step: ApprovalStep) -> tuple[str, ...]:
    """Why the step asks, in the language of the moment."""
    return tuple(reason_words(one["kind"], one["facts"]) for one in step.reasons)


def _shown(step: ApprovalStep) -> StepShown:
    asks = tuple(
        AskShown(
            name=str(ask.person),
            approved_at=ask.approved_at,
            decided_by=str(ask.decided_by) if ask.decided_by and ask.decided_by_id != ask.person_id else "",
            is_escalation=ask.is_escalation,
        )
        for ask in step.asks.all()
    )
    state = "done" if step.done_at else "now" if step.opened_at else "todo"
    return StepShown(step.level, step.rule_name, step_words(step), step.mode == ApprovalMode.ALL, asks, state)
