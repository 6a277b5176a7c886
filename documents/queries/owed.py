"""What background work fetches by id, and what it finds missing."""

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce

from accounts.models import Membership, User
from documents.enums import DocumentKind, DocumentState
from documents.models import Document
from orders.models import Order
from orders.states import NOT_BOUGHT

MOST_AT_ONCE = 200


def order_of(order_id: int) -> Order:
    """The order of an announced event."""
    return Order.objects.get(pk=order_id)


def document_of(document_id: int) -> Document:
    """The document of an announced event, with its order, buyer and file."""
    return Document.objects.select_related("order__placed_by", "file").get(pk=document_id)


def orders_without_invoice(before: datetime) -> list[int]:
    """Orders sent before the moment that are bought and lack the invoice of their revision, oldest first."""
    invoices = Document.objects.filter(order=OuterRef("pk"), kind=DocumentKind.INVOICE, revision=OuterRef("revision"))
    owed = Order.objects.filter(~Exists(invoices), placed_at__lt=before).exclude(status__in=NOT_BOUGHT)
    return list(owed.order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE])


def documents_unmade(before: datetime) -> list[int]:
    """Documents wanted before the moment that still have no file and were not given up, oldest first.

    A document is wanted when it is issued; one that was put off, when somebody first opens it.
    """
    wanted = Document.objects.annotate(wanted_at=Coalesce("asked_at", "issued_at"))
    unmade = wanted.filter(state=DocumentState.RENDERING, wanted_at__lt=before)
    return list(unmade.order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE])


def reader_of(document: Document) -> User | None:
    """Who is mailed the document: whoever placed the order, while he works for the company. One query.

    Nobody is mailed a document of the past that somebody opened.
    """
    if document.asked_at:
        return None
    working = Membership.objects.active().filter(company_id=document.company_id, user=document.order.placed_by_id)
    return document.order.placed_by if working.exists() else None
