"""Answers that HTMX obeys: a part instead of the page, and a redirect of the whole page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render


def is_part(request: HttpRequest) -> bool:
    """True when HTMX asks for a part to swap in; a restored history entry is a whole page."""
    htmx = request.htmx  # type: ignore[attr-defined]  # set by HtmxMiddleware
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def redirect(request: HttpRequest, url: str) -> HttpResponse:
    """Send the whole page to `url`: HX-Redirect for HTMX, which follows a 302 inside the part, else 302."""
    if is_part(request):
        return HttpResponse(status=200, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def part_or_page(
    request: HttpRequest, *, part: str, page: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """Render `part` alone for HTMX and `page`, which includes it, for everybody else.

    `status` 422 says the form is invalid and 409 that the state has changed; HTMX swaps both. `Vary: HX-Request` is set
    by the middleware on every response.
    """
    return render(request, part if is_part(request) else page, dict(context), status=status)
