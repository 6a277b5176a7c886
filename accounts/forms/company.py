"""What staff type about a company."""

from collections.abc import Callable

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Seller
from accounts.permissions import ROLE_CHOICES, Role
from accounts.requisites import (
    RequisiteError,
    check_account,
    check_bik,
    check_correspondent_account,
    check_inn,
    check_kpp,
    check_ogrn,
    check_ogrnip,
)

ENTREPRENEUR_INN = 12


def checked(form: forms.Form, name: str, check: Callable[[str], None]) -> str:
    """The field's value, if it is empty or passes the check; the refusal is shown at the field."""
    number = str(form.cleaned_data[name]).strip()
    if number:
        try:
            check(number)
        except RequisiteError as error:
            raise forms.ValidationError(str(error), code=error.code) from None
    return number


class RequisitesMixin:
    """Checks ИНН, КПП and ОГРН by form and check digits."""

    def clean_inn(self) -> str:
        return checked(self, "inn", check_inn)

    def clean_kpp(self) -> str:
        return checked(self, "kpp", check_kpp)

    def clean_ogrn(self) -> str:
        is_entrepreneur = len(self.cleaned_data.get("inn", "")) == ENTREPRENEUR_INN
        return checked(self, "ogrn", check_ogrnip if is_entrepreneur else check_ogrn)


class EditCompanyForm(RequisitesMixin, forms.ModelForm):
    """A company's name, requisites, tier and account manager."""

    class Meta:
        model = Company
        fields = [
            "code",
            "name",
            "inn",
            "kpp",
            "ogrn",
            "legal_address",
            "tier",
            "group",
            "account_manager",
            "replacement_policy",
        ]


class EditSellerForm(RequisitesMixin, forms.ModelForm):
    """Our own legal entity."""

    class Meta:
        model = Seller
        exclude: list[str] = []

    def clean_bik(self) -> str:
        return checked(self, "bik", check_bik)

    def clean_settlement_account(self) -> str:
        return checked(self, "settlement_account", self._at_bank(check_account))

    def clean_correspondent_account(self) -> str:
        return checked(self, "correspondent_account", self._at_bank(check_correspondent_account))

    def _at_bank(self, check: Callable[[str, str], None]) -> Callable[[str], None]:
        """The check of an account against the bank's number; a wrong one is refused at its own field already."""
        bik = self.cleaned_data.get("bik", "")
        return lambda account: check(account, bik) if bik else None


class InviteMemberForm(forms.Form):
    """Whom to let into the company."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    full_name = forms.CharField(label=_("Full name"), max_length=150)
    role = forms.TypedChoiceField(label=_("Role"), choices=ROLE_CHOICES, coerce=Role, initial=Role.PURCHASER)
    language = forms.ChoiceField(
        label=_("Language of the mail"), choices=[("ru", _("Russian")), ("en", _("English"))], initial="ru"
    )


class SuspendCompanyForm(forms.Form):
    """Why the company may not order."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("The company's people read it when they are refused.")
    )
