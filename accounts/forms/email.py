"""Another address."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ChangeEmailForm(forms.Form):
    """Where mails go, and under which the person signs in."""

    email = forms.EmailField(
        label=_("New e-mail"),
        help_text=_("A link is mailed to it; until you open the link, the former address stays."),
        error_messages={"required": _("Type the new e-mail.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
