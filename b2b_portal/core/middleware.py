"""What every response of the shop carries, and how much a request may bring."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers

Answer = Callable[[HttpRequest], HttpResponse]
MEGABYTE = 1024 * 1024
MOST_DRAINED = 32 * MEGABYTE
PIECE = 64 * 1024


class PrivateResponses:
    """No page is stored by anyone: prices differ per company. Static files never come this far."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        patch_vary_headers(response, ["Cookie", "HX-Request"])
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        return response


class LimitedBodies:
    """Refuses what is larger than its page takes before any of it is parsed: 413 and a sentence.

    Django's own limit leaves files out. Stands before the CSRF check, which reads the form, and before the page asks
    who is there: only staff are let past the common limit. A body without a length is read as an empty one by Django.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        common = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        most = getattr(view, "most_body", common)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) <= min(most, common):
            return None
        if most > common and not request.user.is_staff:
            most = common
        if int(length) <= most:
            return None
        _drain(request)
        return render(request, "413.html", {"most": most // MEGABYTE}, status=413)


def _drain(request: HttpRequest) -> None:
    """Reads a little too much to its end, for a browser that may not finish sending shows no answer."""
    left = MOST_DRAINED
    while left > 0:
        read = len(request.read(PIECE))
        if not read:
            return
        left -= read
