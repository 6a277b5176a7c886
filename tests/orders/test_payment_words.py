import pytest

from orders.payment_words import payment_words

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
