"""Decisions on an order that waits for approval."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DecideForm(forms.Form):
    """Which revision of the order was seen."""

    revision = forms.IntegerField(min_value=1, max_value=32767, widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """Why the order goes back."""

    reason = forms.CharField(
        label=_("What should be changed"),
        max_length=300,
        error_messages={"required": _("Write the reason: the author reads it.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReturnOrderForm(ReasonForm, DecideForm):
    """Which revision goes back, and why."""


class LowerLineForm(DecideForm):
    """How many of a line are enough; 0 takes it off."""

    quantity = forms.IntegerField(label=_("How many are enough"), min_value=0, max_value=1_000_000)


class SwapLineForm(DecideForm):
    """Which analogue takes the line's place."""

    other = forms.UUIDField()
