"""What an applicant types."""

import re
import uuid
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.actions.apply_for_account import Applicant
from accounts.enums import ApplicantKind
from accounts.forms.company import ENTREPRENEUR_INN, RequisitesMixin, checked
from accounts.requisites import check_account, check_bik, check_ogrn, check_ogrnip

_GAPS = re.compile(r"[\s\u00a0\u202f-]+")


class NumberField(forms.CharField):
    """A requisite as people copy it: spaces and hyphens are left out. Its check says how long it is."""

    def to_python(self, value: Any) -> str:
        return _GAPS.sub("", super().to_python(value))


class ApplyForAccountForm(RequisitesMixin, forms.Form):
    """A company or a sole proprietor, its bank if it likes, the person, the consent."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput())
    kind = forms.ChoiceField(
        label=_("Who buys"),
        choices=ApplicantKind,
        initial=ApplicantKind.COMPANY,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who buys.")},
    )
    inn = NumberField(
        label=_("INN"),
        help_text=_("10 digits, for a sole proprietor 12."),
        error_messages={"required": _("Type the INN.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    kpp = NumberField(
        label=_("KPP"),
        error_messages={"required": _("Type the KPP: a company has one.")},
        help_text=_("9 digits. A branch has its own; a sole proprietor has none."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    ogrn = NumberField(
        label=_("OGRN or OGRNIP"),
        error_messages={"required": _("Type the OGRN.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=300,
        error_messages={"required": _("Type the name.")},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    legal_address = forms.CharField(
        label=_("Legal address"), max_length=500, error_messages={"required": _("Type the legal address.")}
    )
    bik = NumberField(
        label=_("BIK"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    bank_account = NumberField(
        label=_("Settlement account"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    full_name = forms.CharField(
        label=_("Your full name"),
        max_length=150,
        error_messages={"required": _("Type your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Work e-mail"),
        max_length=254,
        help_text=_("The answer comes here, and with it you will sign in."),
        error_messages={"required": _("Type the e-mail.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=30,
        error_messages={"required": _("Type the phone.")},
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    consent = forms.BooleanField(
        label=_("I agree to the processing of my personal data"),
        error_messages={"required": _("Without the consent we may not keep your name and phone.")},
    )

    def __init__(self, *args: Any, email: str = "", initial: dict[str, Any] | None = None, **more: Any) -> None:
        """`email`: the address that is known already and stays."""
        super().__init__(*args, initial={"key": uuid.uuid4(), **(initial or {})}, **more)
        kind = self.data.get("kind") or self.initial.get("kind")
        self.fields["kpp"].required = kind != ApplicantKind.SOLE_PROPRIETOR
        if email:
            self.fields["email"].disabled = True
            self.initial["email"] = email

    def clean_ogrn(self) -> str:
        """By who buys, not by the INN: that may be the very field that is wrong."""
        is_person = self.cleaned_data.get("kind") == ApplicantKind.SOLE_PROPRIETOR
        return checked(self, "ogrn", check_ogrnip if is_person else check_ogrn)

    def clean_bik(self) -> str:
        return checked(self, "bik", check_bik)

    def clean_bank_account(self) -> str:
        bik = self.cleaned_data.get("bik", "")
        return checked(self, "bank_account", lambda account: check_account(account, bik) if bik else None)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_person = data.get("kind") == ApplicantKind.SOLE_PROPRIETOR
        if "inn" in data and (len(data["inn"]) == ENTREPRENEUR_INN) != is_person:
            self.add_error("inn", _INN_OF_A_COMPANY if is_person else _INN_OF_A_PERSON)
        if is_person and data.get("kpp"):
            self.add_error("kpp", _("A sole proprietor has no KPP: leave it empty."))
        if data.get("bik") == "" and data.get("bank_account"):
            self.add_error("bik", _("Type the BIK of the bank too, or leave the account empty."))
        if data.get("bik") and data.get("bank_account") == "":
            self.add_error("bank_account", _("Type the account too, or leave the BIK empty."))
        return data

    def applicant(self) -> Applicant:
        """The words of a valid form, in the language of the page."""
        language = (get_language() or "ru")[:2]
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "consent"}}
        return Applicant(**said, language=language)


_INN_OF_A_COMPANY = _("This is the INN of a company: a sole proprietor's has 12 digits.")
_INN_OF_A_PERSON = _("This is the INN of a person: a company's has 10 digits.")
