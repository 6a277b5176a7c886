import time
from random import Random
from string import ascii_uppercase, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.articles import KEY_LENGTH, edit_one_keys, layout_key, printed, retyped, search_key, variants

any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=300)
ascii_text = st.text(st.characters(max_codepoint=127), max_size=300)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("СЕ285А", "CE285A"),  # Cyrillic look-alikes
        ("ce 285-a", "CE285A"),
        ("СУ285Ф", "CY285Ф"),
        ("Б- 130005", "Б130005"),
        ("Б-130005", "Б130005"),
        ("КВ- 900", "KB900"),
        ("06А-115-561-В", "06A115561B"),
        ("06A 115 561 B", "06A115561B"),
        ("W 712/75", "W71275"),
        ("0 986 AF0 134", "0986AF0134"),
        ("N323–13W", "N32313W"),  # en dash
        ("３Ｍ ８２１０", "3M8210"),  # full width
        ("IC-14P窄", "IC14P"),
        ("SMBJ6.0CA", "SMBJ60CA"),
        ("DS18B20+", "DS18B20"),
        ("ёлка", "EЛKA"),
        ("Й-1", "Й1"),
        ("И\u0306-1", "Й1"),  # the same letter, decomposed
        ("авекмнорстух", "ABEKMHOPCTYX"),
        ("\u200fCE285A\u200e", "CE285A"),  # direction marks
        ("CE\x00285\ud800A", "CE285A"),
        ("🙂 CE285A 🙂", "CE285A"),
        ("%_'\\.*", ""),
        ("", ""),
    ],
)
def test_search_key_table(typed: str, key: str) -> None:
    assert search_key(typed) == key


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("СУ285Ф", "CE285A"),
        ("еу-1075", "TE1075"),
        ("ыьио6ю0сф", "SMBJ60CA"),
        ("ЫЬИО6ю0СФ", "SMBJ60CA"),
        ("CE285A", "CE285A"),
        ("№5ъЖё", "5"),
        ("и\u0306", "Q"),
    ],
)
def test_layout_key_table(typed: str, key: str) -> None:
    assert layout_key(typed) == key


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  SMBJ6.0CA\n", "SMBJ6.0CA"),
        ("W\u00a0712/75", "W 712/75"),
        ("0  986\tAF0\u202f134", "0 986 AF0 134"),
        ("се285А-ё", "се285А-ё"),  # visible characters stay, look-alikes too
        ("３Ｍ窄", "３Ｍ窄"),
        ("\ufeffCE\x00285\u200b\u200fA\ud800", "CE285A"),
        ("\x00 \u200b", ""),
    ],
)
def test_printed_table(raw: str, clean: str) -> None:
    assert printed(raw) == clean


@given(any_text)
def test_printed_is_storable_and_settled(text: str) -> None:
    clean = printed(text)
    assert clean.encode() is not None
    assert "\x00" not in clean
    assert printed(clean) == clean
    assert clean == clean.strip()


@given(any_text)
def test_search_key_is_settled_short_and_of_its_alphabet(text: str) -> None:
    key = search_key(text)
    assert search_key(key) == key
    assert len(key) <= KEY_LENGTH
    assert set(key) <= set(digits + ascii_uppercase + "БГДЖЗИЙЛПФЦЧШЩЪЫЬЭЮЯ")


@given(ascii_text)
def test_search_key_of_ascii_equals_the_general_road(text: str) -> None:
    assert search_key(text) == search_key("窄" + text[:255])


@given(ascii_text)
def test_layout_key_without_cyrillic_is_the_search_key(text: str) -> None:
    assert layout_key(text) == search_key(text)


@pytest.mark.parametrize(
    "flood", ["A" * 10_000, "Ф" * 10_000, "a\u0323\u0307" * 5_000, "\u0307\u0323" * 5_000, "ﷺ" * 10_000]
)
def test_keys_of_ten_thousand_characters_are_cut_and_quick(flood: str) -> None:
    started = time.process_time()
    assert len(search_key(flood)) <= KEY_LENGTH
    assert len(layout_key(flood)) <= KEY_LENGTH
    assert all(len(key) <= KEY_LENGTH for key in variants(flood))
    assert all(len(key) <= KEY_LENGTH + 1 for key in edit_one_keys(search_key(flood)))
    assert time.process_time() - started < 0.2


def test_variants_restore_lost_zeros_then_read_o_as_zero() -> None:
    assert variants("986 494 294") == ("0986494294", "00986494294", "000986494294")
    assert variants("22NGOOD")[3:] == ("22NG00D", "22NG0OD", "22NGO0D", "022NG00D", "0022NG00D", "00022NG00D")
    assert variants("986-AFO134")[-3:] == ("0986AF0134", "00986AF0134", "000986AF0134")
    assert variants("...") == ()


def test_variants_read_a_cyrillic_o_as_zero_too() -> None:
    assert "CE205" in variants("СЕ2О5")


def test_variants_never_read_i_or_l_as_one() -> None:
    assert not {key for key in variants("0402WGF2OOLTCI") if "1" in key}


def test_variants_of_many_letters_o_stay_few() -> None:
    assert len(variants("O" * 40)) <= 7


def test_edit_one_keys_has_each_kind_of_error() -> None:
    keys = edit_one_keys("CE285A")
    assert {"CE28A", "EC285A", "CE286A", "CE2855A", "XCE285A", "CE285AX"} <= set(keys)
    assert "CE285A" not in keys
    assert len(keys) == len(set(keys))
    assert edit_one_keys("") == []
    assert "" not in edit_one_keys("A")


def test_edit_one_keys_tries_cyrillic_only_where_there_is_some() -> None:
    assert "Ф130005" in edit_one_keys("Б130005")
    assert all(key.isascii() for key in edit_one_keys("CE285A"))


@given(st.text(digits + ascii_uppercase, min_size=2, max_size=20), st.randoms(use_true_random=False))
def test_edit_one_keys_are_symmetric(key: str, random: Random) -> None:
    other = random.choice(edit_one_keys(key))
    assert key in edit_one_keys(other)


def test_search_key_reads_fifty_thousand_articles_at_once() -> None:
    articles = [f"06А-115 561/{number}" if number % 10 == 0 else f"SMBJ{number}.0-CA" for number in range(50_000)]
    rounds = []
    for _ in range(3):
        started = time.process_time()
        keys = [search_key(article) for article in articles]
        rounds.append(time.process_time() - started)
    assert len(keys) == 50_000
    assert min(rounds) < 0.25


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("rfhnhbl;", "картридж"),
        ("ьщгыу", "mouse"),
        ("RFKMRF 3[2", "КАЛЬКА 3х2"),
        ("rf,tkm", "кабель"),
        ("123", "123"),
        ("", ""),
    ],
)
def test_retyped_table(typed: str, read: str) -> None:
    assert retyped(typed) == read
