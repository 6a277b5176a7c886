"""A person's own page: how the cabinet looks to him, how he signs in, for which company he acts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from accounts.actions.change_profile import change_profile
from accounts.actors import Actor
from accounts.forms.profile import ChangeProfileForm
from accounts.forms.replacement_policy import SetReplacementPolicyForm
from accounts.permissions import Permission
from accounts.queries.access import can
from accounts.queries.people import companies_of
from b2b_portal.core.access import for_everyone_signed_in
from b2b_portal.core.views.language import remember_language


@for_everyone_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Shows the profile; POST keeps it and switches this device to the chosen language."""
    user = request.user
    initial = {name: getattr(user, name) for name in ("language", "time_zone", "has_letter_keys")}
    form = ChangeProfileForm(request.POST or None, initial=initial)
    if form.is_valid():
        change_profile(user=user, **form.cleaned_data, by=request.actor, at=timezone.now())
        response = HttpResponseRedirect(reverse("accounts:profile"))
        remember_language(response, form.cleaned_data["language"])
        with override(form.cleaned_data["language"]):
            messages.success(request, _("Profile saved"))
        return response
    company = request.actor.company
    context = {
        "form": form,
        "memberships": companies_of(user),
        "current": company,
        "may_manage_people": company is not None and can(request.actor, Permission.MANAGE_PEOPLE, company),
        "replacements": _replacements(request.actor),
    }
    return render(request, "accounts/profile.html", context, status=422 if form.is_bound else 200)


def _replacements(actor: Actor) -> SetReplacementPolicyForm | None:
    """What the company says to analogues, for those who may say it."""
    company = actor.company
    if company is None or not can(actor, Permission.EDIT_COMPANY, company):
        return None
    return SetReplacementPolicyForm(initial={"policy": company.replacement_policy})
