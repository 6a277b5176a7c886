"""The text of the payment QR code on an invoice: ГОСТ Р 56042-2014, format ST00012 (UTF-8).

The standard is written for payments of private persons; banks' applications for business read it too, so it is a
convenience beside the requisites, and an invoice that does not fit the standard is printed without it.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from b2b_portal.core.money import to_cents

_HEADER = "ST00012"  # format, version 0001, encoding 2: UTF-8
_SEPARATORS = "|#;:^_~{}!$%&()*+,/@"  # in the standard's order of preference
_MOST_BYTES = 300  # of the mandatory block, beside the eight service bytes
_MOST_SUM_DIGITS = 18
_ACCOUNT = re.compile(r"[1-9][0-9]{4}[0-9ABCEHKMPTX][0-9]{14}")
_BIK = re.compile(r"[0-9]{9}")
_DIGITS = re.compile(r"[0-9A-Z]+")
_LENGTHS = {"Name": 160, "BankName": 45, "Purpose": 160, "PayeeINN": 12, "KPP": 9}


class PaymentQrError(ValueError):
    """The payment does not fit the standard; the message names the field, for the log: a buyer sees no QR code."""


@dataclass(frozen=True, slots=True)
class Payment:
    """Whom to pay, how much and what for. Empty text and None mean "leave it out", where the standard allows."""

    name: str
    account: str
    bank_name: str
    bik: str
    correspondent_account: str
    gross: Decimal | None = None
    purpose: str = ""
    inn: str = ""
    kpp: str = ""


def payment_qr(payment: Payment) -> str:
    """The payload to draw as a QR code in UTF-8; the sum is in kopecks, white space inside values becomes one space.

    Raises PaymentQrError for a missing or overlong field, a sum that is not a positive number of whole kopecks, a
    mandatory block above 300 bytes, or values that leave no separator free. Account keys are checked elsewhere.
    """
    mandatory = {
        "Name": _text(payment.name),
        "PersonalAcc": payment.account,
        "BankName": _text(payment.bank_name),
        "BIC": payment.bik,
        "CorrespAcc": payment.correspondent_account,
    }
    optional = {
        "Sum": "" if payment.gross is None else _kopecks(payment.gross),
        "Purpose": _text(payment.purpose),
        "PayeeINN": payment.inn,
        "KPP": payment.kpp,
    }
    _check(mandatory, optional)
    separator = _free_separator([*mandatory.values(), *optional.values()])
    block = separator.join(f"{key}={value}" for key, value in mandatory.items())
    if len(block.encode()) > _MOST_BYTES:
        raise PaymentQrError(f"the mandatory block has {len(block.encode())} bytes, {_MOST_BYTES} are allowed")
    return separator.join([_HEADER, block, *(f"{key}={value}" for key, value in optional.items() if value)])


def _text(value: str) -> str:
    text = " ".join(value.split())
    if not text.isprintable():
        raise PaymentQrError(f"{text!r} holds characters that cannot be printed")
    return text


def _kopecks(gross: Decimal) -> str:
    if not gross.is_finite() or gross <= 0 or gross != to_cents(gross):
        raise PaymentQrError(f"Sum {gross} is not a positive number of whole kopecks")
    kopecks = str(int(gross.scaleb(2)))
    if len(kopecks) > _MOST_SUM_DIGITS:
        raise PaymentQrError(f"Sum {gross} has more than {_MOST_SUM_DIGITS} digits")
    return kopecks


def _check(mandatory: dict[str, str], optional: dict[str, str]) -> None:
    shapes = {"PersonalAcc": _ACCOUNT, "BIC": _BIK, "CorrespAcc": _ACCOUNT, "PayeeINN": _DIGITS, "KPP": _DIGITS}
    for key, value in (mandatory | optional).items():
        if not value:
            if key in mandatory:
                raise PaymentQrError(f"{key} is missing")
            continue
        if key in shapes and not shapes[key].fullmatch(value):
            raise PaymentQrError(f"{key} {value!r} has not the form of the standard")
        if len(value) > _LENGTHS.get(key, len(value)):
            raise PaymentQrError(f"{key} has {len(value)} characters, {_LENGTHS[key]} are allowed")


def _free_separator(values: list[str]) -> str:
    taken = set().union(*values)
    for separator in _SEPARATORS:
        if separator not in taken:
            return separator
    raise PaymentQrError("every separator of the standard occurs in the values")
