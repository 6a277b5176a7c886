"""The company's powers of attorney: list, add, revoke."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.add_power import PowerEnded, PowerKnown, add_power
from accounts.actions.revoke_power import revoke_power
from accounts.forms.power import AddPowerForm
from accounts.permissions import Permission
from accounts.queries.credit import shop_day
from accounts.queries.powers import power_of, powers_of
from accounts.views.way_back import way_back
from b2b_portal.core.access import needs

CONFLICT, INVALID = 409, 422


@needs(Permission.PLACE_ORDER)
@require_safe
def powers(request: HttpRequest) -> HttpResponse:
    """Shows who may receive goods, and until when."""
    context = {"powers": powers_of(request.actor), "today": shop_day(timezone.now())}
    return render(request, "accounts/powers.html", context)


@needs(Permission.PLACE_ORDER)
@require_http_methods(["GET", "HEAD", "POST"])
def power_add(request: HttpRequest) -> HttpResponse:
    """Asks for a power of attorney and adds it; goes back to the page that needed it, with `power` in its query."""
    form = AddPowerForm(request.POST or None)
    back = way_back(request)
    if not form.is_valid():
        return _form(request, form, INVALID if form.is_bound else 200)
    try:
        power = add_power(**form.cleaned_data, by=request.actor, at=timezone.now())
    except (PowerEnded, PowerKnown) as refusal:
        form.add_error("number" if isinstance(refusal, PowerKnown) else "valid_until_on", str(refusal))
        return _form(request, form, CONFLICT)
    messages.success(request, _("Power of attorney added"))
    return HttpResponseRedirect(f"{back}?power={power.uid}" if back else reverse("accounts:powers"))


@needs(Permission.PLACE_ORDER)
@require_POST
def power_revoke(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Lets nobody receive goods by it any more."""
    power = power_of(request.actor, uid)
    if power is None:
        raise Http404
    revoke_power(power=power, by=request.actor, at=timezone.now())
    messages.success(request, _("The power of attorney № %(number)s is revoked.") % {"number": power.number})
    return HttpResponseRedirect(reverse("accounts:powers"))


def _form(request: HttpRequest, form: AddPowerForm, status: int) -> HttpResponse:
    context = {"form": form, "next": way_back(request)}
    return render(request, "accounts/power_add.html", context, status=status)
