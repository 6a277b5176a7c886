"""A company's own code for a product."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SetOwnCodeForm(forms.Form):
    """Parses one submission; an empty code is allowed, it forgets the old one."""

    own_code = forms.CharField(label=_("Your code"), max_length=100, required=False)
