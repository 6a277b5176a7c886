"""The road of an order, step by step."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from b2b_portal.core.templatetags.ui import moment_text, quantity_text
from documents.queries.papers import PaperRow
from orders.enums import HistoryKind, OrderStatus
from orders.line_states import expected_words
from orders.queries.order import OrderPage


class Step(NamedTuple):
    """A step: done, now, todo or stop."""

    title: str
    note: str
    state: str


def order_steps(page: OrderPage, papers: Sequence[PaperRow] | None) -> list[Step]:
    """Placed, reserved, invoiced, confirmed, awaited, picked, shipped; what does not concern this order is left out.

    Without the right to papers (None) nothing is said of an invoice. Steps are done by fact, so that an order may be
    confirmed while its invoice is still made; the first that is not done is the one it is at.
    """
    placed = Step(_("Placed"), moment_text(page.order.placed_at), "done")
    if sent := page.entry(HistoryKind.SENT_FOR_APPROVAL):
        placed = Step(_("Sent for approval"), moment_text(sent.happened_at), "done")
    if page.order.status == OrderStatus.RETURNED:
        return [placed, Step(_("Returned"), _when(page, HistoryKind.RETURNED), "stop")]
    if page.order.status == OrderStatus.APPROVAL:
        return [placed, Step(_("Approval"), _decided_by(page), "now"), Step(_("Placed"), "", "todo")]
    if page.order.status == OrderStatus.CANCELLED:
        return [placed, Step(_("Cancelled"), _when(page, HistoryKind.CANCELLED), "stop")]
    approved = [_passed(page, _("Approved"), HistoryKind.PLACED)] if sent else []
    facts = [*approved, *_goods(page), *_invoice(papers), _passed(page, _("Confirmed"), HistoryKind.CONFIRMED)]
    facts += [*_awaited(page), *_picking(page), _passed(page, _("Shipped"), HistoryKind.SHIPPED)]
    steps = [placed, *facts]
    if page.order.status == OrderStatus.SHIPPED:
        return [step._replace(state="done") for step in steps]
    now = next((step for step in steps if step.state == "todo"), None)
    return [step._replace(state="now") if step is now else step for step in steps]


def _goods(page: OrderPage) -> list[Step]:
    if page.is_reservation_over:
        return [Step(_("Reserved"), pgettext("reservation", "ran out"), "stop")]
    if page.order.reserved_until is None:
        return []
    if page.order.status == OrderStatus.SHIPPED:
        return [Step(_("Reserved"), "", "done")]
    return [Step(_("Reserved"), _("until %(moment)s") % {"moment": moment_text(page.order.reserved_until)}, "done")]


def _invoice(papers: Sequence[PaperRow] | None) -> list[Step]:
    if papers is None:
        return []
    valid = next((paper for paper in papers if not paper.is_replaced), None)
    return [Step(_("Invoice"), f"№ {valid.number}" if valid else "", "done" if valid else "todo")]


def _awaited(page: OrderPage) -> list[Step]:
    """A step for goods that are to come, and for those that came."""
    sums, arrival = page.sums, page.entry(HistoryKind.AWAITED_RESERVED)
    if sums.awaited:
        pieces = f"{quantity_text(sums.awaited)}\N{NO-BREAK SPACE}{page.common_unit or _('pcs')}"
        return [Step(_("Awaiting goods"), f"{pieces}, {expected_words(sums.expected_on)}", "todo")]
    return [Step(_("Goods arrived"), moment_text(arrival.happened_at), "done")] if arrival else []


def _picking(page: OrderPage) -> list[Step]:
    """An order may be shipped without having been picked here."""
    step = _passed(page, _("Picking"), HistoryKind.PICKING)
    return [] if page.order.status == OrderStatus.SHIPPED and step.state == "todo" else [step]


def _decided_by(page: OrderPage) -> str:
    due_at = page.order.approval_due_at
    return _("until %(moment)s") % {"moment": moment_text(due_at)} if due_at else ""


def _passed(page: OrderPage, title: str, kind: HistoryKind) -> Step:
    return Step(title, _when(page, kind), "done" if page.entry(kind) else "todo")


def _when(page: OrderPage, kind: HistoryKind) -> str:
    entry = page.entry(kind)
    return moment_text(entry.happened_at) if entry else ""
