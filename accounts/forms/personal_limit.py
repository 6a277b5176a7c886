"""What a colleague may order in a period."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import SpendPeriod


class SetPersonalLimitForm(forms.Form):
    """The limit of one kind of period; an empty sum takes it away."""

    period = forms.TypedChoiceField(label=_("Period"), choices=SpendPeriod.choices, coerce=SpendPeriod)
    amount_gross = forms.DecimalField(
        label=_("Sum with VAT, ₽"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        help_text=_("Empty: no limit for this period."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        """Reads the sum as people write it: «150 000,50»."""
        if data and "amount_gross" in data:
            amount = "".join(data["amount_gross"].split()).replace(",", ".")
            data = data.dict() | {"amount_gross": amount}
        super().__init__(data, **kwargs)
