"""Asking for the file of a document that was put off."""

from datetime import datetime

from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.events import announce
from documents.enums import DocumentState
from documents.events import document_issued
from documents.models import Document


def ask_rendering(*, document: Document, by: Actor, at: datetime) -> bool:
    """Has a put-off document made now; False when it was not put off, or somebody asked a moment before.

    Announces document_issued.
    """
    with change(by, at):
        put_off = Document.objects.filter(pk=document.pk, state=DocumentState.PUT_OFF)
        if not put_off.update(state=DocumentState.RENDERING, asked_at=at):
            return False
        announce(document_issued, document_id=document.pk)
        return True
