"""The page behind the link of an invitation mail."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions.accept_invitation import InvitationSpent, accept_invitation
from accounts.actors import Actor
from accounts.forms.invitation import AcceptInvitationForm
from accounts.queries.people import invitation_of
from b2b_portal.core.views.language import remember_language


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """GET shows the form and spends nothing, so mail scanners do no harm; POST sets the password, once."""
    now = timezone.now()
    invited = invitation_of(secret, now)
    if invited is None:
        return _spent(request)
    form = AcceptInvitationForm(request.POST or None, user=invited.user)
    if not form.is_valid():
        context = {"form": form, "invited": invited}
        return render(request, "accounts/invitation.html", context, status=422 if form.is_bound else 200)
    try:
        accept_invitation(secret=secret, password=form.cleaned_data["password"], by=Actor(user=invited.user), at=now)
    except InvitationSpent:
        return _spent(request)
    logout(request)
    messages.success(request, _("The password is set. Sign in with it"))
    response = HttpResponseRedirect(resolve_url("account_login"))
    remember_language(response, invited.user.language)
    return response


def _spent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/invitation_spent.html", status=410)
