"""A person's change of his own address."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions.ask_email_change import AskedTooOften, SameAddress, ask_email_change
from accounts.actions.change_email import EmailLinkSpent, change_email
from accounts.forms.email import ChangeEmailForm
from accounts.views.confirmed import ask_who_is_there
from b2b_portal.core.access import for_everyone_signed_in

CONFLICT, INVALID = 409, 422


@for_everyone_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def email_ask(request: HttpRequest) -> HttpResponse:
    """Asks for the new address and mails a link to it."""
    if unconfirmed := ask_who_is_there(request, request.path):
        return unconfirmed
    form = ChangeEmailForm(request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/email.html", {"form": form}, status=INVALID if form.is_bound else 200)
    email = form.cleaned_data["email"]
    try:
        ask_email_change(email=email, by=request.actor, at=timezone.now())
    except (AskedTooOften, SameAddress) as refusal:
        form.add_error("email", str(refusal))
        return render(request, "accounts/email.html", {"form": form}, status=CONFLICT)
    messages.success(request, _("A link is on its way to %(email)s. Open it within a day.") % {"email": email})
    return HttpResponseRedirect(reverse("accounts:profile"))


@for_everyone_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def email_change(request: HttpRequest, secret: str) -> HttpResponse:
    """GET asks and changes nothing, so mail scanners do no harm; POST takes the new address."""
    if request.method != "POST":
        return render(request, "accounts/email_change.html")
    try:
        person = change_email(secret=secret, by=request.actor, at=timezone.now())
    except EmailLinkSpent as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("From now on you sign in with %(email)s.") % {"email": person.email})
    return HttpResponseRedirect(reverse("accounts:profile"))
