from collections.abc import Callable

import pytest
from django.utils import translation
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.ru import inn as stdnum_inn
from stdnum.ru import ogrn as stdnum_ogrn

from accounts.requisites import (
    RequisiteError,
    check_account,
    check_bik,
    check_correspondent_account,
    check_inn,
    check_kpp,
    check_ogrn,
    check_ogrnip,
    check_okpo,
)

Check = Callable[..., None]
NOT_DIGITS = [
    "",
    " ",
    "٧٧٠٧٠٨٣٨٩٣",
    "²²²²²²²²²",
    "7707083893\n",
    " 7707083893",
    "77-07083893",
    "x" * 10_000,
    "\x00" * 10,
]


def digits(length: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=length, max_size=length)


def fault(check: Check, *numbers: str) -> str:
    """The code of the refusal, "" if there is none."""
    try:
        check(*numbers)
    except RequisiteError as error:
        return error.code
    return ""


def passes(check: Check, *numbers: str) -> bool:
    return fault(check, *numbers) == ""


GOOD = {
    check_inn: ["7707083893", "7830002293", "7714123459", "5001234561", "500100732259", "771412345602"],
    check_kpp: ["771401001", "770943001", "9909AB001", "010101001", "100101001"],
    check_ogrn: ["1027700132195", "1187746794366"],
    check_ogrnip: ["304500116000157", "316613186091391"],
    check_bik: ["044525225", "015402901", "004525988", "024501901"],
    check_okpo: ["00032537", "02814184", "45042160"],
}


@pytest.mark.parametrize(
    ("check", "number"), [(check, number) for check, numbers in GOOD.items() for number in numbers]
)
def test_check_accepts(check: Check, number: str) -> None:
    check(number)


@pytest.mark.parametrize(
    ("check", "number", "code"),
    [
        (check_inn, "7707083894", "inn_key"),
        (check_inn, "500100732250", "inn_key"),
        (check_inn, "500100732269", "inn_key"),  # the first of the two keys alone is wrong
        (check_inn, "123456789037", "inn_key"),
        (check_inn, "0000000000", "inn_form"),  # its check digit holds
        (check_inn, "000000000000", "inn_form"),
        (check_inn, "0012345678", "inn_form"),
        (check_inn, "77070838931", "inn_form"),
        (check_kpp, "001401001", "kpp_form"),
        (check_kpp, "7714010011", "kpp_form"),  # seen in real files
        (check_kpp, "7714ab001", "kpp_form"),
        (check_ogrn, "1022500001328", "ogrn_key"),
        (check_ogrn, "0000000000000", "ogrn_form"),
        (check_ogrn, "304500116000157", "ogrn_form"),
        (check_ogrnip, "304500116000158", "ogrnip_key"),
        (check_ogrnip, "1027700132195", "ogrnip_form"),
        (check_ogrnip, "104500116000157", "ogrnip_form"),
        (check_bik, "000000000", "bik_form"),
        (check_bik, "44525225", "bik_form"),
        (check_okpo, "00032538", "okpo_key"),
        (check_okpo, "00000000", "okpo_form"),
        (check_okpo, "000325370", "okpo_form"),
    ],
)
def test_check_refuses(check: Check, number: str, code: str) -> None:
    assert fault(check, number) == code


@pytest.mark.parametrize("number", NOT_DIGITS)
@pytest.mark.parametrize("check", list(GOOD))
def test_check_refuses_what_is_no_number(check: Check, number: str) -> None:
    assert fault(check, number).endswith("_form")


@pytest.mark.parametrize("number", NOT_DIGITS)
@pytest.mark.parametrize("check", [check_account, check_correspondent_account])
def test_check_of_an_account_refuses_what_is_no_number(check: Check, number: str) -> None:
    assert fault(check, number, "044525225") == "account_form"
    assert fault(check, "40702810938000012345", number) == "bik_form"


@pytest.mark.parametrize(
    ("account", "bik", "code"),
    [
        ("40702810138250123017", "044525225", ""),
        ("40702810938000012345", "044525225", ""),
        ("40702810402000000001", "044525593", ""),
        ("40802810000000123456", "044525974", ""),
        ("40102810545370000046", "015402901", ""),  # a treasury's single account keeps the rule of accounts
        ("03224643500000005100", "015402901", ""),  # a treasury account: no key to check
        ("40702810900000000001", "044525225", "account_key"),
        ("40702810938000012345", "044525974", "account_key"),
        ("4070281093800001234", "044525225", "account_form"),
        ("00000000000000000000", "044525225", "account_form"),
        ("40702D10938000012345", "044525225", "account_form"),
    ],
)
def test_check_account_table(account: str, bik: str, code: str) -> None:
    assert fault(check_account, account, bik) == code


