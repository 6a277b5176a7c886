"""How goods reach buyers: kept by staff; placed orders keep the price they were given."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.admin.audited import AuditedAdmin
from b2b_portal.core.admin.columns import money_column, percent_column
from orders.enums import DeliveryKind
from orders.models import DeliveryMethod

VAT_CHOICES = [("0.22", "22 %"), ("0.10", "10 %"), ("0.00", "0 %"), ("", _("no VAT"))]


class EditDeliveryMethodForm(forms.ModelForm):
    """A pick-up needs the warehouse where buyers come."""

    vat_rate = forms.TypedChoiceField(
        label=capfirst(_("VAT rate")), choices=VAT_CHOICES, required=False, empty_value=None, initial="0.22"
    )

    class Meta:
        model = DeliveryMethod
        exclude: list[str] = []
        help_texts = {
            "code": _("Latin letters, digits and dashes; never shown to buyers."),
            "name": _("What buyers read at checkout, for example “Courier in Moscow”."),
            "price_gross": _("Becomes a line of the order; 0 adds no line."),
            "free_from_gross": _("From this sum of goods on nothing is charged. Empty: always charged."),
            "cut_off": _("Orders after this hour leave one working day later. Empty: the hour does not matter."),
            "working_days": _("From leaving the warehouse to the buyer's door."),
            "warehouse": _("Only for a pick-up: where buyers come."),
            "position": _("The smallest comes first."),
            "is_active": _("Switched off, it disappears from checkout; orders that have it keep it."),
        }

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("kind") == DeliveryKind.PICKUP and not said.get("warehouse"):
            self.add_error("warehouse", _("Choose the warehouse where buyers come."))
        if said.get("kind") == DeliveryKind.ADDRESS:
            said["warehouse"] = None
        return said


@admin.register(DeliveryMethod)
class DeliveryMethodAdmin(AuditedAdmin):
    """What checkout offers, in its order."""

    form = EditDeliveryMethodForm
    list_display = ["name", "kind", "price", "free_from", "rate", "cut_off", "working_days", "is_active"]
    list_filter = ["kind", "is_active"]
    ordering = ["position", "code"]
    fields = [
        ("name", "code"),
        ("kind", "warehouse"),
        ("price_gross", "vat_rate", "free_from_gross"),
        ("cut_off", "working_days"),
        ("position", "is_active"),
    ]
    price = money_column("price_gross", _("price with VAT"))
    free_from = money_column("free_from_gross", _("free from this sum with VAT"))
    rate = percent_column("vat_rate", _("VAT rate"))
