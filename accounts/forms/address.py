"""An address to which goods are brought."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AddAddressForm(forms.Form):
    """Only the address itself is needed; the rest helps the driver."""

    text = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("With the postcode and the building, as the driver will look for it."),
        error_messages={"required": _("Write the address.")},
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    contact_name = forms.CharField(label=_("Who receives"), max_length=150, required=False)
    phone = forms.CharField(
        label=_("Phone"), max_length=30, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    hours = forms.CharField(
        label=_("Receiving hours"), max_length=100, required=False, help_text=_("For example: Mon–Fri 9:00–17:00")
    )
    gate_rules = forms.CharField(
        label=_("Rules of entry"),
        max_length=300,
        required=False,
        help_text=_("Pass, gate, height of the vehicle, ramp."),
    )
