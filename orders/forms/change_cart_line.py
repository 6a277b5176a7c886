"""A product and how many of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.quantities import MOST


class ChangeCartLineForm(forms.Form):
    """Parses one submission; what may be ordered is decided by the action."""

    product = forms.UUIDField(label=_("Product"))
    quantity = forms.IntegerField(
        label=_("Quantity"),
        min_value=0,
        max_value=MOST,
        error_messages={
            "invalid": _("Write the quantity in digits, for example 5."),
            "required": _("Write the quantity in digits, for example 5."),
        },
    )
