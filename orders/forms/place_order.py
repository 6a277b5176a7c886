"""What the buyer adds to his cart when he orders."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PlaceOrderForm(forms.Form):
    """The key was made when the page was drawn: sent twice, it is one order. `shown_gross` is the sum he saw."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    shown_gross = forms.DecimalField(max_digits=14, decimal_places=2, localize=False, widget=forms.HiddenInput)
    company = forms.UUIDField(widget=forms.HiddenInput)
    buyer_number = forms.CharField(label=_("Your order number"), max_length=50, required=False)
    comment = forms.CharField(
        label=_("Comment for the warehouse"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
