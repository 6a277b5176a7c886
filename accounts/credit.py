"""What may be deferred, until when, and what an overdue debt forbids. The rules are docs/credit.md."""

from datetime import date, timedelta
from decimal import Decimal

from b2b_portal.core.money import ZERO, exact_product, to_cents

_PERCENT = Decimal("0.01")


def prepaid_gross(gross: Decimal, prepayment_percent: int) -> Decimal:
    """The least that a contract wants before shipment, rounded to kopecks."""
    return to_cents(exact_product(gross, Decimal(prepayment_percent), _PERCENT))


def deferrable_gross(gross: Decimal, prepayment_percent: int) -> Decimal:
    """The most that a contract lets be paid after shipment."""
    return gross - prepaid_gross(gross, prepayment_percent)


def free_gross(limit: Decimal, overrun: Decimal, held: Decimal, used: Decimal) -> Decimal:
    """What may still be deferred; never negative, though an overrun that ended may leave more owed than the limit."""
    return max(ZERO, limit + overrun - held - used)


def due_day(shipped_on: date, deferral_days: int) -> date:
    """The last day to pay: calendar days from the shipment."""
    return shipped_on + timedelta(days=deferral_days)


def forbids_from(due_on: date, grace_days: int) -> date:
    """The first day on which a debt that is still open forbids to defer anything new."""
    return due_on + timedelta(days=grace_days + 1)
