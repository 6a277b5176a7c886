"""Record a payment of a company."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from accounts.actions.lock_company import lock_company
from accounts.actions.settle_credit import settle_credit
from accounts.actors import Actor
from accounts.models import Company
from accounts.queries.credit import shop_day
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from documents.models import Payment


class PaidInFuture(RuleBroken):
    """The bank cannot have it yet."""

    message = _("The day of payment is still to come.")
    code = "paid_in_future"


def record_payment(
    *, company: Company, number: str, paid_on: date, gross: Decimal, by: Actor, at: datetime, purpose: str = ""
) -> Payment:
    """Pays the company's debts with it, those due first first; what is left over stays on the payment.

    The same number, day and sum is the same payment: recorded again it pays nothing. Locks: the company, its credit
    accounts by primary key. Raises StaffOnly, PaidInFuture.
    """
    require_staff(by)
    if paid_on > shop_day(at):
        raise PaidInFuture
    with change(by, at):
        lock_company(company)
        known = Payment.objects.filter(company=company, number=number, paid_on=paid_on, gross=gross).first()
        if known:
            return known
        left = settle_credit(company=company, gross=gross, by=by, at=at, reason=number)
        return Payment.objects.create(
            company=company,
            number=number,
            paid_on=paid_on,
            gross=gross,
            left_gross=left,
            purpose=purpose,
            recorded_at=at,
        )
