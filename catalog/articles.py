"""Article numbers: how they are printed, and the keys by which a search finds them however they were typed.

Keys are for search only, never for identity: SMBJ6.0CA and SMBJ60CA share a key and are different parts.
An exact spelling ranks before its key (domain.md section 8).
"""

import unicodedata
from itertools import product
from string import ascii_uppercase, digits

KEY_LENGTH = 64  # the longest of 582,280 real part numbers has 57 characters
# Normalising is quadratic in runs of combining marks, so a pasted page is cut before it is read.
_READ_LENGTH = 4 * KEY_LENGTH
_MOST_LOST_ZEROS = 3
_MOST_LETTERS_O = 4
_LONGEST_QUANTITY = 6
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})  # control, format, surrogate

_LOOK_ALIKES = str.maketrans("ЁАВЕКМНОРСТУХ", "EABEKMHOPCTYX")
_LATIN = digits + ascii_uppercase
# The capitals that have no Latin twin; the others never occur in a key.
_CYRILLIC = "".join(letter for letter in map(chr, range(ord("А"), ord("Я") + 1)) if ord(letter) not in _LOOK_ALIKES)

_RUSSIAN_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё"
_ENGLISH_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_LAYOUT = str.maketrans(_RUSSIAN_KEYS + _RUSSIAN_KEYS.upper() + "№", _ENGLISH_KEYS + _ENGLISH_KEYS.upper() + "#")
_LAYOUT_BACK = {  # of signs that are letters in Russian the small ones
    **{english: russian for russian, english in _LAYOUT.items()},
    **str.maketrans(_ENGLISH_KEYS, _RUSSIAN_KEYS),
}


class _OnlyThese(dict[int, int | None]):
    """A table for str.translate() that deletes every character it does not name."""

    def __missing__(self, code: int) -> None:
        return None


_KEY_TABLE = _OnlyThese({ord(letter): ord(letter) for letter in _LATIN + _CYRILLIC})
_KEY_TABLE.update(_LOOK_ALIKES)
_ASCII_TABLE = {code: ord(chr(code).upper()) if chr(code).isalnum() else None for code in range(128)}


def printed(text: str) -> str:
    """The article as the maker prints it: outer spaces go, inner ones (no-break too) become one each.

    Nothing visible changes: neither case, look-alike letters nor separators. Invisible characters go, for they break
    comparison or storage: NUL, byte order and direction marks, zero-width spaces, lone surrogates.
    """
    if not text.isprintable():
        text = "".join(letter for letter in text if letter.isspace() or unicodedata.category(letter) not in _INVISIBLE)
    return " ".join(text.split())


def search_key(text: str) -> str:
    """The key by which articles compare: 0-9A-Z and Cyrillic capitals without a Latin twin, at most KEY_LENGTH.

    Compatibility forms unfold, case, separators and all other characters go, Cyrillic look-alikes become Latin:
    «СЕ285А» and "ce 285-a" both give CE285A. Text without a letter or digit gives "".
    """
    text = text[:_READ_LENGTH]
    if text.isascii():
        return text.translate(_ASCII_TABLE)[:KEY_LENGTH]
    return unicodedata.normalize("NFKC", text).upper().translate(_KEY_TABLE)[:KEY_LENGTH]


def split_quantity(text: str) -> tuple[str, int]:
    """What a query asks for, and how many: «CF259X 5» gives («CF259X», 5); 0 where it does not end so.

    Only a search knows whether the number was meant so: it may belong to the article or the name.
    """
    wanted, _, last = text.rstrip().rpartition(" ")
    is_number = last.isascii() and last.isdigit() and len(last) <= _LONGEST_QUANTITY
    return (wanted.rstrip(), int(last)) if is_number and search_key(wanted) else (text, 0)


def layout_key(text: str) -> str:
    """The key of what the same keys type in the English layout: «СУ285Ф» gives CE285A.

    A fallback for when the search key finds nothing; without Cyrillic letters it equals the search key.
    """
    return search_key(unicodedata.normalize("NFC", text[:_READ_LENGTH]).translate(_LAYOUT))


def retyped(text: str) -> str:
    """What the same keys type in the other layout: «rfhnhbl;» gives «картридж», «ьщгыу» gives "mouse"."""
    text = unicodedata.normalize("NFC", text[:_READ_LENGTH])
    there = text.translate(_LAYOUT)
    return there if there != text else text.translate(_LAYOUT_BACK)


def variants(text: str) -> tuple[str, ...]:
    """Other keys that the text may mean, likeliest first: 1 to 3 leading zeros lost, then letters O typed for zeros.

    A last resort (37 of 582,078 real articles differ by O and 0 alone); I and l are never read as 1, which would join
    different parts. The text's own key is not among them.
    """
    key = search_key(text)
    if not key:
        return ()
    with_zeros = ["0" * lost + key for lost in range(1, _MOST_LOST_ZEROS + 1)]
    zero_for_o = _readings_of_o(key)
    both = ["0" * lost + zero_for_o[0] for lost in range(1, _MOST_LOST_ZEROS + 1)] if zero_for_o else []
    return tuple(dict.fromkeys(found[:KEY_LENGTH] for found in with_zeros + zero_for_o + both))


def edit_one_keys(key: str) -> list[str]:
    """Every key one typing error away, each once, without the key itself: one character missing, swapped, wrong, extra.

    Made for `search_key = ANY(...)`: about 75 strings per character of the key. Cyrillic letters are tried only where
    the key has one. "" gives nothing.
    """
    key = key[:KEY_LENGTH]
    if not key:
        return []
    alphabet = _LATIN if key.isascii() else _LATIN + _CYRILLIC
    cuts = [(key[:place], key[place:]) for place in range(len(key) + 1)]
    missing = [head + tail[1:] for head, tail in cuts[:-1]]
    swapped = [head + tail[1] + tail[0] + tail[2:] for head, tail in cuts[:-2]]
    wrong = [head + letter + tail[1:] for head, tail in cuts[:-1] for letter in alphabet]
    extra = [head + letter + tail for head, tail in cuts for letter in alphabet]
    found = dict.fromkeys(missing + swapped + wrong + extra)
    found.pop(key, None)
    found.pop("", None)
    return list(found)


def _readings_of_o(key: str) -> list[str]:
    """The key with letters O read as zeros: all of them first, then, if they are few, each choice of some."""
    letters = key.count("O")
    if not letters:
        return []
    if letters > _MOST_LETTERS_O:
        return [key.replace("O", "0")]
    pieces = key.split("O")
    choices = sorted(product("0O", repeat=letters), key=lambda choice: choice.count("O"))[:-1]
    return ["".join(map("".join, zip(pieces, (*choice, ""), strict=True))) for choice in choices]
