"""The answers when something broke: on our side (500), away for a moment (503), or too much was asked for (400)."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

from b2b_portal.core.events import NotNow

# PostgreSQL has rolled back: serialization failure, deadlock, lock not got in time
CONTENDED = {"40001", "40P01", "55P03"}
TOO_LONG = "57014"  # the role's statement_timeout ran out
SAFE_METHODS = {"GET", "HEAD"}
AGAIN_SECONDS, SOON_SECONDS = 5, 1


def server_error(request: HttpRequest) -> HttpResponse:
    """503 with Retry-After when the database, a lock or the disk refused, 400 when a query took too long; else 500."""
    passing = _passing(sys.exc_info()[1])
    return _come_back(request, passing) if passing else defaults.server_error(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """503 when the session could not be kept because the database is away; 400 for everything else."""
    passing = _passing(exception)
    return _come_back(request, passing) if passing else defaults.bad_request(request, exception)


def _passing(error: BaseException | None) -> BaseException | None:
    """The fault that goes away by itself, behind what was raised; None for a fault of ours."""
    while error is not None and not isinstance(error, OperationalError | InterfaceError | NotNow):
        error = error.__cause__ or error.__context__
    return error


def _come_back(request: HttpRequest, passing: BaseException) -> HttpResponse:
    state = getattr(passing.__cause__, "sqlstate", None)
    is_contended, is_too_long = state in CONTENDED, state == TOO_LONG
    context = {
        "is_contended": is_contended,
        "is_too_long": is_too_long,
        "again": request.get_full_path() if request.method in SAFE_METHODS else "",
        "theme": request.COOKIES.get("theme", ""),
    }
    if is_too_long:
        return HttpResponse(render_to_string("503.html", context), status=400)
    response = HttpResponse(render_to_string("503.html", context), status=503)
    response["Retry-After"] = str(SOON_SECONDS if is_contended else AGAIN_SECONDS)
    return response
