"""The papers of one order, as the panel on its page shows them, and of a company, as the list shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Max
from django.db.models.fields.json import KT

from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.queries.access import can
from documents.enums import DocumentKind, DocumentState
from documents.models import Document
from documents.models.document import DocumentQuerySet
from documents.queries.invoice_draft import shop_day
from orders.models import Order
from orders.queries.tell import UNDER_WAY
from orders.states import NOT_BOUGHT

FRESH = timedelta(minutes=2)  # the page asks every two seconds no longer than that


@dataclass(frozen=True)
class PaperRow:
    """One document in a list."""

    uid: UUID
    kind_label: str
    number: int
    order_number: int
    issued_on: date
    gross: Decimal
    state: DocumentState
    is_pdf: bool
    valid_until_on: date | None
    is_expired: bool
    is_replaced: bool

    @property
    def is_ready(self) -> bool:
        return self.state == DocumentState.READY

    @property
    def is_openable(self) -> bool:
        """Its address answers, at once or a few seconds after it was first opened."""
        return self.state in (DocumentState.READY, DocumentState.PUT_OFF)

    @property
    def is_making(self) -> bool:
        return self.state == DocumentState.RENDERING


@dataclass(frozen=True)
class Papers:
    """The panel of one order. It asks again by itself while `is_polled`; `is_slow` says that we mail it instead."""

    order_number: int
    rows: tuple[PaperRow, ...]
    awaits_invoice: bool
    is_polled: bool
    is_slow: bool


def papers_of_order(actor: Actor, order: Order, at: datetime) -> Papers | None:
    """The documents of an order the actor may see, None without the right to see documents. One query."""
    if actor.company is None or not can(actor, Permission.VIEW_DOCUMENTS, actor.company):
        return None
    found = list(_listed(Document.objects.visible_to(actor).filter(order=order)))
    awaits_invoice = order.status not in NOT_BOUGHT and not any(
        document.kind == DocumentKind.INVOICE and document.revision == order.revision for document in found
    )
    making = [document for document in found if document.state == DocumentState.RENDERING]
    starts = [document.asked_at or document.issued_at for document in making]
    if awaits_invoice:
        starts.append(_placed_at(order))
    is_fresh = bool(starts) and at - max(starts) < FRESH
    return Papers(
        order_number=order.number,
        rows=paper_rows(found, at),
        awaits_invoice=awaits_invoice,
        is_polled=is_fresh,
        is_slow=bool(starts) and not is_fresh,
    )


def _placed_at(order: Order) -> datetime:
    """When the order became one; of what waited for approval the last yes, for one query more."""
    last = order.approval_steps.aggregate(last=Max("done_at"))["last"] if order.approval_due_at else None
    return last or order.placed_at


def papers_by_number(actor: Actor, number: int, at: datetime) -> Papers | None:
    """The same by the order's number inside the actor's company; None for a stranger's. Two queries."""
    order = Order.objects.visible_to(actor).filter(number=number).first()
    return papers_of_order(actor, order, at) if order else None


def documents_of(actor: Actor) -> DocumentQuerySet:
    """All documents of the actor's company, the newest first, for paging."""
    return _listed(Document.objects.visible_to(actor))


def paper_rows(documents: Iterable[Document], at: datetime) -> tuple[PaperRow, ...]:
    """Rows of documents that came from here. No queries."""
    today = shop_day(at)
    return tuple(_row(document, today) for document in documents)


def document_by_uid(actor: Actor, uid: UUID) -> Document | None:
    """A document of the actor's company with its file; None for a stranger's. One query."""
    return Document.objects.visible_to(actor).defer("snapshot").select_related("file").filter(uid=uid).first()


def _listed(documents: DocumentQuerySet) -> DocumentQuerySet:
    """Without the snapshots, which hold every line, but for the one fact a list shows."""
    return (
        documents.select_related("order", "file").defer("snapshot").annotate(valid_until=KT("snapshot__valid_until_on"))
    )


def _row(document: Document, today: date) -> PaperRow:
    """The last day to pay matters while the order is under way."""
    is_open = document.order.status in UNDER_WAY
    valid_until: str | None = document.valid_until if is_open else None  # type: ignore[attr-defined]
    valid_until_on = date.fromisoformat(valid_until) if valid_until else None
    return PaperRow(
        uid=document.uid,
        kind_label=str(DocumentKind(document.kind).label),
        number=document.number,
        order_number=document.order.number,
        issued_on=shop_day(document.issued_at),
        gross=document.gross,
        state=DocumentState(document.state),
        is_pdf=document.file is None or document.file.content_type == "application/pdf",
        valid_until_on=valid_until_on,
        is_expired=valid_until_on is not None and valid_until_on < today,
        is_replaced=document.revision < document.order.revision,
    )
