"""What staff type about a company's credit."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("It stands in the entries that the company's people read.")
    )


class SetCreditLimitForm(forms.Form):
    """How much the company may owe under the contract."""

    limit = forms.DecimalField(label=_("Credit limit, ₽ with VAT"), min_value=0, max_digits=14, decimal_places=2)
    reason = _reason()


class OverrideCreditForm(forms.Form):
    """What is allowed above the rules, and until when."""

    gross = forms.DecimalField(
        label=_("Above the limit, ₽ with VAT"), min_value=0, max_digits=14, decimal_places=2, initial=Decimal(0)
    )
    despite_overdue = forms.BooleanField(label=_("Defer new orders in spite of overdue debts"), required=False)
    until = forms.DateTimeField(
        label=_("Until"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    reason = _reason()
