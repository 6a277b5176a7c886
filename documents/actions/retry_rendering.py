"""A second chance for a document that was given up, a first one for one that was put off."""

from datetime import datetime

from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.events import announce
from documents.actions.ask_rendering import ask_rendering
from documents.enums import DocumentState
from documents.events import document_issued
from documents.models import Document


def retry_rendering(*, document: Document, by: Actor, at: datetime) -> bool:
    """Has a failed document made again with new attempts, a put-off one made now; False for any other.

    Announces document_issued.
    """
    with change(by, at):
        failed = Document.objects.filter(pk=document.pk, state=DocumentState.FAILED)
        if not failed.update(state=DocumentState.RENDERING):
            return ask_rendering(document=document, by=by, at=at)
        announce(document_issued, document_id=document.pk)
        return True
