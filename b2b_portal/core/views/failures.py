"""The answers when something broke: on our side (500), or away for a moment (503, to be asked again soon)."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

from b2b_portal.core.events import NotNow

# PostgreSQL has rolled back: serialization failure, deadlock, lock not got in time
CONTENDED = {"40001", "40P01", "55P03"}
SAFE_METHODS = {"GET", "HEAD"}
AGAIN_SECONDS, SOON_SECONDS = 5, 1


def server_error(request: HttpRequest) -> HttpResponse:
    """503 with Retry-After when the database, a lock or the disk refused; 500 for everything else."""
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
    is_contended = getattr(passing.__cause__, "sqlstate", None) in CONTENDED
    context = {
        "is_contended": is_contended,
        "again": request.get_full_path() if request.method in SAFE_METHODS else "",
        "theme": request.COOKIES.get("theme", ""),
    }
    response = HttpResponse(render_to_string("503.html", context), status=503)
    response["Retry-After"] = str(SOON_SECONDS if is_contended else AGAIN_SECONDS)
    return response
