from decimal import Decimal

import pytest

from orders.payment_words import paid_words, payment_words

pytestmark = pytest.mark.usefixtures("english")


@pytest.mark.parametrize(
    ("share", "days", "words"),
    [
        ("100", "0", "prepayment by invoice"),
        ("100", "30", "prepayment by invoice"),
        ("0", "0", "on shipment"),
        ("0", "1", "within 1 day of shipment"),
        ("0", "30", "within 30 days of shipment"),
        ("50", "14", "prepayment 50%, the rest within 14 days of shipment"),
    ],
)
def test_payment_words_tell_when_an_order_is_paid(share, days, words):
    assert payment_words({"prepayment_percent": share, "deferral_days": days}) == words


def test_payment_words_of_an_order_without_terms_are_the_shops():
    assert payment_words({}) == "prepayment by invoice"


@pytest.mark.parametrize(
    ("deferred", "words"),
    [
        ("0", "prepayment by invoice"),
        ("100", "within 30 days of shipment"),
        ("60", "40.00 ₽ prepaid, 60.00 ₽ within 30 days of shipment"),
    ],
)
def test_paid_words_say_what_was_agreed_for_an_order(deferred, words):
    said = paid_words(Decimal(100), Decimal(deferred), {"prepayment_percent": "0", "deferral_days": "30"})
    assert said.replace("\N{NO-BREAK SPACE}", " ") == words
