"""Roles that a company composes for itself."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions.compose_role import RoleNameTaken, compose_role
from accounts.actions.keep_within import GrantsTooMuch
from accounts.actions.switch_role import RoleInUse, switch_role
from accounts.forms.own_role import ComposeRoleForm
from accounts.models import OwnRole
from accounts.permissions import Permission
from accounts.queries.own_roles import own_role_of
from accounts.views.confirmed import ask_who_is_there
from b2b_portal.core.access import needs

CONFLICT, INVALID = 409, 422


@needs(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def role_add(request: HttpRequest) -> HttpResponse:
    """Composes a new role."""
    return _compose(request, None)


@needs(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def role(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Shows a role and composes it anew."""
    return _compose(request, _own(request, uid))


@needs(Permission.MANAGE_PEOPLE)
@require_POST
def role_switch(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Takes a role out of use, or into it again (`on`)."""
    own_role, on = _own(request, uid), request.POST.get("on") == "yes"
    if unconfirmed := ask_who_is_there(request, reverse("accounts:people")):
        return unconfirmed
    try:
        switch_role(own_role=own_role, on=on, by=request.actor, at=timezone.now())
        done = _("«%(role)s» is offered again") if on else _("«%(role)s» is offered no more")
        messages.success(request, done % {"role": own_role.name})
    except (RoleInUse, GrantsTooMuch) as refusal:
        messages.error(request, str(refusal))
    return _list()


def _compose(request: HttpRequest, own_role: OwnRole | None) -> HttpResponse:
    known = {"name": own_role.name, "permissions": own_role.permissions} if own_role else {}
    form = ComposeRoleForm(request.POST or None, grantable=request.actor.permissions, initial=known)
    if not form.is_valid():
        return _page(request, form, own_role, INVALID if form.is_bound else 200)
    here = reverse("accounts:role", args=[own_role.uid]) if own_role else reverse("accounts:role-add")
    if unconfirmed := ask_who_is_there(request, here):
        return unconfirmed
    try:
        made = compose_role(own_role=own_role, **form.cleaned_data, by=request.actor, at=timezone.now())
    except (RoleNameTaken, GrantsTooMuch) as refusal:
        form.add_error("name" if isinstance(refusal, RoleNameTaken) else "permissions", str(refusal))
        return _page(request, form, own_role, CONFLICT)
    messages.success(request, _("Role «%(role)s» saved") % {"role": made.name})
    return _list()


def _page(request: HttpRequest, form: ComposeRoleForm, own_role: OwnRole | None, status: int) -> HttpResponse:
    return render(request, "accounts/role.html", {"form": form, "own_role": own_role}, status=status)


def _own(request: HttpRequest, uid: UUID) -> OwnRole:
    found = own_role_of(request.actor, uid)
    if found is None:
        raise Http404
    return found


def _list() -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('accounts:people')}#own-roles")
