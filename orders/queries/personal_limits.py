"""What a person may still order for a company."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q, Sum
from django.utils import timezone

from accounts.enums import SpendPeriod
from accounts.models import Company, PersonalLimit, User
from accounts.quarters import midnight
from b2b_portal.core.money import ZERO
from orders.budgets import Period, period_of
from orders.models import Order
from orders.queries.budget_balances import shop_day
from orders.states import NEVER_BOUGHT


@dataclass(frozen=True)
class PersonalBalance:
    """One limit of a person, and what his orders sent in its running period come to."""

    kind: SpendPeriod
    period: Period
    limit: Decimal
    used: Decimal

    @property
    def left(self) -> Decimal:
        """What may still be ordered; below zero if the limit came down later."""
        return self.limit - self.used


def personal_balances(company: Company, person: User, at: datetime) -> tuple[PersonalBalance, ...]:
    """The person's limits as they stand, the shortest period first. Two queries, one where nothing is limited."""
    limits = list(PersonalLimit.objects.in_force().filter(company=company, user=person))
    if not limits:
        return ()
    periods = {limit.period: period_of(limit.period, shop_day(at)) for limit in limits}
    used = _ordered(company, person, periods)
    found = [
        PersonalBalance(SpendPeriod(one.period), periods[one.period], one.amount_gross or ZERO, used[one.period])
        for one in limits
    ]
    return tuple(sorted(found, key=lambda one: SpendPeriod.values.index(one.kind)))


def _ordered(company: Company, person: User, periods: dict[str, Period]) -> dict[str, Decimal]:
    """By kind of period the sum with VAT of the orders that the person sent in it, lines taken off left out."""
    zone = timezone.get_default_timezone()
    sums = {
        kind: Sum("gross", filter=Q(placed_at__gte=midnight(period.starts_on, zone)), default=ZERO)
        for kind, period in periods.items()
    }
    since = midnight(min(period.starts_on for period in periods.values()), zone)
    orders = Order.objects.filter(company=company, placed_by=person, placed_at__gte=since)
    return orders.exclude(status__in=NEVER_BOUGHT).aggregate(**sums)