@pytest.mark.parametrize(
    ("account", "bik", "code"),
    [
        ("30101810400000000225", "044525225", ""),
        ("30101810145250000974", "044525974", ""),
        ("30101810200000000593", "044525593", ""),
        ("40102810545370000046", "015402901", ""),
        ("30101810965770000413", "044525225", "correspondent_key"),
        ("30101810400000000225", "044525974", "correspondent_key"),  # other last digits
        ("30101810500000000225", "044525225", "correspondent_key"),  # other key
        ("40102810645370000046", "015402901", "correspondent_key"),
        ("40702810938000012345", "044525225", "correspondent_form"),
    ],
)
def test_check_correspondent_account_table(account: str, bik: str, code: str) -> None:
    assert fault(check_correspondent_account, account, bik) == code


@given(st.sampled_from([10, 12]).flatmap(digits))
def test_check_inn_agrees_with_stdnum_outside_region_00(number: str) -> None:
    assume(not number.startswith("00"))
    assert passes(check_inn, number) is stdnum_inn.is_valid(number)


@given(digits(12), st.sampled_from("123456789"))
def test_check_ogrn_agrees_with_stdnum(number: str, first: str) -> None:
    assert passes(check_ogrn, first + number) is stdnum_ogrn.is_valid(first + number)


@given(digits(14))
def test_check_ogrnip_agrees_with_stdnum_where_that_is_right(number: str) -> None:
    number = "3" + number
    assume(int(number[:-1]) % 13 < 10)  # stdnum 2.2 rejects every number with a remainder of 10 to 12
    assert passes(check_ogrnip, number) is stdnum_ogrn.is_valid(number)


@pytest.mark.parametrize(
    ("check", "length"), [(check_inn, 10), (check_ogrn, 13), (check_ogrnip, 15), (check_okpo, 8), (check_okpo, 10)]
)
@given(body=st.data())
def test_exactly_one_check_digit_fits(check: Check, length: int, body: st.DataObject) -> None:
    number = "31" + body.draw(digits(length - 3))
    assert sum(passes(check, number + key) for key in "0123456789") == 1


@given(digits(2))
def test_exactly_one_pair_of_check_digits_fits_a_persons_inn(tail: str) -> None:
    body = "50010073" + tail
    assert sum(passes(check_inn, f"{body}{keys:02d}") for keys in range(100)) == 1


biks = st.builds("04{}{}".format, digits(4), st.sampled_from(["000", "001", "002", "225", "974", "593"]))


@given(biks, digits(2), st.sampled_from("0123456789ABCEHKMPTX"), digits(2), digits(11))
def test_exactly_one_key_digit_fits_an_account(bik: str, group: str, letter: str, currency: str, tail: str) -> None:
    assert sum(passes(check_account, f"407{group}{letter}{currency}{key}{tail}", bik) for key in "0123456789") == 1


@given(st.integers(0, 19), st.sampled_from("0123456789"))
def test_check_account_notices_every_single_wrong_digit(place: int, digit: str) -> None:
    account = "40702810938000012345"
    typed = account[:place] + digit + account[place + 1 :]
    assume(not typed.startswith("0"))
    assert passes(check_account, typed, "044525225") is (typed == account)


def test_check_account_reads_a_letter_as_its_digit() -> None:
    assert passes(check_account, "40702T10938000012345", "044525225")  # T stands for 8
    assert not passes(check_account, "40702X10938000012345", "044525225")


def test_check_account_of_a_settlement_centre_uses_the_place_of_its_bik() -> None:
    by_place = [key for key in "0123456789" if passes(check_account, f"40302810{key}00000000123", "044525000")]
    by_other = [key for key in "0123456789" if passes(check_account, f"40302810{key}00000000123", "044526000")]
    assert len(by_place) == len(by_other) == 1
    assert by_place != by_other


def test_requisite_error_carries_a_sentence_and_a_code() -> None:
    with pytest.raises(RequisiteError) as refusal:
        check_inn("7707083894")
    assert isinstance(refusal.value, ValueError)
    assert refusal.value.code == "inn_key"
    with translation.override("en"):
        assert str(refusal.value) == "The check digits of the INN do not match: look for a mistyped digit."
