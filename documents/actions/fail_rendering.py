"""Giving up a document that cannot be rendered."""

from datetime import datetime

from accounts.actors import Actor
from b2b_portal.core.change import change
from documents.enums import DocumentState
from documents.models import Document


def fail_rendering(*, document: Document, by: Actor, at: datetime) -> bool:
    """Marks a document that is still being made as not made; a made one stays as it is. Tells whether it did."""
    with change(by, at):
        being_made = Document.objects.filter(pk=document.pk, state=DocumentState.RENDERING)
        return bool(being_made.update(state=DocumentState.FAILED))
