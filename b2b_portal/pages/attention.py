"""What burns: reservations that run out or ran out, invoices to be paid, awaited goods that came."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from b2b_portal.core.templatetags.ui import day_text, moment_text, money_text
from documents.queries.due import OpenInvoice, OpenInvoices
from orders.models import Order
from orders.queries.burning import Burning, HeldOrder

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class AttentionRow:
    """When, what, how much, one link; `renew_days` is 0 where nothing can be renewed by the buyer himself."""

    deadline: datetime
    when: str
    when_exact: str
    tone: str
    icon: str
    order_number: int
    words: str
    note: str
    gross: Decimal
    renew_days: int = 0
    is_lost: bool = False


def attention(
    burning: Burning | None, invoices: OpenInvoices | None, at: datetime, to_decide: Sequence[Order] = ()
) -> list[AttentionRow]:
    """The rows by their deadline, the earliest first. `to_decide` wait for the reader's yes.

    An invoice that ends with its reservation is told in its row.
    """
    held = burning.orders if burning else ()
    due = {one.order_number: one for one in _due(invoices, burning.soon if burning else at)}
    rows = [_held_row(order, due.get(order.number), at) for order in held if order.ends_at or order.lost_at]
    told = {row.order_number for row in rows}
    goods = {order.number: _goods(order) for order in held}
    rows += [_invoice_row(invoice, goods.get(number, ""), at) for number, invoice in due.items() if number not in told]
    rows += [_decide_row(order, at) for order in to_decide]
    rows += [_arrived_row(order, order.arrived_at, at) for order in held if order.arrived_at]
    return sorted(rows, key=lambda row: (row.deadline, row.order_number))


def _due(invoices: OpenInvoices | None, soon: datetime) -> Iterator[OpenInvoice]:
    last_day = timezone.localdate(soon)
    for invoice in invoices.invoices if invoices else ():
        if invoice.valid_until_on and invoice.valid_until_on <= last_day:
            yield invoice


def _held_row(order: HeldOrder, invoice: OpenInvoice | None, at: datetime) -> AttentionRow:
    deadline = order.ends_at or order.lost_at
    assert deadline
    note = _goods(order)
    if invoice:
        words = _("invoice № %(number)s for %(sum)s") % {"number": invoice.number, "sum": money_text(invoice.gross)}
        note = f"{note} · {words}"
    return AttentionRow(
        deadline=deadline,
        when=_relative(deadline, at),
        when_exact=_until(deadline, at) if order.ends_at else moment_text(deadline, "short"),
        tone="bad" if order.lost_at else "warn",
        icon="alert" if order.lost_at else "clock",
        order_number=order.number,
        words=_("the reservation ran out, the goods are no longer held") if order.lost_at else _ends_in(deadline - at),
        note=note,
        gross=order.gross,
        renew_days=order.renewal_days if order.renewals_left else 0,
        is_lost=order.lost_at is not None,
    )


def _invoice_row(invoice: OpenInvoice, note: str, at: datetime) -> AttentionRow:
    day = invoice.valid_until_on
    assert day
    deadline = datetime.combine(day, time.max, timezone.get_current_timezone())
    days = (day - timezone.localdate(at)).days
    facts = {"number": invoice.number}
    return AttentionRow(
        deadline=deadline,
        when=_relative(deadline, at),
        when_exact=_("until %(moment)s") % {"moment": day_text(day, "short")},
        tone="bad" if days < 0 else "warn" if days == 0 else "",
        icon="alert" if days < 0 else "wallet",
        order_number=invoice.order_number,
        words=_("the term of invoice № %(number)s has passed") % facts
        if days < 0
        else _("invoice № %(number)s is to be paid") % facts,
        note=note,
        gross=invoice.gross,
    )


def _decide_row(order: Order, at: datetime) -> AttentionRow:
    deadline = order.approval_due_at or order.placed_at
    is_late = deadline <= at
    return AttentionRow(
        deadline=deadline,
        when=_relative(deadline, at),
        when_exact=_until(deadline, at),
        tone="bad" if is_late else "warn",
        icon="alert" if is_late else "check",
        order_number=order.number,
        words=_("waits for your decision"),
        note=str(order.placed_by),
        gross=order.gross,
    )


def _arrived_row(order: HeldOrder, arrived_at: datetime, at: datetime) -> AttentionRow:
    return AttentionRow(
        deadline=arrived_at,
        when=_relative(arrived_at, at),
        when_exact=moment_text(arrived_at, "short"),
        tone="ok",
        icon="box",
        order_number=order.number,
        words=_("awaited goods arrived and are reserved"),
        note=_goods(order),
        gross=order.gross,
    )


def _goods(order: HeldOrder) -> str:
    more = order.kinds - 1
    if more <= 0:
        return order.first_article
    words = ngettext("%(article)s and %(n)s more line", "%(article)s and %(n)s more lines", more)
    return words % {"article": order.first_article, "n": more}


def _ends_in(left: timedelta) -> str:
    if left >= DAY:
        return _("the reservation ends soon")
    if left >= HOUR:
        n = left // HOUR
        return ngettext("the reservation ends in %(n)s hour", "the reservation ends in %(n)s hours", n) % {"n": n}
    n = max(1, left // timedelta(minutes=1))
    return ngettext("the reservation ends in %(n)s minute", "the reservation ends in %(n)s minutes", n) % {"n": n}


def _relative(deadline: datetime, at: datetime) -> str:
    days = (_day_of(deadline) - _day_of(at)).days
    if days == 0:
        return _("today")
    if days in (1, -1):
        return _("tomorrow") if days == 1 else _("yesterday")
    if days > 0:
        return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}
    return ngettext("%(n)s day ago", "%(n)s days ago", -days) % {"n": -days}


def _until(deadline: datetime, at: datetime) -> str:
    is_today = _day_of(deadline) == _day_of(at)
    exact = f"{timezone.localtime(deadline):%H:%M}" if is_today else moment_text(deadline, "short")
    return _("until %(moment)s") % {"moment": exact}


def _day_of(moment: datetime) -> date:
    return timezone.localdate(moment)
