"""Pure: numbers as people write them, and which column of a sheet means what."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

TOO_LARGE = Decimal(10) ** 9
LONGEST_NUMBER, LONGEST_HEADING = 60, 60
HEADING_ROWS, EXPLAINING_ROWS, JUDGED_ROWS = 30, 10, 60
SHORTEST_PART = 4  # a shorter synonym must be the whole heading
PARTLY, NOT_AT_ALL = 100, 1_000_000

CURRENCY = r"(?:руб(?:\.|лей|ля|ль)?|р\.?|₽|rub|rur|\$|usd|€|eur|¥|cny|юаней|у\.?е\.?)"
PER_PIECE = r"(?:/? ?(?:шт|ед|pcs?)\.?)"
WORTH = re.compile(rf"{CURRENCY}? ?(?P<number>[^ ].*?) ?{CURRENCY}? ?{PER_PIECE}?")
SCIENTIFIC = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]*)?[eе][+-]?[0-9]+")
NEGATIVE = re.compile(r"[-−–] ?[0-9].*|\([0-9].*\)")
PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+")
GROUPED = (
    re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?"),
    re.compile(r"[0-9]{1,3}(?:'[0-9]{3})+(?:[.,][0-9]+)?"),
    re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3}){2,}"),
    re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3}){2,}"),
)
NO_WORD = re.compile(r"[\W_]+")


class NumberFault(StrEnum):
    """Why a text is not taken for a number."""

    NOT_A_NUMBER = "not_a_number"
    NEGATIVE = "negative"
    TOO_LARGE = "too_large"
    SCIENTIFIC = "scientific"


class UnreadableNumber(ValueError):
    """A cell that should hold a number does not hold a good one."""

    def __init__(self, fault: NumberFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def read_number(text: str) -> Decimal:
    """The number of «1 234,56 руб.», "1.234,56", "1,234.56", "1'234.50" or "$12.30"; nothing is rounded.

    One comma or dot alone stands before the decimals, however many there are. Raises UnreadableNumber for everything
    that two readers could understand differently, for negative numbers, scientific notation and 1,000,000,000 or more.
    """
    if len(text) > LONGEST_NUMBER:
        raise UnreadableNumber(NumberFault.NOT_A_NUMBER)
    spaced = " ".join(text.split()).casefold().replace("’", "'")
    worth = WORTH.fullmatch(spaced)
    bare = worth["number"] if worth else ""
    if SCIENTIFIC.fullmatch(bare):
        raise UnreadableNumber(NumberFault.SCIENTIFIC)
    if NEGATIVE.fullmatch(bare) or NEGATIVE.fullmatch(spaced):
        raise UnreadableNumber(NumberFault.NEGATIVE)
    number = Decimal(_plain(bare))
    if number >= TOO_LARGE:
        raise UnreadableNumber(NumberFault.TOO_LARGE)
    return number


def _plain(bare: str) -> str:
    """Digits with at most one dot, as Decimal takes them."""
    if PLAIN.fullmatch(bare):
        return bare.replace(",", ".")
    if not any(shape.fullmatch(bare) for shape in GROUPED):
        raise UnreadableNumber(NumberFault.NOT_A_NUMBER)
    groups = re.split(r"[ '.,]", bare)
    marks = [mark for mark in bare if not mark.isdigit()]
    if marks[-1] == marks[0]:  # groups only
        return "".join(groups)
    return "".join(groups[:-1]) + "." + groups[-1]


def is_number(text: str) -> bool:
    """Would read_number take it?"""
    try:
        read_number(text)
    except UnreadableNumber:
        return False
    return True


@lru_cache(maxsize=4096)
def heading_key(text: str) -> str:
    """A heading for comparison: case, ё, spaces, asterisks and punctuation make no difference."""
    return NO_WORD.sub(" ", text.casefold().replace("ё", "е")).strip()


@dataclass(frozen=True)
class Guess:
    """Where a sheet seems to keep what. Rows by their numbers, columns from 0; without headings all is empty."""

    header_row: int = 0
    first_row: int = 0
    columns: dict[str, int] = field(default_factory=dict)


Rows = Sequence[tuple[int, list[str]]]
Words = Mapping[str, tuple[str, ...]]


def guess_columns(
    rows: Rows, words: Words, numeric: frozenset[str], required: frozenset[str], *, exactly: bool = False
) -> Guess:
    """Finds the row with most known headings, the column of each field, and the first row of data.

    `words` names the headings of each field, the likeliest first; a heading that merely contains one fits less well,
    and `exactly` not at all. Of several columns that fit, the one wins whose cells mostly hold the right kind of value.
    Fields share no column.
    """
    best, most = Guess(), (0, 0)
    for place in range(min(len(rows), HEADING_ROWS)):
        columns = _columns(rows, place, words, numeric, required, exactly=exactly)
        found = len(required & columns.keys()), len(columns)
        if found > most:
            most = found
            first_row = _first_row(rows, place, columns, numeric, required)
            best = Guess(rows[place][0], first_row, columns)
    return best


def _columns(
    rows: Rows, place: int, words: Words, numeric: frozenset[str], required: frozenset[str], *, exactly: bool
) -> dict[str, int]:
    """The columns of the fields, if this row holds the headings; what is required chooses first."""
    headings = list(_headings(rows, place))
    below = [row for _number, row in rows[place + 1 : place + 1 + JUDGED_ROWS]]
    columns: dict[str, int] = {}
    for name in sorted(words, key=lambda one: one not in required):
        ranks = {column: _rank(text, words[name]) for column, text in headings if column not in columns.values()}
        shares = {
            column: _share(below, column, is_numeric=name in numeric)
            for column, rank in ranks.items()
            if rank < (PARTLY if exactly else NOT_AT_ALL)
        }
        if not shares:
            continue
        most = max(shares.values())
        column = min(shares, key=lambda one: (shares[one] * 2 < most, ranks[one], one))
        if most or name in required or ranks[column] < PARTLY:
            columns[name] = column
    return columns


def _headings(rows: Rows, place: int) -> Iterator[tuple[int, str]]:
    """The headings of a row; a cell of the row above, if that belongs to the headings, speaks for an empty one."""
    above = rows[place - 1][1] if place else []
    row = rows[place][1]
    for column, text in enumerate(row):
        upper = above[column] if column < len(above) else ""
        if text or upper:
            yield column, text or upper


def _rank(heading: str, synonyms: tuple[str, ...]) -> int:
    """How well a heading fits: 0 best, from PARTLY on it has other words too."""
    key = heading_key(heading) if len(heading) <= LONGEST_HEADING else ""
    best = NOT_AT_ALL
    for rank, synonym in enumerate(map(heading_key, synonyms)):
        if key == synonym:
            return rank
        if len(synonym) >= SHORTEST_PART and f" {synonym} " in f" {key} ":
            best = min(best, PARTLY * (1 + len(key.split()) - len(synonym.split())) + rank)
    return best


def _share(rows: Sequence[list[str]], column: int, *, is_numeric: bool) -> int:
    """In how many rows the column holds a value of the right kind."""
    texts = (row[column] for row in rows if column < len(row))
    return sum(is_number(text) if is_numeric else bool(text.strip()) for text in texts)


def _first_row(
    rows: Rows, place: int, columns: dict[str, int], numeric: frozenset[str], required: frozenset[str]
) -> int:
    """The first row whose number is one; explanations stand above it, but not rows that name something."""
    judged = [columns[name] for name in numeric & columns.keys() & required] or [
        columns[name] for name in numeric & columns.keys()
    ]
    below = rows[place + 1 : place + 1 + EXPLAINING_ROWS]
    naming = [columns[name] for name in required & columns.keys() if name not in numeric]
    for at, (_number, row) in enumerate(below):
        if any(column < len(row) and is_number(row[column]) for column in judged):
            while at and _names_something(below[at - 1][1], naming, judged):
                at -= 1
            return below[at][0]
    named = (number for number, row in below if not _is_sentence(row, naming))
    return next(named, rows[place][0] + 1)


def _names_something(row: list[str], naming: list[int], judged: list[int]) -> bool:
    """Does a row without a number still tell of an article, «price on request»? Explanations have no digit there."""
    names = [row[column] for column in naming if column < len(row)]
    texts = [row[column] for column in judged if column < len(row)]
    return bool(names) and all(any(map(str.isdigit, name)) for name in names) and all(len(text) <= 20 for text in texts)


def _is_sentence(row: list[str], naming: list[int]) -> bool:
    """Is what should name something rather an explanation: several words, and no digit?"""
    names = [row[column] for column in naming if column < len(row)]
    return any(" " in name.strip() and not any(map(str.isdigit, name)) for name in names)
