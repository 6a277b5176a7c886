"""An applicant's own pages: how his application stands, and the account with which he looks around meanwhile."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions.lock_application import ApplicationDecided
from accounts.actions.open_applicant_account import AccountThere, open_applicant_account
from accounts.actors import Actor
from accounts.forms.invitation import AcceptInvitationForm
from accounts.models import User
from accounts.queries.acting import own_application as application_of
from accounts.queries.applications import application_by_secret
from accounts.views.register import GONE, INVALID, answer_application
from b2b_portal.core.access import for_everyone_signed_in


@for_everyone_signed_in
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def own_application(request: HttpRequest) -> HttpResponse:
    """Shows the signed-in person how his application stands; POST sends it again, corrected."""
    asked = application_of(request.user)
    if asked is None:
        raise Http404
    return answer_application(request, asked, reverse("accounts:own-application"), "accounts/own_application.html")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def application_account(request: HttpRequest, secret: str) -> HttpResponse:
    """Asks the applicant, whom the link proves, for a password; GET spends nothing."""
    now = timezone.now()
    asked = application_by_secret(secret, now)
    if asked is None or not asked.is_open:
        return render(request, "accounts/application_gone.html", status=GONE)
    form = AcceptInvitationForm(request.POST or None, user=User(email=asked.email, full_name=asked.full_name))
    if not form.is_valid():
        context = {"form": form, "application": asked}
        return render(request, "accounts/applicant_account.html", context, status=INVALID if form.is_bound else 200)
    try:
        open_applicant_account(application=asked, password=form.cleaned_data["password"], by=Actor(), at=now)
    except (AccountThere, ApplicationDecided) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The password is set. Sign in with it"))
    return HttpResponseRedirect(resolve_url("account_login"))
