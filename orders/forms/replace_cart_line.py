"""A product in the cart and the one to take instead."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReplaceCartLineForm(forms.Form):
    """Parses one submission; what may stand for what is decided by the action."""

    product = forms.UUIDField(label=_("Product"))
    other = forms.UUIDField(label=_("Replacement"))
