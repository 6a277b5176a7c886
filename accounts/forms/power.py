"""A power of attorney."""

from django import forms
from django.utils.translation import gettext_lazy as _


def _day_field(**options: object) -> forms.DateField:
    return forms.DateField(
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": _("Choose the day."),
            "invalid": _("Choose a day, for example in the calendar."),
        },
        **options,
    )


class AddPowerForm(forms.Form):
    """What the warehouse compares with the paper."""

    number = forms.CharField(
        label=_("Number"),
        max_length=50,
        help_text=_("As it stands on the paper; of an electronic one its 36 characters."),
        error_messages={"required": _("Write the number of the power of attorney.")},
    )
    holder = forms.CharField(
        label=_("Who receives"),
        max_length=150,
        help_text=_("The name in the power of attorney; the warehouse compares it with a document."),
        error_messages={"required": _("Write the name of whoever receives the goods.")},
    )
    issued_on = _day_field(label=_("Issued on"))
    valid_until_on = _day_field(
        label=_("Valid until"), required=False, help_text=_("Inclusive. Without a day it is good for a year.")
    )
