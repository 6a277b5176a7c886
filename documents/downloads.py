"""The answer that carries a document's file, the same in the cabinet and for staff."""

import base64
import hashlib

from django.http import Http404, HttpResponse

from b2b_portal.core.downloads import file_answer
from documents.models import Document
from documents.render import style_of


def download(document: Document, *, inline: bool) -> HttpResponse:
    """The PDF to save, or to look at when `inline`; printable HTML is always looked at. Raises Http404 for no file."""
    file = document.file
    if file is None:
        raise Http404
    is_page = file.content_type.startswith("text/html")
    response = file_answer(file, inline=is_page or inline)
    response["Cache-Control"] = "private, no-store"
    if is_page:
        _allow_own_style(response, response.content.decode())
    return response


def _allow_own_style(response: HttpResponse, html: str) -> None:
    """Lets the page use the one style sheet it carries, known by its hash, and run nothing."""
    digest = base64.b64encode(hashlib.sha256(style_of(html).encode()).digest()).decode()
    policy = {"style-src": [f"'sha256-{digest}'"], "script-src": ["'none'"]}
    response._csp_replace = policy  # type: ignore[attr-defined]  # what csp.decorators.csp_replace sets
