"""What the pages of the import cockpit share: the frame, the steps on top, who acts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.enums import Channel
from accounts.queries.people import names_of
from catalog.enums import ImportState
from catalog.models import ImportBatch

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

STEPS = (_("File"), _("Columns"), _("Comparison"), _("Publication"))
CORRECTABLE = {ImportState.UPLOADED, ImportState.READY, ImportState.FAILED}
BADGES = {
    ImportState.UPLOADED: "wait",
    ImportState.READING: "info",
    ImportState.READY: "warn",
    ImportState.SCHEDULED: "alt",
    ImportState.PUBLISHING: "info",
    ImportState.PUBLISHED: "ok",
    ImportState.FAILED: "bad",
    ImportState.CANCELLED: "",
}


@dataclass(frozen=True)
class Step:
    """One of the four steps: `state` is done, now or todo."""

    title: "_StrOrPromise"
    state: str
    href: str = ""


def staff(request: HttpRequest) -> Actor:
    """The signed-in person at work."""
    return Actor(user=request.user, channel=Channel.ADMIN)


def address(page: str, batch: ImportBatch) -> str:
    """Where a page of the batch is: change, columns, publish ..."""
    return reverse(f"admin:catalog_importbatch_{page}", args=[batch.pk])


def answer(
    request: HttpRequest,
    template: str,
    batch: ImportBatch | None = None,
    *,
    now: int,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A page of the cockpit; `now` is the step it belongs to, from 0."""
    frame = {
        **admin.site.each_context(request),
        "opts": ImportBatch._meta,
        "batch": batch,
        "badge": BADGES[ImportState(batch.state)] if batch else "",
        "title": str(batch) if batch else _("Load a file"),
        "steps": _steps(batch, now),
        "author": names_of([batch.author_uid]).get(batch.author_uid, "") if batch else "",
        "may_load": request.user.has_perm("catalog.add_importbatch"),
    }
    return TemplateResponse(request, f"admin/catalog/{template}.html", {**frame, **context}, status=status)


def _steps(batch: ImportBatch | None, now: int) -> list[Step]:
    links = {2: address("change", batch)} if batch and batch.state != ImportState.UPLOADED else {}
    if batch and batch.state in CORRECTABLE:
        links[1] = address("columns", batch)
    states = ["done" if place < now else "now" if place == now else "todo" for place in range(len(STEPS))]
    return [
        Step(title, state, links.get(place, "") if state != "now" else "")
        for place, (title, state) in enumerate(zip(STEPS, states, strict=True))
    ]
