"""Issuing a document: numbered without gaps, frozen, then rendered by a worker."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.events import announce
from documents.enums import DocumentKind
from documents.events import document_issued
from documents.models import Document, Series
from documents.queries.invoice_draft import invoice_draft
from documents.snapshots import INVOICE_SCHEMA, Invoice, invoice_to_json, numbered
from orders.models import Order
from orders.states import NOT_BOUGHT


class OrderIsCancelled(RuleBroken):
    """Nothing is owed for an order that is cancelled, or was never placed."""

    message = _("Order %(number)s is not placed, or is cancelled: no document is issued for it.")
    code = "order_is_cancelled"


def issue_document(*, order: Order, kind: DocumentKind, by: Actor, at: datetime) -> Document:
    """Issues the document of this kind for the order as it stands; a second call returns the one already there.

    A line that is cancelled makes a new revision of the order, and that a new document; the old one stays as it was.

    The number is the next one of the seller's series of the kind and of the year that `at` falls in in Moscow. The
    series is locked last, so that it is held only until the commit and a rollback leaves no gap.

    Locks: the order, then the series. Raises OrderIsCancelled. Announces document_issued.
    """
    with change(by, at):
        locked = Order.objects.select_for_update(no_key=True, of=("self",)).select_related("contract").get(pk=order.pk)
        known = Document.objects.filter(order=locked, kind=kind, revision=locked.revision).first()
        if known:
            return known
        if locked.status in NOT_BOUGHT:
            raise OrderIsCancelled(number=locked.number)
        document = _write(locked, kind, invoice_draft(locked, at), at)
        announce(document_issued, document_id=document.pk)
        return document


def _write(order: Order, kind: DocumentKind, draft: Invoice, at: datetime) -> Document:
    series = _next_in_series(order.contract.seller_id, kind, draft.issued_on.year)
    return Document.objects.create(
        series=series,
        number=series.last_number,
        kind=kind,
        revision=order.revision,
        company_id=order.company_id,
        order=order,
        issued_at=at,
        gross=draft.asked,
        schema_version=INVOICE_SCHEMA,
        snapshot=invoice_to_json(numbered(draft, series.last_number)),
    )


def _next_in_series(seller_id: int, kind: DocumentKind, year: int) -> Series:
    made, _is_new = Series.objects.get_or_create(seller_id=seller_id, kind=kind, year=year)
    series = Series.objects.select_for_update().get(pk=made.pk)
    series.last_number += 1
    series.save(update_fields=["last_number"])
    return series
