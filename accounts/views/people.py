"""The people of a company and their roles."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.change_role import change_role
from accounts.actions.end_membership import end_membership
from accounts.actions.invite_member import AlreadyMember, InvitedTooOften, PersonDisabled, invite_member
from accounts.actions.keep_administrator import LastAdministrator
from accounts.actions.keep_within import GrantsTooMuch
from accounts.actions.set_department import set_department
from accounts.forms.own_role import role_choices
from accounts.forms.people import ChangeRoleForm, InviteColleagueForm
from accounts.forms.structure import SetDepartmentForm
from accounts.models import Membership
from accounts.permissions import Permission, Role
from accounts.queries.access import can
from accounts.queries.company_people import member_of, people_of, rights_table
from accounts.queries.own_roles import own_roles_of
from accounts.queries.structure import department_in, departments_of
from accounts.views.confirmed import ask_who_is_there
from b2b_portal.core.access import needs

CONFLICT, INVALID = 409, 422
DRAFT = "invitation_draft"
REFUSALS = (
    AlreadyMember,
    GrantsTooMuch,
    InvitedTooOften,
    LastAdministrator,
    PersonDisabled,
)  # any other one has a page of its own


@needs(Permission.VIEW_PEOPLE)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Shows who works for the company, who is invited, and what each role may do."""
    may_manage = can(request.actor, Permission.MANAGE_PEOPLE, request.actor.company)
    own_roles = own_roles_of(request.actor)
    context = {
        "people": people_of(request.actor, timezone.now()),
        "may_manage": bool(may_manage),
        "refusal": may_manage,
        "roles": role_choices(own_roles),
        "own_roles": own_roles,
        "departments": departments_of(request.actor) if may_manage else (),
        "columns": [*(role.label for role in Role), *(one.name for one in own_roles)],
        "rights": rights_table(own_roles),
        "demands_second_factor": request.actor.company.demands_second_factor,
    }
    return render(request, "accounts/people.html", context)


@needs(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def person_invite(request: HttpRequest) -> HttpResponse:
    """Asks whom to let in, and lets in. What was typed waits in the session while he confirms who he is."""
    company = request.actor.company
    draft = request.session.pop(DRAFT, {}) if request.method != "POST" else {}
    form = InviteColleagueForm(request.POST or None, own_roles=own_roles_of(request.actor), initial=draft)
    if not form.is_valid():
        return _form(request, form, INVALID if form.is_bound else 200)
    facts = form.cleaned_data
    if unconfirmed := ask_who_is_there(request, reverse("accounts:person-invite")):
        request.session[DRAFT] = {name: form.data.get(name, "") for name in facts if name != "own_role"}
        return unconfirmed
    try:
        invite_member(company=company, **facts, by=request.actor, at=timezone.now())
    except REFUSALS as refusal:
        form.add_error("email", str(refusal))
        return _form(request, form, CONFLICT)
    messages.success(request, _("Invitation sent to %(email)s") % {"email": facts["email"]})
    return _list()


@needs(Permission.MANAGE_PEOPLE)
@require_POST
def person_send(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Sends the invitation again; the link of the former mail works no more."""

    def send(member: Membership) -> str:
        user = member.user
        whom = {"email": user.email, "full_name": user.full_name, "language": user.language}
        role = {"role": Role(member.role), "own_role": member.own_role}
        invite_member(company=member.company, **whom, **role, by=request.actor, at=timezone.now())
        return _("Invitation sent to %(email)s") % {"email": user.email}

    return _change(request, uid, send)


@needs(Permission.MANAGE_PEOPLE)
@require_POST
def person_role(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Gives a colleague another role; a role that does not exist changes nothing."""
    form = ChangeRoleForm(request.POST, own_roles=own_roles_of(request.actor))

    def give(member: Membership) -> str:
        if not form.is_valid():
            return ""
        change_role(membership=member, **form.cleaned_data, by=request.actor, at=timezone.now())
        role: Role = form.cleaned_data["role"]
        named = form.cleaned_data["own_role"] or role.label
        return _("%(email)s: %(role)s") % {"email": member.user.email, "role": named}

    return _change(request, uid, give)


@needs(Permission.MANAGE_PEOPLE)
@require_POST
def person_department(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Says in which department a colleague works; one that does not exist changes nothing."""
    form = SetDepartmentForm(request.POST)
    if not form.is_valid():
        return _list()
    wanted: UUID | None = form.cleaned_data["department"]
    department = department_in(request.actor, wanted) if wanted else None

    def put(member: Membership) -> str:
        if wanted and department is None:
            raise Http404
        set_department(membership=member, department=department, by=request.actor, at=timezone.now())
        return _("%(email)s: %(department)s") % {"email": member.user.email, "department": department or "—"}

    return _change(request, uid, put)


@needs(Permission.MANAGE_PEOPLE)
@require_POST
def person_end(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Takes a person out of the company, or an invitation back."""

    def end(member: Membership) -> str:
        end_membership(membership=member, by=request.actor, at=timezone.now())
        return _("%(email)s is a stranger to the company from now on") % {"email": member.user.email}

    return _change(request, uid, end)


def _change(request: HttpRequest, uid: UUID, verb: Callable[[Membership], str]) -> HttpResponse:
    """Finds the colleague, asks who is there, changes, and goes back to the list with what was done or refused."""
    member = member_of(request.actor, uid)
    if member is None:
        raise Http404
    if unconfirmed := ask_who_is_there(request, reverse("accounts:people")):
        return unconfirmed
    try:
        if done := verb(member):
            messages.success(request, done)
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    return _list()


def _form(request: HttpRequest, form: Any, status: int) -> HttpResponse:
    return render(request, "accounts/person_invite.html", {"form": form}, status=status)


def _list() -> HttpResponse:
    return HttpResponseRedirect(reverse("accounts:people"))
