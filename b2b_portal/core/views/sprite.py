"""The icon sprite as a file: public, the same for everybody, kept by browsers for a year."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from b2b_portal.core.icons import sprite, sprite_digest


@require_GET
def sprite_file(request: HttpRequest, digest: str) -> HttpResponse:
    """Answer the sprite under its current digest; an old address is gone."""
    if digest != sprite_digest():
        raise Http404
    return HttpResponse(
        sprite(),
        content_type="image/svg+xml",
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )
