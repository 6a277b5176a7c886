"""Rules of approval of the company, and who stands in for whom."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission
from accounts.queries.access import NotAllowed, can
from accounts.queries.addresses import addresses_of
from accounts.queries.own_roles import own_roles_of
from accounts.queries.structure import departments_of
from b2b_portal.core.access import needs
from b2b_portal.core.errors import RuleBroken
from catalog.queries.price_list_choices import section_choices
from orders.actions.end_deputy import end_deputy
from orders.actions.save_approval_rule import RuleKnown, save_approval_rule
from orders.actions.set_deputy import set_deputy
from orders.forms.approval_rule import RuleForm, SetDeputyForm
from orders.models import ApprovalRule
from orders.queries.approval_rules import (
    approval_rule_in,
    approval_rules_of,
    deciders_of,
    deputies_of,
    deputy_in,
)
from orders.queries.budget_balances import shop_day

CONFLICT, INVALID = 409, 422


@needs(Permission.MANAGE_RULES)
@require_safe
def approval_rules(request: HttpRequest) -> HttpResponse:
    """Shows the rules and whom they ask."""
    return render(request, "orders/approval_rules.html", {"rows": approval_rules_of(request.actor)})


@needs(Permission.MANAGE_RULES, is_guarded=True)
@require_http_methods(["GET", "HEAD", "POST"])
def approval_rule_add(request: HttpRequest) -> HttpResponse:
    """Asks for a rule, and adds it."""
    return _rule_page(request, None)


@needs(Permission.MANAGE_RULES, is_guarded=True)
@require_http_methods(["GET", "HEAD", "POST"])
def approval_rule(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Changes a rule; orders that wait already keep the steps with which they were sent."""
    known = approval_rule_in(request.actor, uid)
    if known is None:
        raise Http404
    return _rule_page(request, known)


@needs(Permission.APPROVE_ORDERS)
@require_safe
def deputies(request: HttpRequest) -> HttpResponse:
    """Shows who stands in for whom, and the form that adds one."""
    return _deputies(request)


@needs(Permission.APPROVE_ORDERS)
@require_POST
def deputy_add(request: HttpRequest) -> HttpResponse:
    """Names a deputy for some days."""
    form = _deputy_form(request)
    if not form.is_valid():
        return _deputies(request, form, INVALID)
    told = form.cleaned_data
    try:
        set_deputy(
            person=form.people[told["person"]],
            deputy=form.people[told["deputy"]],
            valid_from=told["valid_from"],
            valid_until=told["last_day"] + timedelta(days=1),
            by=request.actor,
            at=timezone.now(),
        )
    except NotAllowed:
        raise
    except RuleBroken as refusal:
        form.add_error("deputy", str(refusal))
        return _deputies(request, form, CONFLICT)
    messages.success(request, _("Saved: both may decide on these days."))
    return HttpResponseRedirect(reverse("orders:deputies"))


@needs(Permission.APPROVE_ORDERS)
@require_POST
def deputy_end(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Takes a deputy's days back."""
    known = deputy_in(request.actor, uid)
    if known is None:
        raise Http404
    end_deputy(deputy=known, by=request.actor, at=timezone.now())
    messages.success(request, _("Ended. What was decided stays."))
    return HttpResponseRedirect(reverse("orders:deputies"))


def _rule_page(request: HttpRequest, known: ApprovalRule | None) -> HttpResponse:
    actor = request.actor
    form = RuleForm(
        request.POST or None,
        deciders=list(deciders_of(actor).values()),
        own_roles=own_roles_of(actor),
        departments=list(departments_of(actor)),
        addresses=addresses_of(actor),
        sections=section_choices(actor),
        rule=known,
    )
    if known and not form.is_bound:
        form.initial = form.initial_of(known)
    context = {"form": form, "rule": known}
    if not form.is_valid():
        return render(request, "orders/approval_rule.html", context, status=INVALID if form.is_bound else 200)
    told = form.cleaned_data
    try:
        save_approval_rule(
            name=told["name"],
            terms=form.terms(),
            levels=form.rule_levels(),
            is_active=told["is_active"],
            rule=known,
            by=actor,
            at=timezone.now(),
        )
    except RuleKnown as refusal:
        form.add_error("name", str(refusal))
        return render(request, "orders/approval_rule.html", context, status=CONFLICT)
    messages.success(request, _("Rule saved. It holds for orders sent from now on."))
    return HttpResponseRedirect(reverse("orders:approval-rules"))


def _deputy_form(request: HttpRequest) -> SetDeputyForm:
    actor = request.actor
    people = deciders_of(actor)
    own = next((uid for uid, place in people.items() if actor.user and place.user_id == actor.user.pk), "")
    manages = can(actor, Permission.MANAGE_RULES, actor.company)
    today = shop_day(timezone.now())
    initial = {"person": own, "valid_from": today, "last_day": today + timedelta(days=13)}
    return SetDeputyForm(request.POST or None, people=people, own="" if manages else own, initial=initial)


def _deputies(request: HttpRequest, form: SetDeputyForm | None = None, status: int = 200) -> HttpResponse:
    context = {
        "deputies": deputies_of(request.actor, shop_day(timezone.now())),
        "form": form or _deputy_form(request),
        "manages": bool(can(request.actor, Permission.MANAGE_RULES, request.actor.company)),
    }
    return render(request, "orders/deputies.html", context, status=status)
