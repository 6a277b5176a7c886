"""A picture or paper of a product."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from b2b_portal.core.access import needs
from b2b_portal.core.downloads import file_answer
from catalog.enums import ProductFileKind
from catalog.models import ProductFile
from catalog.queries.product_files import visible_file

# a drawing may be opened by its address: then it is a page of ours, and must neither run nor fetch anything
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
SHOWN = frozenset({"image/svg+xml", "image/png", "image/jpeg", "image/webp", "image/gif", "image/avif"})
CACHE = "private, max-age=3600"


@needs(Permission.VIEW_CATALOG, or_visits=True)
@require_safe
def product_file(request: HttpRequest, uid: UUID, file_uid: UUID) -> HttpResponse:
    """A picture to look at, anything else to save. A browser that has the bytes is told that they are the same."""
    found = visible_file(request.actor, uid, file_uid)
    if found is None:
        raise Http404
    etag = f'"{found.file.sha256}"'
    response = get_conditional_response(request, etag=etag) or file_answer(found.file, inline=_is_shown(found))
    response["ETag"] = etag
    response["Cache-Control"] = CACHE
    response["Content-Security-Policy"] = POLICY
    return response


def _is_shown(found: ProductFile) -> bool:
    return found.kind == ProductFileKind.PICTURE and found.file.content_type in SHOWN
