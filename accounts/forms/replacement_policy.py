"""Whether a company is offered analogues."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import ReplacementPolicy


class SetReplacementPolicyForm(forms.Form):
    """One of the policies."""

    policy = forms.TypedChoiceField(
        label=_("Analogues and replacements"),
        choices=ReplacementPolicy.choices,
        coerce=ReplacementPolicy,
        help_text=_("For everybody in the company: in search, on product pages and in the cart."),
    )
