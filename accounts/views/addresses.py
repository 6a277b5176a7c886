"""The company's addresses of delivery: list, add, remove."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.add_address import AddressKnown, add_address
from accounts.actions.remove_address import remove_address
from accounts.forms.address import AddAddressForm
from accounts.permissions import Permission
from accounts.queries.addresses import address_of, addresses_of
from accounts.views.way_back import way_back
from b2b_portal.core.access import needs

CONFLICT, INVALID = 409, 422


@needs(Permission.PLACE_ORDER)
@require_safe
def addresses(request: HttpRequest) -> HttpResponse:
    """Shows where goods can be brought."""
    return render(request, "accounts/addresses.html", {"addresses": addresses_of(request.actor)})


@needs(Permission.PLACE_ORDER)
@require_http_methods(["GET", "HEAD", "POST"])
def address_add(request: HttpRequest) -> HttpResponse:
    """Asks for an address and adds it; goes back to the page that needed it, which finds `address` in its query."""
    form = AddAddressForm(request.POST or None)
    back = way_back(request)
    if not form.is_valid():
        return _form(request, form, back, INVALID if form.is_bound else 200)
    try:
        address = add_address(**form.cleaned_data, by=request.actor, at=timezone.now())
    except AddressKnown as refusal:
        form.add_error("text", str(refusal))
        return _form(request, form, back, CONFLICT)
    messages.success(request, _("Address added"))
    return HttpResponseRedirect(f"{back}?{urlencode({'address': address.uid})}" if back else _list())


@needs(Permission.PLACE_ORDER)
@require_POST
def address_remove(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Takes an address out of the list."""
    address = address_of(request.actor, uid)
    if address is None:
        raise Http404
    remove_address(address=address, by=request.actor, at=timezone.now())
    messages.success(request, _("Address removed. Orders placed before keep it."))
    return HttpResponseRedirect(_list())


def _form(request: HttpRequest, form: AddAddressForm, back: str, status: int) -> HttpResponse:
    context = {"form": form, "next": back, "list": _list()}
    return render(request, "accounts/address_add.html", context, status=status)


def _list() -> str:
    return reverse("accounts:addresses")
