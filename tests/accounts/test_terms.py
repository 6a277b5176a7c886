from decimal import Decimal

import pytest

from accounts.terms import TERM_NAMES, Terms, terms_of

SHOP = Terms(reservation_working_days=5, minimum_order_gross=Decimal("3000"))


def test_terms_of_without_a_contract_are_the_defaults() -> None:
    assert terms_of(SHOP, {}) == SHOP
    assert terms_of(SHOP, dict.fromkeys(TERM_NAMES)) == SHOP


def test_terms_of_a_contract_override_one_by_one() -> None:
    terms = terms_of(SHOP, {"deferral_days": 30, "prepayment_percent": 0, "credit_limit": Decimal("500000.00")})
    assert terms == Terms(5, 1, 30, 0, Decimal("3000"), Decimal("500000.00"))


def test_terms_of_takes_zero_for_zero_and_not_for_the_default() -> None:
    assert terms_of(SHOP, {"reservation_working_days": 0, "minimum_order_gross": Decimal(0)}) == Terms(0)


def test_terms_of_refuses_what_is_no_term() -> None:
    with pytest.raises(ValueError, match="no such terms: discount, weekday"):
        terms_of(SHOP, {"weekday": 1, "discount": 2})


@pytest.mark.parametrize(
    "wrong", [{"deferral_days": -1}, {"prepayment_percent": 101}, {"credit_limit": Decimal("-0.01")}]
)
def test_terms_of_refuses_what_makes_no_sense(wrong: dict[str, int | Decimal | None]) -> None:
    with pytest.raises(ValueError, match=f"terms out of range: {next(iter(wrong))}"):
        terms_of(SHOP, wrong)


def test_terms_are_prepayment_with_three_days_of_reservation_renewed_once_unless_set() -> None:
    assert Terms() == Terms(3, 1, 0, 100, Decimal(0), Decimal(0))
