"""The file of one document."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from b2b_portal.core.access import needs
from documents.actions.ask_rendering import ask_rendering
from documents.downloads import download
from documents.enums import DocumentState
from documents.models import Document
from documents.queries.papers import document_by_uid

PAUSE_SECONDS = 2
MOST_LOOKS = 30


@needs(Permission.VIEW_DOCUMENTS)
@require_safe
def document(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The file to save, or with ?inline=1 to look at; one that was put off is asked for and shown when it is there."""
    found = document_by_uid(request.actor, uid)
    if found is None:
        raise Http404
    if found.state == DocumentState.PUT_OFF and request.method == "GET":
        ask_rendering(document=found, by=request.actor, at=timezone.now())
    if found.state in (DocumentState.PUT_OFF, DocumentState.RENDERING):
        return _making(request, found)
    return download(found, inline=bool(request.GET.get("inline")))


def _making(request: HttpRequest, found: Document) -> HttpResponse:
    """A page that looks again by itself, without script, and gives up after a minute."""
    looks = request.GET.get("looks", "0")
    looks_so_far = int(looks) if looks.isdecimal() and len(looks) < 4 else 0
    is_slow = looks_so_far >= MOST_LOOKS
    response = render(request, "documents/making.html", {"document": found, "is_slow": is_slow}, status=202)
    if not is_slow:
        response["Refresh"] = f"{PAUSE_SECONDS}; url={request.path}?inline=1&looks={looks_so_far + 1}"
    return response
