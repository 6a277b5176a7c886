"""What must always be true of papers; each question answers with sentences about what is not, a few at most."""

import hashlib
from itertools import islice

from django.db.models import Count, F, Max
from django.db.models.functions import Coalesce

from b2b_portal.core.files import file_path
from b2b_portal.core.models import File
from documents.enums import DocumentState
from documents.models import Document, Series

MOST_TOLD = 20


def series_with_gaps() -> list[str]:
    """Numbers run from 1 to the series' last one; that none comes twice is a constraint. One query."""
    counted = Series.objects.annotate(issued=Count("documents"), highest=Coalesce(Max("documents__number"), 0))
    wrong = counted.exclude(last_number=F("issued"), highest=F("issued")).select_related("seller").order_by("pk")
    return [
        f"Series {one.kind} {one.year} of {one.seller}: {one.issued} documents, the highest number is {one.highest}, "
        f"the last one given {one.last_number}."
        for one in wrong[:MOST_TOLD]
    ]


def documents_without_their_file() -> list[str]:
    """A ready document's bytes lie on the disk and are those that were stored. One query; reads every file."""
    ready = Document.objects.filter(state=DocumentState.READY).select_related("file").defer("snapshot").order_by("pk")
    wrong = (
        f"{document.kind} {document.number} ({document.uid}): {fault}"
        for document in ready.iterator()
        if (fault := _fault(document.file))
    )
    return list(islice(wrong, MOST_TOLD))


def _fault(file: File | None) -> str:
    if file is None:
        return "it is ready and has no file."
    try:
        with file_path(file).open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        return f"its file cannot be read: {error.strerror or error}."
    return "" if digest == file.sha256 else "its file holds other bytes than were stored."
