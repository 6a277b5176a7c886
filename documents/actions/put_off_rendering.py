"""Leaving a document unmade until somebody wants it."""

from datetime import datetime

from accounts.actors import Actor
from b2b_portal.core.change import change
from documents.enums import DocumentState
from documents.models import Document


def put_off_rendering(*, document: Document, by: Actor, at: datetime) -> bool:
    """Has a document of the past made only when it is first opened; one that has its file or failed stays as it is.

    Tells whether it did. Meant for documents whose issue was not announced, or a worker makes them anyway.
    """
    with change(by, at):
        unmade = Document.objects.filter(pk=document.pk, state=DocumentState.RENDERING)
        return bool(unmade.update(state=DocumentState.PUT_OFF))
