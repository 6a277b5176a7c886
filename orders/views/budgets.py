"""Budgets of the company: where they stand, what moved them, and their rules."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import CostCentre, Department
from accounts.permissions import Permission
from accounts.queries.access import can
from accounts.queries.structure import cost_centres_of, departments_of
from b2b_portal.core.access import needs
from catalog.queries.price_list_choices import section_choices
from orders.actions.add_budget import BudgetKnown, add_budget
from orders.actions.change_budget import change_budget
from orders.budgets import period_of
from orders.burn_chart import burn_chart
from orders.forms.budget import AddBudgetForm, ChangeBudgetForm
from orders.models import Budget
from orders.queries.budget_balances import past_balances, shop_day
from orders.queries.budgets import budget_entries, budget_row_now, budget_rows, budget_seen, resting_budgets
from orders.queries.burn_down import burn_down

CONFLICT, INVALID = 409, 422
_CHANGEABLE = ("name", "amount_gross", "warn_percent", "carries_over", "is_hard", "valid_until")


@needs(Permission.VIEW_ORDERS)
@require_safe
def budgets(request: HttpRequest) -> HttpResponse:
    """Shows the budgets that the person may see, the fullest first."""
    now = timezone.now()
    context = {
        "rows": budget_rows(request.actor, now),
        "resting": resting_budgets(request.actor, now),
        "today": shop_day(now),
        "may_manage": can(request.actor, Permission.MANAGE_RULES, request.actor.company),
    }
    return render(request, "orders/budgets.html", context)


@needs(Permission.VIEW_ORDERS)
@require_safe
def budget(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Shows how a budget melts away in its running period, and what moved it; ?before= is an entry."""
    shown = budget_seen(request.actor, uid)
    if shown is None:
        raise Http404
    row = budget_row_now(shown, timezone.now())
    today = shop_day(timezone.now())
    steps = burn_down(row.balance, today)
    context = {
        "row": row,
        "today": today,
        "steps": steps,
        "chart": burn_chart([(one.last_day, one.left, one.is_current) for one in steps], row.balance.allotted),
        "past": past_balances(shown, row.balance.period.starts_on),
        "page": budget_entries(request.actor, shown, _place(request)),
        "is_first": not request.GET.get("before"),
        "may_manage": can(request.actor, Permission.MANAGE_RULES, request.actor.company),
    }
    return render(request, "orders/budget.html", context)


@needs(Permission.MANAGE_RULES, is_guarded=True)
@require_http_methods(["GET", "HEAD", "POST"])
def budget_add(request: HttpRequest) -> HttpResponse:
    """Asks for a budget, and adds it."""
    form = _add_form(request)
    if not form.is_valid():
        return _form(request, form, None, INVALID if form.is_bound else 200)
    told = dict(form.cleaned_data)
    told["category_id"] = told.pop("category")
    try:
        added = add_budget(**told, by=request.actor, at=timezone.now())
    except BudgetKnown as refusal:
        form.add_error("name", str(refusal))
        return _form(request, form, None, CONFLICT)
    messages.success(request, _("Budget added. Orders sent from now on are charged to it."))
    return HttpResponseRedirect(reverse("orders:budget", args=[added.uid]))


@needs(Permission.MANAGE_RULES, is_guarded=True)
@require_http_methods(["GET", "HEAD", "POST"])
def budget_change(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Changes the sum and the rules of a budget from its running period on."""
    known = budget_seen(request.actor, uid)
    if known is None:
        raise Http404
    form = ChangeBudgetForm(request.POST or None, initial={name: getattr(known, name) for name in _CHANGEABLE})
    if form.is_valid() and (form.cleaned_data["valid_until"] or date.max) <= known.valid_from:
        form.add_error("valid_until", _("The end comes before the beginning."))
    if not form.is_valid():
        return _form(request, form, known, INVALID if form.is_bound else 200)
    try:
        change_budget(budget=known, **form.cleaned_data, by=request.actor, at=timezone.now())
    except BudgetKnown as refusal:
        form.add_error("name", str(refusal))
        return _form(request, form, known, CONFLICT)
    messages.success(request, _("Budget saved"))
    return HttpResponseRedirect(reverse("orders:budget", args=[known.uid]))


def _add_form(request: HttpRequest) -> AddBudgetForm:
    actor = request.actor
    departments: dict[str, Department] = {str(one.uid): one for one in departments_of(actor) if one.is_active}
    centres: dict[str, CostCentre] = {str(one.uid): one for one in cost_centres_of(actor) if one.is_active}
    start = period_of("month", shop_day(timezone.now())).starts_on
    return AddBudgetForm(
        request.POST or None,
        departments=departments,
        cost_centres=centres,
        sections=section_choices(actor),
        initial={"valid_from": start},
    )


def _form(request: HttpRequest, form: forms.Form, known: Budget | None, status: int) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "budget": known}
    return render(request, "orders/budget_form.html", context, status=status)


def _place(request: HttpRequest) -> int | None:
    """The entry before which the page ends; anything odd is the beginning."""
    text = request.GET.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
