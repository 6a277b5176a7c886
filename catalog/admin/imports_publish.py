"""The last step: all or some brands, now or at a moment; and the refusal when somebody else was faster."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.queries.people import names_of
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.templatetags.ui import moment_text
from catalog.actions.publish_import import publish_import
from catalog.actions.publish_price_version import ListChanged
from catalog.actions.start_import import start_import
from catalog.admin.imports_frame import address, answer, staff
from catalog.admin.imports_report import figures
from catalog.enums import ImportState, Verdict
from catalog.forms.imports import PublishForm
from catalog.models import ImportBatch
from catalog.queries.import_rows import Wanted

LOUD = {"warn", "bad"}


def publish(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """What will be published; 422 when something is said wrongly, 409 when the comparison no longer holds."""
    if batch.state not in {ImportState.READY, ImportState.SCHEDULED}:
        return HttpResponseRedirect(address("change", batch))
    brands = batch.report.get("brands", [])
    sent = (request.POST,) if request.method == "POST" else ()
    form = PublishForm(*sent, kind=batch.kind, brands=[(one["id"], one["name"]) for one in brands])
    if not form.is_valid():
        return _asked(request, batch, form, 422 if form.is_bound else 200)
    try:
        publish_import(
            batch=batch,
            brand_ids=tuple(form.cleaned_data["brands"]),
            removes_missing=form.cleaned_data["removes_missing"],
            publish_at=form.cleaned_data["publish_at"],
            by=staff(request),
            at=timezone.now(),
        )
    except ListChanged as refusal:
        return _asked(request, batch, form, 409, changed=f"{refusal} {_who_changed(batch)}")
    except RuleBroken as refusal:
        form.add_error(None, str(refusal))
        return _asked(request, batch, form, 409)
    return HttpResponseRedirect(address("change", batch))


def compare(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """Reads the file once more with the columns as they are kept."""
    try:
        start_import(batch=batch, by=staff(request), at=timezone.now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The file is being compared again."))
    return HttpResponseRedirect(address("change", batch))


def _who_changed(batch: ImportBatch) -> str:
    """Who published the version in force, and when."""
    assert batch.price_list
    last = batch.price_list.versions.order_by("-number").first()
    if last is None:
        return ""
    facts = {"moment": moment_text(last.published_at), "name": names_of([last.author_uid]).get(last.author_uid, "—")}
    return _("It was published on %(moment)s by %(name)s.") % facts


def _asked(
    request: HttpRequest, batch: ImportBatch, form: PublishForm, status: int, *, changed: str = ""
) -> HttpResponse:
    return answer(
        request,
        "import_publish",
        batch,
        now=3,
        status=status,
        form=form,
        changed=changed,
        brands=batch.report.get("brands", []),
        warned=[
            one for one in figures(batch, Wanted()) if one.count and one.tone in LOUD and one.name != Verdict.MISSING
        ],
    )
