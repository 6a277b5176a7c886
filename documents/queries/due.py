"""Invoices that are to be paid."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Sum, Window
from django.db.models.fields.json import KT

from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.queries.access import can
from documents.enums import DocumentKind
from documents.models import Document
from orders.queries.tell import UNDER_WAY

MOST_INVOICES = 50


@dataclass(frozen=True)
class OpenInvoice:
    """The invoice for an order as it stands, and the last day on which it is valid."""

    number: int
    order_number: int
    gross: Decimal
    valid_until_on: date | None


@dataclass(frozen=True)
class OpenInvoices:
    """How many and how much in all, and those that end first."""

    count: int
    gross: Decimal
    invoices: tuple[OpenInvoice, ...]


def open_invoices(actor: Actor) -> OpenInvoices | None:
    """Invoices for orders under way, the latest revision of each; None for who may not see documents. One query."""
    if actor.company is None or not can(actor, Permission.VIEW_DOCUMENTS, actor.company):
        return None
    current = Document.objects.visible_to(actor).filter(
        kind=DocumentKind.INVOICE, revision=F("order__revision"), order__status__in=UNDER_WAY
    )
    rows = list(
        current.annotate(
            valid_until=KT("snapshot__valid_until_on"),
            count=Window(Count("pk")),
            total=Window(Sum("gross")),
        )
        .order_by(F("valid_until").asc(nulls_last=True), "pk")
        .values_list("number", "order__number", "gross", "valid_until", "count", "total")[:MOST_INVOICES]
    )
    if not rows:
        return OpenInvoices(0, Decimal(0), ())
    invoices = tuple(
        OpenInvoice(number, order, gross, date.fromisoformat(until) if until else None)
        for number, order, gross, until, _count, _total in rows
    )
    return OpenInvoices(rows[0][4], rows[0][5], invoices)
