"""Why an order is cancelled."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CancelOrderForm(forms.Form):
    """Parses one submission; whether the order may be cancelled is decided by the action."""

    reason = forms.CharField(label=_("Why"), max_length=300, required=False)
