"""A second chance for a document that was given up."""

from datetime import datetime

from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.events import announce
from documents.enums import DocumentState
from documents.events import document_issued
from documents.models import Document


def retry_rendering(*, document: Document, by: Actor, at: datetime) -> bool:
    """Has a failed document made again, with new attempts; False when it did not fail. Announces document_issued."""
    with change(by, at):
        failed = Document.objects.filter(pk=document.pk, state=DocumentState.FAILED)
        if not failed.update(state=DocumentState.RENDERING):
            return False
        announce(document_issued, document_id=document.pk)
        return True
