"""Handing over a rendered document."""

from datetime import datetime

from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.events import announce
from b2b_portal.core.models import File
from documents.enums import DocumentState
from documents.events import document_rendered
from documents.models import Document


def complete_rendering(*, document: Document, file: File, by: Actor, at: datetime) -> bool:
    """Gives the document its file, once: False when another worker was faster and its file stands.

    Announces document_rendered.
    """
    with change(by, at):
        unmade = Document.objects.filter(pk=document.pk).exclude(state=DocumentState.READY)
        if not unmade.update(state=DocumentState.READY, file=file):
            return False
        announce(document_rendered, document_id=document.pk)
        return True
