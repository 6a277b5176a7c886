"""Who decides on an order now, and what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from accounts.actors import Actor
from accounts.models import Company, User
from orders.approval_words import reason_words
from orders.enums import ApprovalMode, OrderStatus
from orders.models import ApprovalAsk, ApprovalStep, Deputy, Order
from orders.queries.budget_balances import shop_day


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


def principals_of(person: User, company: Company, day: date) -> list[int]:
    """Keys of those for whom the person decides that day: himself, and whose deputy he is. One query."""
    now = Deputy.objects.on(day).filter(company=company, deputy=person)
    return [person.pk, *now.values_list("person_id", flat=True)]


def deputies_on(people: Sequence[User], company: Company, day: date) -> dict[int, list[User]]:
    """By person who stands in for him that day. One query."""
    now = Deputy.objects.on(day).filter(company=company, person__in=people)
    found: dict[int, list[User]] = {}
    for one in now.filter(deputy__is_active=True).select_related("deputy"):
        found.setdefault(one.person_id, []).append(one.deputy)
    return found


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


def orders_to_decide(actor: Actor, at: datetime) -> list[Order]:
    """Orders that wait for the actor, those to be decided first on top. One query."""
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
    return list(found.select_related("placed_by", "department").order_by("approval_due_at", "pk"))


def orders_waiting(actor: Actor) -> list[Order]:
    """All orders of the company that wait for somebody, those to be decided first on top. One query."""
    waiting = Order.objects.visible_to(actor).filter(status=OrderStatus.APPROVAL)
    return list(waiting.select_related("placed_by", "department").order_by("approval_due_at", "pk")[:200])


def people_to_ask(order: Order, at: datetime) -> dict[UUID, tuple[User, ApprovalAsk]]:
    """Who is to be told of an order now, by uid: those asked and not heard yet, and their deputies. Two queries."""
    if order.status != OrderStatus.APPROVAL:
        return {}
    asks = ApprovalAsk.objects.filter(step__order=order, approved_at=None, person__is_active=True)
    asks = asks.filter(step__opened_at__isnull=False, step__done_at=None).select_related("person", "step")
    rows = list(asks.order_by("pk"))
    deputies = deputies_on([one.person for one in rows], order.company, shop_day(at))
    told: dict[UUID, tuple[User, ApprovalAsk]] = {}
    for ask in rows:
        for person in (ask.person, *deputies.get(ask.person_id, ())):
            if person.pk != order.placed_by_id or ask.person_id == person.pk:
                told.setdefault(person.uid, (person, ask))
    return told


def steps_to_escalate(at: datetime) -> list[ApprovalStep]:
    """Steps that nobody decided in time and that name somebody else to ask. One query."""
    due = ApprovalStep.objects.filter(done_at=None, escalated_at=None, escalates_at__lte=at)
    due = due.filter(order__status=OrderStatus.APPROVAL, escalates_to__isnull=False)
    return list(due.select_related("order__company", "escalates_to").order_by("escalates_at", "pk")[:200])


def orders_to_remind_of(at: datetime) -> list[Order]:
    """Orders that wait for a decision, to remind of once a day. One query."""
    waiting = Order.objects.filter(status=OrderStatus.APPROVAL)
    return list(waiting.select_related("company", "placed_by").order_by("pk"))


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
