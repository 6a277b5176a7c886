"""Ask somebody else about an order that nobody decided on in time."""

from datetime import datetime

from accounts.actions.lock_company import lock_company
from accounts.actors import Actor
from accounts.permissions import Permission
from b2b_portal.core.change import change
from b2b_portal.core.events import announce
from orders.actions.note_history import note_history
from orders.enums import HistoryKind, OrderStatus
from orders.events import approval_wanted
from orders.models import ApprovalAsk, ApprovalStep
from orders.queries.approvals import deciding_members


def escalate_approval(*, step: ApprovalStep, by: Actor, at: datetime) -> bool:
    """Asks whom the rule names, else those who set rules, beside those who were asked: one yes of theirs is enough.

    Nothing decides itself. Once per step; False where it was decided meanwhile, or nobody else is left who may approve:
    then the next sweep looks again. Locks: the company. Announces: approval_wanted.
    """
    with change(by, at):
        company = lock_company(step.order.company)
        fresh = ApprovalStep.objects.select_related("order").get(pk=step.pk)
        order = fresh.order
        if fresh.done_at or fresh.escalated_at or order.status != OrderStatus.APPROVAL:
            return False
        asked = set(fresh.asks.values_list("person_id", flat=True))
        able = [one for one in deciding_members(company) if one.user_id not in {*asked, order.placed_by_id}]
        named = [one.user for one in able if one.user_id == fresh.escalates_to_id]
        people = named or [one.user for one in able if Permission.MANAGE_RULES in one.granted]
        if not people:
            return False
        fresh.escalated_at = at
        fresh.save(update_fields=["escalated_at"])
        ApprovalAsk.objects.bulk_create(ApprovalAsk(step=fresh, person=one, is_escalation=True) for one in people)
        note_history(order, HistoryKind.ESCALATED, by=by, at=at, person=", ".join(map(str, people)))
        announce(approval_wanted, order_id=order.pk)
        return True
