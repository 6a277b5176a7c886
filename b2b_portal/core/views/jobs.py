"""One page for any long work: progress that asks again until it is over, and a way to stop it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from b2b_portal.core import jobs
from b2b_portal.core.access import for_everyone_signed_in
from b2b_portal.core.downloads import long_file_answer
from b2b_portal.core.htmx import is_part, part_or_page, redirect
from b2b_portal.core.models import Job


@for_everyone_signed_in
@require_safe
def job(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Shows the work to its owner and to staff; the part is asked for every second and, when all is over, reloads."""
    shown = _own(request, uid)
    context = {"job": shown, "has_result": shown.result is not None and _is_for(request, shown)}
    response = part_or_page(request, part="core/_jobs.html", page="core/jobs.html", context=context)
    if shown.is_over and is_part(request):
        response["HX-Refresh"] = "true"
    return response


@for_everyone_signed_in
@require_POST
def cancel(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Asks the work to stop; what is done by then stays done."""
    stopped = _own(request, uid)
    if not jobs.ask_to_stop(stopped):
        messages.info(request, _("The work was over already"))
    return redirect(request, reverse("core:job", args=[uid]))


@for_everyone_signed_in
@require_safe
def result(request: HttpRequest, uid: UUID) -> StreamingHttpResponse:
    """The file that the work made, for its owner alone: staff see how the work goes, not what a buyer took away.

    What was made for a company is given only while he acts for it.
    """
    found = _own(request, uid)
    if found.result is None or not _is_for(request, found):
        raise Http404
    return long_file_answer(found.result)


def _is_for(request: HttpRequest, found: Job) -> bool:
    company = found.report.get("company")
    acting = str(request.actor.company_uid)  # type: ignore[attr-defined]  # set by accounts.middleware
    return found.owner_uid == request.user.uid and company in (None, acting)  # type: ignore[union-attr]


def _own(request: HttpRequest, uid: UUID) -> Job:
    found = jobs.job_of(uid)
    user = request.user
    if found is None or not (user.is_staff or found.owner_uid == user.uid):  # type: ignore[union-attr]
        raise Http404
    return found
