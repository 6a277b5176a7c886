"""Who asks to be let into the company, and what its administrator answers."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actions.admit_applicant import admit_applicant
from accounts.actions.reject_application import reject_application
from accounts.forms.application import AnswerApplicantForm
from accounts.forms.own_role import role_choices
from accounts.forms.people import ChangeRoleForm
from accounts.models import Application
from accounts.permissions import Permission
from accounts.queries.applications import request_to_join, requests_to_join
from accounts.queries.own_roles import own_roles_of
from b2b_portal.core.access import needs
from b2b_portal.core.errors import RuleBroken

CONFLICT, INVALID = 409, 422


@needs(Permission.MANAGE_PEOPLE)
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Shows who waits for an answer."""
    return _page(request)


@needs(Permission.MANAGE_PEOPLE)
@require_POST
def request_admit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Lets the person in, in the chosen role."""
    asked = _asked(request, uid)
    form = ChangeRoleForm(request.POST, own_roles=own_roles_of(request.actor))
    if not form.is_valid():
        return _page(request, _("Choose a role."), INVALID)
    try:
        admit_applicant(application=asked, **form.cleaned_data, by=request.actor, at=timezone.now())
    except RuleBroken as refusal:
        return _page(request, str(refusal), CONFLICT)
    messages.success(request, _("The invitation is on its way"))
    return HttpResponseRedirect(reverse("accounts:requests"))


@needs(Permission.MANAGE_PEOPLE)
@require_POST
def request_refuse(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Refuses, with words that the person reads."""
    asked, form = _asked(request, uid), AnswerApplicantForm(request.POST)
    if not form.is_valid():
        return _page(request, form.errors["reason"][0], INVALID)
    try:
        reject_application(application=asked, **form.cleaned_data, by=request.actor, at=timezone.now())
    except RuleBroken as refusal:
        return _page(request, str(refusal), CONFLICT)
    messages.success(request, _("Refused: the person gets your answer by mail"))
    return HttpResponseRedirect(reverse("accounts:requests"))


def _asked(request: HttpRequest, uid: UUID) -> Application:
    asked = request_to_join(request.actor, uid)
    if asked is None:
        raise Http404
    return asked


def _page(request: HttpRequest, bad: str = "", status: int = 200) -> HttpResponse:
    context = {
        "applications": requests_to_join(request.actor),
        "roles": role_choices(own_roles_of(request.actor)),
        "bad": bad,
        "typed": request.POST.get("reason", ""),
    }
    return render(request, "accounts/requests.html", context, status=status)
