"""The answer that carries a stored file."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from b2b_portal.core.files import read_file
from b2b_portal.core.models import File


def file_answer(file: File, *, inline: bool) -> HttpResponse:
    """The bytes as what their row says they are, which no browser may guess anew: to look at, or to save."""
    response = HttpResponse(read_file(file), content_type=file.content_type)
    response["Content-Disposition"] = content_disposition_header(not inline, file.name) or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response
