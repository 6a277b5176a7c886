"""Whether a company demands a second step of its people."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actions.demand_second_factor import demand_second_factor
from accounts.forms.people import DemandSecondFactorForm
from accounts.permissions import Permission
from accounts.views.confirmed import ask_who_is_there
from b2b_portal.core.access import needs


@needs(Permission.MANAGE_PEOPLE)
@require_POST
def second_factor_demand(request: HttpRequest) -> HttpResponse:
    """Demands it from now on, or no longer; asks who is there."""
    page = f"{reverse('accounts:people')}#second-factor"
    form = DemandSecondFactorForm(request.POST)
    if not form.is_valid():
        return HttpResponseRedirect(page)
    if unconfirmed := ask_who_is_there(request, reverse("accounts:people")):
        return unconfirmed
    demanded = form.cleaned_data["demanded"]
    demand_second_factor(demanded=demanded, by=request.actor, at=timezone.now())
    done = _("Everybody now needs two-step sign-in") if demanded else _("Two-step sign-in is up to each person now")
    messages.success(request, done)
    return HttpResponseRedirect(page)
