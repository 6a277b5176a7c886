"""What an applicant may type, with the vectors of domain.md section 3."""

import pytest

from accounts.forms.register import ApplyForAccountForm

pytestmark = pytest.mark.usefixtures("english")
COMPANY = {
    "kind": "company",
    "inn": "7707083893",
    "kpp": "770701001",
    "ogrn": "1027700132195",
    "name": "ООО «Лес»",
    "legal_address": "Москва, ул. Вавилова, д. 19",
    "bik": "044525225",
    "bank_account": "40702810138250123017",
    "full_name": "Анна Новая",
    "email": "new@buyer.example",
    "phone": "+7 495 000-00-01",
    "consent": "on",
}
PERSON = {**COMPANY, "kind": "sole_proprietor", "inn": "500100732259", "kpp": "", "ogrn": "304500116000157"}


@pytest.mark.parametrize(
    "typed",
    [
        COMPANY,
        PERSON,
        {**COMPANY, "inn": "7830002293"},
        {**COMPANY, "inn": "5001234561", "ogrn": "1187746794366"},
        {**PERSON, "inn": "771412345602", "ogrn": "316613186091391"},  # remainder 11
        {**COMPANY, "bik": "", "bank_account": ""},
        {**COMPANY, "bik": "044525593", "bank_account": "40702810402000000001"},
        {**COMPANY, "inn": "7707 083 893", "kpp": " 7707-01001 ", "bank_account": "4070 2810 1382 5012 3017"},
    ],
)
def test_apply_for_account_form_takes_requisites_in_order(typed: dict[str, str]) -> None:
    form = ApplyForAccountForm(typed)
    assert form.is_valid(), form.errors
    assert " " not in form.applicant().inn + form.applicant().bank_account


@pytest.mark.parametrize(
    ("typed", "wrong", "words"),
    [
        ({**COMPANY, "inn": "7707083894"}, "inn", "check digits of the INN"),
        ({**PERSON, "inn": "500100732250"}, "inn", "check digits of the INN"),
        ({**PERSON, "inn": "123456789037"}, "inn", "check digits of the INN"),
        ({**COMPANY, "inn": "0000000000"}, "inn", "does not begin with 00"),
        ({**COMPANY, "inn": "500100732259"}, "inn", "INN of a person"),
        ({**PERSON, "inn": "7707083893"}, "inn", "INN of a company"),
        ({**COMPANY, "kpp": "77070100"}, "kpp", "9 digits"),
        ({**COMPANY, "kpp": ""}, "kpp", "a company has one"),
        ({**PERSON, "kpp": "770701001"}, "kpp", "leave it empty"),
        ({**COMPANY, "ogrn": "1022500001328"}, "ogrn", "check digit of the OGRN"),
        ({**PERSON, "ogrn": "1027700132195"}, "ogrn", "15 digits"),
        ({**COMPANY, "bik": "04452522"}, "bik", "9 digits"),
        ({**COMPANY, "bank_account": "40702810900000000001"}, "bank_account", "does not belong"),
        ({**COMPANY, "bank_account": ""}, "bank_account", "leave the BIK empty"),
        ({**COMPANY, "bik": ""}, "bik", "leave the account empty"),
        ({**COMPANY, "consent": ""}, "consent", "Without the consent"),
        ({**COMPANY, "email": "nobody"}, "email", "valid email"),
        ({**COMPANY, "full_name": " "}, "full_name", "Type your name"),
    ],
)
def test_apply_for_account_form_says_what_is_wrong_at_its_field(typed: dict[str, str], wrong: str, words: str) -> None:
    form = ApplyForAccountForm(typed)
    assert list(form.errors) == [wrong]
    assert words in form.errors[wrong][0]


def test_apply_for_account_form_keeps_the_address_that_is_known() -> None:
    form = ApplyForAccountForm({**COMPANY, "email": "other@buyer.example"}, email="own@buyer.example")
    assert form.is_valid()
    assert form.applicant().email == "own@buyer.example"
