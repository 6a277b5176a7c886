"""Becoming a customer: the form for everybody, and the page of an application behind its mailed link."""

import uuid
from typing import Any

from allauth.core.ratelimit import consume
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.actions.apply_for_account import apply_for_account
from accounts.actions.correct_application import correct_application
from accounts.forms.register import ApplyForAccountForm
from accounts.models import Application
from accounts.queries.applications import application_by_secret
from accounts.queries.people import has_account
from accounts.registry import registry
from accounts.requisites import RequisiteError, check_inn
from b2b_portal.core.errors import RuleBroken

# what an applicant may correct
_WRITTEN = tuple(name for name in ApplyForAccountForm.base_fields if name not in {"key", "email", "consent"})
CONFLICT, INVALID, GONE, TOO_MANY = 409, 422, 410, 429


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Asks who buys. The answer is the same whether or not the company or the address is known here."""
    email = request.user.email if request.user.is_authenticated else ""
    known = {"full_name": request.user.full_name, "phone": request.user.phone} if email else {}
    if "fill" in request.POST:
        return _filled(request, email, {})
    form = ApplyForAccountForm(request.POST or None, email=email, initial=known)
    if not form.is_valid():
        return _page(request, form, status=INVALID if form.is_bound else 200)
    if not consume(request, action="apply_for_account"):
        return _page(request, form, bad=_too_many(), status=TOO_MANY)
    key, now = form.cleaned_data["key"] or uuid.uuid4(), timezone.now()
    apply_for_account(key=key, applicant=form.applicant(), by=request.actor, at=now)
    return HttpResponseRedirect(reverse("accounts:register-sent"))


@require_safe
def register_sent(request: HttpRequest) -> HttpResponse:
    """Says to look into the mail."""
    return render(request, "accounts/register_sent.html")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: HttpRequest, secret: str) -> HttpResponse:
    """Shows how the application stands, to whoever has the link; POST sends it again, corrected."""
    asked = application_by_secret(secret, timezone.now())
    if asked is None:
        return render(request, "accounts/application_gone.html", status=GONE)
    address = reverse("accounts:application", args=[secret])
    may_open = asked.is_open and not request.user.is_authenticated and not has_account(asked.email)
    context = {"may_open_account": may_open, "account_url": reverse("accounts:application-account", args=[secret])}
    return answer_application(request, asked, address, "accounts/application.html", **context)


def answer_application(request: HttpRequest, asked: Application, address: str, page: str, **more: Any) -> HttpResponse:
    """Shows an application on a page of the applicant's, which lies at `address`; POST sends it again, corrected."""
    context = {"application": asked, "page": page, **more}
    if "fill" in request.POST and asked.may_be_corrected:
        return _filled(request, asked.email, context)
    form = ApplyForAccountForm(request.POST or None, email=asked.email, initial=_written(asked))
    if not form.is_valid():
        return _page(request, form, status=INVALID if form.is_bound else 200, **context)
    if not consume(request, action="apply_for_account"):
        return _page(request, form, bad=_too_many(), status=TOO_MANY, **context)
    try:
        correct_application(application=asked, applicant=form.applicant(), by=request.actor, at=timezone.now())
    except RuleBroken as refusal:
        return _page(request, form, bad=str(refusal), status=CONFLICT, **context)
    return HttpResponseRedirect(address)


def _filled(request: HttpRequest, email: str, context: dict[str, Any]) -> HttpResponse:
    """The form as it was typed, with what the register says of the INN; nothing is kept."""
    bare = ApplyForAccountForm.base_fields
    typed = {name: request.POST[name] for name in bare if request.POST.get(name)}
    inn, kpp = (str(bare[name].to_python(typed.get(name, ""))) for name in ("inn", "kpp"))

    def answer(status: int = 200, **said: str) -> HttpResponse:
        return _page(request, ApplyForAccountForm(email=email, initial=typed), status=status, **said, **context)

    try:
        check_inn(inn)
    except RequisiteError as error:
        return answer(INVALID, bad=str(error))
    if not consume(request, action="fill_by_inn"):
        return answer(TOO_MANY, bad=_too_many())
    found = registry().find(inn, kpp)
    if found is None:
        return answer(warn=_("The register does not know this INN and KPP: type the name and the address."))
    said = {name: getattr(found, name) for name in ("kpp", "ogrn", "name", "legal_address")}
    typed |= {name: value for name, value in said.items() if value}
    return answer(ok=_("Filled in from the register: check it and go on."))


def _page(
    request: HttpRequest,
    form: ApplyForAccountForm,
    *,
    status: int,
    page: str = "accounts/register.html",
    **context: Any,
) -> HttpResponse:
    return render(request, page, {"form": form, **context}, status=status)


def _written(asked: Application) -> dict[str, Any]:
    return {name: getattr(asked, name) for name in _WRITTEN}


def _too_many() -> str:
    return _("Too many attempts from your network. Try again in an hour, or call us.")
