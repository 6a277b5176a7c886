"""Leaving documents unmade until somebody wants them."""

from collections.abc import Iterable
from datetime import datetime

from accounts.actors import Actor
from b2b_portal.core.change import change
from documents.enums import DocumentState
from documents.models import Document


def put_off_rendering(*, documents: Iterable[Document], by: Actor, at: datetime) -> int:
    """Has documents of the past made only when they are first opened; what has its file or failed stays as it is.

    Returns how many. Meant for documents whose issue was not announced, or a worker makes them anyway.
    """
    with change(by, at):
        named = Document.objects.filter(pk__in=[document.pk for document in documents])
        return named.filter(state=DocumentState.RENDERING).update(state=DocumentState.PUT_OFF)
