"""The file of one document."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from b2b_portal.core.access import needs
from documents.downloads import download
from documents.queries.papers import document_by_uid


@needs(Permission.VIEW_DOCUMENTS)
@require_safe
def document(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The file to save, or with ?inline=1 to look at."""
    found = document_by_uid(request.actor, uid)
    if found is None:
        raise Http404
    return download(found, inline=bool(request.GET.get("inline")))
