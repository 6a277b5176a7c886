"""The departments and cost centres of a company."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actions.save_cost_centre import CostCentreKnown, save_cost_centre
from accounts.actions.save_department import DepartmentKnown, save_department
from accounts.forms.structure import SaveCostCentreForm, SaveDepartmentForm
from accounts.models import CostCentre, Department
from accounts.permissions import Permission
from accounts.queries.structure import colleagues_of, cost_centre_in, cost_centres_of, department_in, departments_of
from b2b_portal.core.access import needs

CONFLICT, INVALID = 409, 422
Saved = Department | CostCentre


@needs(Permission.MANAGE_RULES)
@require_safe
def structure(request: HttpRequest) -> HttpResponse:
    """Shows the departments and the cost centres, each with its form."""
    return _page(request)


@needs(Permission.MANAGE_RULES)
@require_POST
def department_add(request: HttpRequest) -> HttpResponse:
    """Adds a department."""
    form = SaveDepartmentForm(request.POST, colleagues=colleagues_of(request.actor))
    return _add(request, form, "name", lambda told: _save_department(request, told | {"is_active": True}))


@needs(Permission.MANAGE_RULES)
@require_POST
def department_change(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Changes the name, the head and whether it is in use."""
    department = department_in(request.actor, uid)
    if department is None:
        raise Http404
    form = SaveDepartmentForm(request.POST, colleagues=colleagues_of(request.actor))
    return _change(request, form, lambda told: _save_department(request, told, department))


@needs(Permission.MANAGE_RULES)
@require_POST
def cost_centre_add(request: HttpRequest) -> HttpResponse:
    """Adds a cost centre."""
    form = SaveCostCentreForm(request.POST)
    return _add(request, form, "code", lambda told: _save_cost_centre(request, told | {"is_active": True}))


@needs(Permission.MANAGE_RULES)
@require_POST
def cost_centre_change(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Changes the code, the name and whether it is in use."""
    cost_centre = cost_centre_in(request.actor, uid)
    if cost_centre is None:
        raise Http404
    form = SaveCostCentreForm(request.POST)
    return _change(request, form, lambda told: _save_cost_centre(request, told, cost_centre))


def _save_department(request: HttpRequest, told: dict[str, Any], department: Department | None = None) -> Saved:
    return save_department(**told, department=department, by=request.actor, at=timezone.now())


def _save_cost_centre(request: HttpRequest, told: dict[str, Any], cost_centre: CostCentre | None = None) -> Saved:
    return save_cost_centre(**told, cost_centre=cost_centre, by=request.actor, at=timezone.now())


def _add(request: HttpRequest, form: forms.Form, field: str, save: Callable[[dict[str, Any]], Saved]) -> HttpResponse:
    """Saves what is new; refused, the page keeps what was typed."""
    if not form.is_valid():
        return _page(request, form, INVALID)
    try:
        saved = save(form.cleaned_data)
    except (DepartmentKnown, CostCentreKnown) as refusal:
        form.add_error(field, str(refusal))
        return _page(request, form, CONFLICT)
    messages.success(request, _("Added: %(name)s") % {"name": saved})
    return _list()


def _change(request: HttpRequest, form: forms.Form, save: Callable[[dict[str, Any]], Saved]) -> HttpResponse:
    """Saves a row and goes back to the list with what was done or refused."""
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return _list()
    try:
        saved = save(form.cleaned_data)
        messages.success(request, _("Saved: %(name)s") % {"name": saved})
    except (DepartmentKnown, CostCentreKnown) as refusal:
        messages.error(request, str(refusal))
    return _list()


def _page(request: HttpRequest, form: forms.Form | None = None, status: int = 200) -> HttpResponse:
    colleagues = colleagues_of(request.actor)
    start = {"is_active": True}
    is_cost_centre = isinstance(form, SaveCostCentreForm)
    context = {
        "departments": departments_of(request.actor),
        "cost_centres": cost_centres_of(request.actor),
        "colleagues": colleagues,
        "department_form": form
        if form and not is_cost_centre
        else SaveDepartmentForm(initial=start, colleagues=colleagues, auto_id="department_%s"),
        "cost_centre_form": form
        if form and is_cost_centre
        else SaveCostCentreForm(initial=start, auto_id="cost_centre_%s"),
    }
    return render(request, "accounts/structure.html", context, status=status)


def _list() -> HttpResponse:
    return HttpResponseRedirect(reverse("accounts:structure"))
