"""Light, dark, or as the device says: a cookie that the server renders into <html data-theme>."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from b2b_portal.core.views.language import way_back

COOKIE = "theme"
THEMES = ("light", "dark")
YEAR = 365 * 24 * 3600


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Remember the wanted theme for a year; any other value means "as the device says" and forgets it."""
    response = HttpResponseRedirect(way_back(request))
    wanted = request.POST.get("theme", "")
    if wanted in THEMES:
        response.set_cookie(
            COOKIE, wanted, max_age=YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
