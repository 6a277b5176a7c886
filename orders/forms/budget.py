"""Budgets of a company."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import SpendPeriod
from accounts.models import CostCentre, Department

_DAY = {"type": "date"}


class ChangeBudgetForm(forms.Form):
    """What may change of a budget."""

    name = forms.CharField(label=_("Name"), max_length=100, error_messages={"required": _("Write the name.")})
    amount_gross = forms.DecimalField(
        label=_("Sum with VAT for each period, ₽"),
        min_value=0,
        max_digits=14,
        decimal_places=2,
        help_text=_("Orders count with VAT and delivery."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    warn_percent = forms.IntegerField(label=_("Warn when so much is used, %"), min_value=1, max_value=100, initial=80)
    carries_over = forms.BooleanField(label=_("What is left goes to the next period"), required=False)
    is_hard = forms.BooleanField(
        label=_("Refuse orders over it"), required=False, help_text=_("Otherwise the checkout only warns.")
    )
    valid_until = forms.DateField(
        label=_("Ends before"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs=_DAY)
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(_plain(data), **kwargs)


class AddBudgetForm(ChangeBudgetForm):
    """A new budget. What it is for never changes."""

    department = forms.ChoiceField(label=_("Department"), required=False)
    cost_centre = forms.ChoiceField(label=_("Cost centre"), required=False)
    category = forms.ChoiceField(
        label=_("Section of the catalogue"), required=False, help_text=_("With all sections below it.")
    )
    period = forms.TypedChoiceField(label=_("Period"), choices=SpendPeriod.choices, coerce=SpendPeriod)
    valid_from = forms.DateField(
        label=_("Begins on"),
        help_text=_("Orders sent before are not counted."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs=_DAY),
    )
    field_order = (
        "name",
        "department",
        "cost_centre",
        "category",
        "period",
        "amount_gross",
        "warn_percent",
        "carries_over",
        "is_hard",
        "valid_from",
        "valid_until",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        departments: dict[str, Department],
        cost_centres: dict[str, CostCentre],
        sections: list[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.departments, self.cost_centres = departments, cost_centres
        self.fields["department"].choices = [("", _("any"))] + [(uid, str(one)) for uid, one in departments.items()]
        self.fields["cost_centre"].choices = [("", _("any"))] + [(uid, str(one)) for uid, one in cost_centres.items()]
        self.fields["category"].choices = [("", _("any")), *sections]

    def clean_department(self) -> Department | None:
        return self.departments.get(self.cleaned_data["department"])

    def clean_category(self) -> int | None:
        return int(self.cleaned_data["category"]) if self.cleaned_data["category"] else None

    def clean_cost_centre(self) -> CostCentre | None:
        return self.cost_centres.get(self.cleaned_data["cost_centre"])

    def clean(self) -> dict[str, Any]:
        """A budget lasts at least a day."""
        told = self.cleaned_data
        if told.get("valid_until") and told.get("valid_from") and told["valid_until"] <= told["valid_from"]:
            self.add_error("valid_until", _("The end comes before the beginning."))
        return told


def _plain(data: Any) -> Any:
    """The sum as people write it, «150 000,50», as the field reads it."""
    if not data or "amount_gross" not in data:
        return data
    amount = "".join(data["amount_gross"].split()).replace(",", ".")
    return data.dict() | {"amount_gross": amount}
