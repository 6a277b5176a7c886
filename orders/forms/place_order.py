"""What the buyer adds to his cart when he orders."""

from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.requisites import RequisiteError, check_inn, check_kpp
from orders.parties import OtherParty
from orders.payment_choice import PaymentChoice, payment_choice
from orders.seen_prices import SeenLine, seen_lines

SEEN = "seen"  # repeated, one for each line: it stands in the rows of the cart, beside the price
PARTIES = ("consignee", "payer")


class ChooseDeliveryForm(forms.Form):
    """The choices on which the sum to pay depends. `delivery` is a method's code and the price seen beside it."""

    delivery = forms.CharField(max_length=100, required=False)
    address = forms.UUIDField(label=_("Where to"), required=False)
    power = forms.UUIDField(label=_("Who fetches the goods"), required=False)
    not_later_than_on = forms.DateField(
        label=_("Not later than"),
        required=False,
        error_messages={"invalid": _("Choose a day, for example in the calendar.")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    may_await = forms.BooleanField(required=False)
    cost_centre = forms.UUIDField(label=_("Cost centre"), required=False)
    payment = forms.CharField(max_length=40, required=False)
    contract = forms.UUIDField(label=_("Contract"), required=False)

    def clean_delivery(self) -> tuple[str, Decimal | None]:
        """The method's code and the price that the buyer saw; ("", None) when he chose nothing."""
        code, bar, price = self.cleaned_data["delivery"].partition("|")
        if not bar:
            return code, None
        try:
            seen = Decimal(price)
        except InvalidOperation:
            seen = Decimal("NaN")
        if not seen.is_finite():
            raise forms.ValidationError(_("Choose how the goods are delivered."))
        return code, seen

    def clean_payment(self) -> PaymentChoice | None:
        """None where there was nothing to choose, or nothing was chosen."""
        try:
            return payment_choice(self.cleaned_data["payment"])
        except ValueError as error:
            raise forms.ValidationError(_("Choose how the order is paid."), code="invalid") from error


class SeenField(forms.Field):
    """What the buyer saw of each line, as `SeenLine.text` wrote it."""

    widget = forms.MultipleHiddenInput
    default_error_messages = {
        "required": _("This page is out of date. Check the cart and repeat."),
        "invalid": _("This page is out of date. Check the cart and repeat."),
    }

    def to_python(self, value: Any) -> dict[UUID, SeenLine]:
        """Raises ValidationError for what no page of ours has sent."""
        try:
            return seen_lines(value or ())
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error


class PlaceOrderForm(ChooseDeliveryForm):
    """The key was made when the page was drawn: sent twice, it is one order. `seen` are the prices he agrees to.

    A consignee and a payer are other legal entities; all three fields empty is the buyer himself.
    """

    key = forms.UUIDField(widget=forms.HiddenInput)
    seen = SeenField()
    consignee_name = forms.CharField(label=_("Name"), max_length=200, required=False)
    consignee_inn = forms.CharField(
        label=_("INN"), max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    consignee_kpp = forms.CharField(label=_("KPP"), max_length=20, required=False)
    payer_name = forms.CharField(label=_("Name"), max_length=200, required=False)
    payer_inn = forms.CharField(
        label=_("INN"), max_length=20, required=False, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    payer_kpp = forms.CharField(label=_("KPP"), max_length=20, required=False)
    buyer_number = forms.CharField(label=_("Your order number"), max_length=50, required=False)
    comment = forms.CharField(
        label=_("Comment for the warehouse"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_consignee_inn(self) -> str:
        return _checked(self.cleaned_data["consignee_inn"], check_inn)

    def clean_consignee_kpp(self) -> str:
        return _checked(self.cleaned_data["consignee_kpp"], check_kpp)

    def clean_payer_inn(self) -> str:
        return _checked(self.cleaned_data["payer_inn"], check_inn)

    def clean_payer_kpp(self) -> str:
        return _checked(self.cleaned_data["payer_kpp"], check_kpp)

    def clean(self) -> dict[str, Any]:
        """Another party has a name and an INN, or is not named at all; as facts it is an OtherParty or None."""
        return {**self.cleaned_data, **{who: self._party(who) for who in PARTIES}}

    def _party(self, who: str) -> OtherParty | None:
        names = (f"{who}_name", f"{who}_inn", f"{who}_kpp")
        if not any(self.data.get(one) for one in names):
            return None
        name, inn, kpp = (self.cleaned_data.get(one, "") for one in names)
        if not name and f"{who}_name" not in self.errors:
            self.add_error(f"{who}_name", _("Write the name."))
        if not inn and f"{who}_inn" not in self.errors:
            self.add_error(f"{who}_inn", _("Write the INN."))
        return OtherParty(name, inn, kpp)


def _checked(text: str, check: Any) -> str:
    """The requisite without spaces, if it can be right or is empty."""
    number = "".join(text.split())
    if not number:
        return ""
    try:
        check(number)
    except RequisiteError as error:
        raise forms.ValidationError(error.message, code=error.code) from error
    return number
