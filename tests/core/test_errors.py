import pickle
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from b2b_portal.core.errors import RuleBroken


class OutOfStock(RuleBroken):
    message = "Only %(available)s pieces are free."
    code = "out_of_stock"


def test_rule_broken_words_its_facts() -> None:
    refusal = OutOfStock(available=3)
    assert str(refusal) == "Only 3 pieces are free."
    assert refusal.code == "out_of_stock"
    assert refusal.facts == {"available": 3}


def test_rule_broken_takes_message_and_code_of_the_moment() -> None:
    refusal = RuleBroken("Order %(number)s is shipped.", "shipped", number="104218")
    assert str(refusal) == "Order 104218 is shipped."
    assert refusal.code == "shipped"
    assert RuleBroken.code == "rule_broken"


def test_rule_broken_without_facts_leaves_percent_signs_alone() -> None:
    assert str(RuleBroken("Pay 100% first.", "prepay")) == "Pay 100% first."


def test_rule_broken_survives_pickling() -> None:
    copy = pickle.loads(pickle.dumps(OutOfStock(available=3)))
    assert (type(copy), str(copy), copy.code) == (OutOfStock, "Only 3 pieces are free.", "out_of_stock")


@pytest.mark.parametrize(("language", "written"), [("en", "12,500.00"), ("ru", "12\u00a0500,00")])
def test_rule_broken_writes_sums_as_the_pages_do(language: str, written: str) -> None:
    with translation.override(language):
        assert str(RuleBroken("from %(least)s ₽", least=Decimal("12500.00"))) == f"from {written} ₽"


@pytest.mark.parametrize(("language", "written"), [("en", "27\u00a0Nov\u00a02020"), ("ru", "27\u00a0ноября\u00a02020")])
def test_rule_broken_writes_days_as_the_pages_do(language: str, written: str) -> None:
    with translation.override(language):
        assert str(RuleBroken("not before %(day)s", day=date(2020, 11, 27))) == f"not before {written}"
