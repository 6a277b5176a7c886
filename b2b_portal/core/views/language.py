"""The language of the pages: a cookie; without it the browser's Accept-Language decides."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

YEAR = 365 * 24 * 3600


def way_back(request: HttpRequest) -> str:
    """The page named in `next` if it is ours, else the page the form stood on, else the front page."""
    for url in (request.POST.get("next"), request.headers.get("Referer")):
        if url and url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure()):
            return url
    return "/"


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the wanted language in Django's language cookie; an unknown one changes nothing."""
    response = HttpResponseRedirect(way_back(request))
    wanted = request.POST.get("language", "")
    if wanted in dict(settings.LANGUAGES) and check_for_language(wanted):
        remember_language(response, wanted)
    return response


def remember_language(response: HttpResponse, language: str) -> None:
    """Put the language into Django's language cookie for a year."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
