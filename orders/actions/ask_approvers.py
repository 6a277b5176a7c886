"""Ask those whose yes an order needs."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.queries.access import names_of_those_who_can
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.events import announce
from b2b_portal.core.working_days import working_days_later
from orders.events import approval_wanted
from orders.models import ApprovalAsk, ApprovalStep, Order
from orders.queries.approval_steps import WantedStep


class NobodyToAsk(RuleBroken):
    """A rule asks for a yes that nobody but the author could give. Facts: rule, who."""

    message = _("The rule “%(rule)s” asks for a decision, and nobody but you could take it. Who can mend it: %(who)s.")
    code = "nobody_to_ask"


def ask_approvers(*, order: Order, steps: Sequence[WantedStep], by: Actor, at: datetime) -> None:
    """Writes the steps of an order that waits for approval, in place of any before, and asks the first level.

    For actions that hold the lock of the company. Announces: approval_wanted. Raises NobodyToAsk.
    """
    with change(by, at):
        empty = next((step for step in steps if not step.people), None)
        if empty:
            who = ", ".join(names_of_those_who_can(Permission.MANAGE_RULES, order.company)) or "—"
            raise NobodyToAsk(rule=empty.rule_name or _("orders that are only proposed"), who=who)
        order.approval_steps.all().delete()
        for step in steps:
            row = ApprovalStep.objects.create(
                order=order,
                level=step.level,
                rule_name=step.rule_name,
                reasons=[asdict(reason) for reason in step.reasons],
                mode=step.mode,
                escalates_after_days=step.escalates_after_days,
                escalates_to=step.escalates_to,
            )
            ApprovalAsk.objects.bulk_create(ApprovalAsk(step=row, person=person) for person in step.people)
        open_next_level(order, at)


def ask_anew(*, order: Order, steps: Sequence[WantedStep], by: Actor, at: datetime) -> None:
    """Asks about a changed order from the first level on. Where no rule of today asks, those who were asked decide.

    For actions that hold the lock of the company. Announces: approval_wanted. Raises NobodyToAsk.
    """
    if steps:
        ask_approvers(order=order, steps=steps, by=by, at=at)
        return
    with change(by, at):
        ApprovalAsk.objects.filter(step__order=order).update(approved_at=None, decided_by=None)
        order.approval_steps.update(done_at=None, opened_at=None, escalates_at=None, escalated_at=None)
        open_next_level(order, at)


def open_next_level(order: Order, at: datetime) -> bool:
    """Asks the lowest level that has not agreed yet, inside the caller's change(). False: all have agreed.

    Announces: approval_wanted.
    """
    waiting = list(order.approval_steps.filter(done_at=None).order_by("level", "pk"))
    if not waiting:
        return False
    for step in waiting:
        if step.level == waiting[0].level and step.opened_at is None:
            step.opened_at = at
            if step.escalates_after_days:
                step.escalates_at = working_days_later(at, step.escalates_after_days)
            step.save(update_fields=["opened_at", "escalates_at"])
    announce(approval_wanted, order_id=order.pk)
    return True
