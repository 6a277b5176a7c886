import re
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2b_portal.core.words import roubles_in_words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0.00", "Ноль рублей 00 копеек"),
        ("0.01", "Ноль рублей 01 копейка"),
        ("1.00", "Один рубль 00 копеек"),
        ("2.02", "Два рубля 02 копейки"),
        ("5.05", "Пять рублей 05 копеек"),
        ("11.11", "Одиннадцать рублей 11 копеек"),
        ("21.21", "Двадцать один рубль 21 копейка"),
        ("1000.00", "Одна тысяча рублей 00 копеек"),
        ("2001.01", "Две тысячи один рубль 01 копейка"),
        ("12345.67", "Двенадцать тысяч триста сорок пять рублей 67 копеек"),
        ("20151.00", "Двадцать тысяч сто пятьдесят один рубль 00 копеек"),
        ("1234567.89", "Один миллион двести тридцать четыре тысячи пятьсот шестьдесят семь рублей 89 копеек"),
        ("2000000000.00", "Два миллиарда рублей 00 копеек"),
        ("10", "Десять рублей 00 копеек"),
        ("111.12", "Сто одиннадцать рублей 12 копеек"),
        ("112014.22", "Сто двенадцать тысяч четырнадцать рублей 22 копейки"),
        ("1000001", "Один миллион один рубль 00 копеек"),
        ("22000100", "Двадцать два миллиона сто рублей 00 копеек"),
        ("1000000000000", "Один триллион рублей 00 копеек"),
        ("0.995", "Один рубль 00 копеек"),
        (
            "999999999999999.99",
            "Девятьсот девяносто девять триллионов девятьсот девяносто девять миллиардов девятьсот девяносто девять "
            "миллионов девятьсот девяносто девять тысяч девятьсот девяносто девять рублей 99 копеек",
        ),
    ],
)
def test_roubles_in_words_table(amount: str, words: str) -> None:
    assert roubles_in_words(D(amount)) == words


@pytest.mark.parametrize("amount", ["-0.01", "1000000000000000", "999999999999999.995", "NaN"])
def test_roubles_in_words_refuses_what_no_invoice_holds(amount: str) -> None:
    with pytest.raises(ValueError, match=r"cannot be put in words|is not an amount"):
        roubles_in_words(D(amount))


@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_roubles_in_words_is_one_tidy_sentence(amount: D) -> None:
    assert re.fullmatch(r"[А-Я][а-я]*( [а-я]+)* рубл(ь|я|ей) \d\d копе(йка|йки|ек)", roubles_in_words(amount))


@given(st.integers(0, 10**6 - 1), st.integers(0, 10**6 - 1))
def test_roubles_in_words_differ_for_different_sums(one: int, other: int) -> None:
    assert (roubles_in_words(D(one)) == roubles_in_words(D(other))) is (one == other)
