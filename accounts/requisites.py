"""Check digits and forms of Russian requisites: ИНН, КПП, ОГРН, ОГРНИП, БИК, accounts, ОКПО.

Each check returns None for a number in order and raises RequisiteError for any other. Numbers are taken as they are to
be stored: without spaces, in ASCII digits. The rules were verified on a real export of counterparties (domain.md,
section 3).
"""

import re
from collections.abc import Sequence
from itertools import cycle
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_TAX_OFFICE = r"(?:[0-9][1-9]|[1-9][0-9])"  # of the FNS schemas: no region 00
_INN = re.compile(_TAX_OFFICE + r"(?:[0-9]{8}|[0-9]{10})")
_KPP = re.compile(_TAX_OFFICE + r"[0-9]{2}[0-9A-Z]{2}[0-9]{3}")
_OGRN = re.compile(r"[1-9][0-9]{12}")
_OGRNIP = re.compile(r"[34][0-9]{14}")
_BIK = re.compile(r"[0-9]{9}")
_OKPO = re.compile(r"[0-9]{8}|[0-9]{10}")
_ACCOUNT = re.compile(r"[0-9]{5}[0-9ABCEHKMPTX][0-9]{14}")

_INN10 = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN12_FIRST = (7, *_INN10)
_INN12_SECOND = (3, *_INN12_FIRST)
_ACCOUNT_WEIGHTS = (7, 1, 3)
_CLEARING_CURRENCIES = str.maketrans("ABCEHKMPTX", "0123456789")  # a letter in place of the currency's first digit
_BANK_OF_RUSSIA = frozenset({"000", "001", "002"})
_TREASURY_SINGLE_ACCOUNT = "40102"


class RequisiteError(ValueError):
    """A requisite cannot be right: `message` is a sentence for the person who typed it, `code` is for programs."""

    def __init__(self, message: "_StrPromise", code: str) -> None:
        super().__init__(message, code)
        self.message = message
        self.code = code

    def __str__(self) -> str:
        return str(self.message)


def check_inn(inn: str) -> None:
    """Accepts an ИНН of a company (10 digits) or of a person (12). Raises RequisiteError: inn_form, inn_key."""
    if not _INN.fullmatch(inn):
        raise RequisiteError(
            _("An INN is 10 digits, for a sole proprietor 12, and does not begin with 00."), "inn_form"
        )
    weights = (_INN10,) if len(inn) == 10 else (_INN12_FIRST, _INN12_SECOND)
    if not inn.endswith("".join(_remainder(inn, each) for each in weights)):
        raise RequisiteError(_("The check digits of the INN do not match: look for a mistyped digit."), "inn_key")


def check_kpp(kpp: str) -> None:
    """Accepts a КПП, which has no check digit. Raises RequisiteError: kpp_form."""
    if not _KPP.fullmatch(kpp):
        raise RequisiteError(_("A KPP is 9 digits, such as 771401001, and does not begin with 00."), "kpp_form")


def check_ogrn(ogrn: str) -> None:
    """Accepts an ОГРН of a company, 13 digits. Raises RequisiteError: ogrn_form, ogrn_key."""
    if not _OGRN.fullmatch(ogrn):
        raise RequisiteError(_("An OGRN is 13 digits and does not begin with 0."), "ogrn_form")
    if int(ogrn[:-1]) % 11 % 10 != int(ogrn[-1]):
        raise RequisiteError(_("The check digit of the OGRN does not match: look for a mistyped digit."), "ogrn_key")


def check_ogrnip(ogrnip: str) -> None:
    """Accepts an ОГРНИП of a sole proprietor, 15 digits. Raises RequisiteError: ogrnip_form, ogrnip_key."""
    if not _OGRNIP.fullmatch(ogrnip):
        raise RequisiteError(_("An OGRNIP is 15 digits and begins with 3 or 4."), "ogrnip_form")
    if int(ogrnip[:-1]) % 13 % 10 != int(ogrnip[-1]):
        raise RequisiteError(
            _("The check digit of the OGRNIP does not match: look for a mistyped digit."), "ogrnip_key"
        )


def check_bik(bik: str) -> None:
    """Accepts a БИК of a bank or of the treasury (04, 01, 00 ...). Raises RequisiteError: bik_form."""
    if not _BIK.fullmatch(bik) or not bik.strip("0"):
        raise RequisiteError(_("A BIK is 9 digits, such as 044525225."), "bik_form")


def check_account(account: str, bik: str) -> None:
    """Accepts a settlement account at the bank of a БИК, by its key digit.

    A treasury account (it begins with 0, budget buyers pay from it) has no key that holds and passes by its form alone.
    Raises RequisiteError: bik_form, account_form, account_key.
    """
    check_bik(bik)
    _check_account_form(account)
    if account.startswith("0"):
        return
    place = _clearing_place(bik) if bik[6:] in _BANK_OF_RUSSIA else bik[6:]
    if not _has_key(place, account):
        raise RequisiteError(_("The account does not belong to the bank with this BIK: check both."), "account_key")


def check_correspondent_account(account: str, bik: str) -> None:
    """Accepts the correspondent account of the bank of a БИК, or a treasury's single account (40102...).

    Raises RequisiteError: bik_form, account_form, correspondent_form, correspondent_key.
    """
    check_bik(bik)
    _check_account_form(account)
    if account.startswith(_TREASURY_SINGLE_ACCOUNT):
        belongs = _has_key(bik[6:], account)
    elif account.startswith("301"):
        belongs = account[-3:] == bik[6:] and _has_key(_clearing_place(bik), account)
    else:
        raise RequisiteError(
            _("A correspondent account begins with 301, a treasury's with 40102."), "correspondent_form"
        )
    if not belongs:
        raise RequisiteError(
            _("The correspondent account does not belong to the bank with this BIK: check both."), "correspondent_key"
        )


def check_okpo(okpo: str) -> None:
    """Accepts an ОКПО of a company (8 digits) or a sole proprietor (10). Raises RequisiteError: okpo_form, okpo_key."""
    if not _OKPO.fullmatch(okpo) or not okpo.strip("0"):
        raise RequisiteError(_("An OKPO is 8 digits, for a sole proprietor 10."), "okpo_form")
    if int(okpo[-1]) != _okpo_key(okpo[:-1]):
        raise RequisiteError(_("The check digit of the OKPO does not match: look for a mistyped digit."), "okpo_key")


def _remainder(digits: str, weights: Sequence[int]) -> str:
    return str(_weighted(digits, weights) % 11 % 10)


def _weighted(digits: str, weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def _check_account_form(account: str) -> None:
    if not _ACCOUNT.fullmatch(account) or not account.strip("0"):
        raise RequisiteError(_("A bank account is 20 digits."), "account_form")


def _clearing_place(bik: str) -> str:
    """The three digits that stand for the settlement centre where the key of its own accounts is computed."""
    return "0" + bik[4:6]


def _has_key(place: str, account: str) -> bool:
    digits = place + account.translate(_CLEARING_CURRENCIES)
    return (
        sum(int(digit) * weight % 10 for digit, weight in zip(digits, cycle(_ACCOUNT_WEIGHTS), strict=False)) % 10 == 0
    )


def _okpo_key(digits: str) -> int:
    """Weights 1 to 10 over and over; a remainder of 10 is tried again with weights from 3 on, and then is 0."""
    for first in (0, 2):
        key = _weighted(digits, [(place + first) % 10 + 1 for place in range(len(digits))]) % 11
        if key < 10:
            return key
    return 0
