"""Pay debts with what is left over of a payment."""

from datetime import datetime

from accounts.actions.lock_company import lock_company
from accounts.actions.settle_credit import settle_credit
from accounts.actors import Actor
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change
from documents.models import Payment


def spend_rest(*, payment: Payment, by: Actor, at: datetime) -> Payment:
    """Pays the debts that came after the payment, those due first first; with nothing left or owed nothing happens.

    Locks: the company, under which payments change, and its credit accounts by primary key. Raises StaffOnly.
    """
    require_staff(by)
    with change(by, at):
        company = lock_company(payment.company)
        held = Payment.objects.get(pk=payment.pk)
        if held.left_gross:
            held.left_gross = settle_credit(company=company, gross=held.left_gross, by=by, at=at, reason=held.number)
            held.save(update_fields=["left_gross"])
        return held
