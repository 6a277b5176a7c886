"""Making the file of an issued document."""

from datetime import datetime

from accounts.actors import Actor
from b2b_portal.core.files import drop_file, store_file
from documents.actions.complete_rendering import complete_rendering
from documents.enums import DocumentState
from documents.models import Document
from documents.render import render_invoice
from documents.snapshots import invoice_from_json


def render_document(*, document: Document, by: Actor, at: datetime) -> bool:
    """Renders the snapshot outside any transaction, stores the bytes, then hands them over in one UPDATE.

    False when the document is made already. Raises whatever the renderer raises. Announces document_rendered.
    """
    if document.state == DocumentState.READY:
        return False
    invoice = invoice_from_json(document.snapshot)
    paper = render_invoice(invoice)
    file = store_file(paper.content, name=f"{invoice.title}.{paper.extension}", content_type=paper.content_type)
    if complete_rendering(document=document, file=file, by=by, at=at):
        return True
    drop_file(file)
    return False
