"""How this room words what it tells people."""

import logging

from django.urls import reverse

from accounts.actions.notify import notify
from documents.models import Document
from documents.queries.owed import reader_of
from documents.snapshots import invoice_from_json

logger = logging.getLogger(__name__)


def tell_document_is_ready(document: Document) -> None:
    """Mails the file to whoever placed the order, once per document; nobody is told after leaving the company."""
    person = reader_of(document)
    if person is None or document.file is None:
        logger.info("document %s has nobody to be mailed to", document.uid)
        return
    invoice = invoice_from_json(document.snapshot)
    notify(
        person=person,
        key=f"{document.kind}:{document.uid}",
        template=f"documents/mail/{document.kind}",
        address=reverse("order", args=[invoice.order_number]),
        company=document.company,
        context={
            "document": document,
            "invoice": invoice,
            "is_pdf": document.file.content_type == "application/pdf",
        },
        files=[document.file],
    )
