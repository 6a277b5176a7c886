"""Ask somebody else about an order that nobody decided on in time."""

from datetime import datetime

from accounts.actions.lock_company import lock_company
from accounts.actors import Actor
from accounts.models import Membership
from accounts.permissions import Permission
from b2b_portal.core.change import change
from b2b_portal.core.events import announce
from orders.actions.note_history import note_history
from orders.enums import HistoryKind, OrderStatus
from orders.events import approval_wanted
from orders.models import ApprovalAsk, ApprovalStep


def escalate_approval(*, step: ApprovalStep, by: Actor, at: datetime) -> bool:
    """Asks the person whom the rule names, beside those who were asked: his yes is enough. Nothing decides itself.

    Once per step; False where it was decided meanwhile, or he may not approve any more, or is the author. Locks: the
    company. Announces: approval_wanted.
    """
    with change(by, at):
        company = lock_company(step.order.company)
        fresh = ApprovalStep.objects.select_related("order", "escalates_to").get(pk=step.pk)
        order, person = fresh.order, fresh.escalates_to
        if fresh.done_at or fresh.escalated_at or order.status != OrderStatus.APPROVAL or person is None:
            return False
        fresh.escalated_at = at
        fresh.save(update_fields=["escalated_at"])
        able = Membership.objects.active().who_may(Permission.APPROVE_ORDERS).filter(company=company, user=person)
        if order.placed_by_id == person.pk or not able.exists():
            return False
        _ask, is_new = ApprovalAsk.objects.get_or_create(step=fresh, person=person, defaults={"is_escalation": True})
        if is_new:
            note_history(order, HistoryKind.ESCALATED, by=by, at=at, person=str(person))
            announce(approval_wanted, order_id=order.pk)
        return is_new
