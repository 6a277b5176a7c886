"""What a company bought month by month."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.queries.access import can
from orders.models import Order
from orders.states import NOT_BOUGHT

MONTHS = 12


@dataclass(frozen=True)
class Month:
    """A calendar month in the shop's time zone: how many orders were placed in it, and their sum with VAT."""

    first_day: date
    orders: int
    gross: Decimal


def spend_by_month(actor: Actor, at: datetime) -> tuple[Month, ...] | None:
    """The last twelve months, the current one last, cancelled orders left out; None for who may not see orders.

    One query.
    """
    if actor.company is None or not can(actor, Permission.VIEW_ORDERS, actor.company):
        return None
    zone = timezone.get_default_timezone()
    first_days = _first_days(timezone.localdate(at, zone))
    since = datetime(first_days[0].year, first_days[0].month, 1, tzinfo=zone)
    orders = Order.objects.visible_to(actor).filter(placed_at__gte=since).exclude(status__in=NOT_BOUGHT)
    sums = (
        orders.order_by()
        .annotate(month=TruncMonth("placed_at", tzinfo=zone))
        .values("month")
        .annotate(n=Count("pk"), sum=Sum("gross"))
        .values_list("month", "n", "sum")
    )
    found = {timezone.localdate(month, zone): (n, total) for month, n, total in sums}
    return tuple(Month(day, *found.get(day, (0, Decimal(0)))) for day in first_days)


def _first_days(today: date) -> list[date]:
    last = today.year * 12 + today.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(last - MONTHS + 1, last + 1)]
