"""How a query can be read: its words, numbers among them, the other keyboard layout, one slip of a finger.

Pure: only the catalogue knows which of the readings exists.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from catalog.articles import edit_one_keys, layout_key, printed, retyped, search_key, split_quantity, variants

LONGEST_QUERY = 200
MOST_WORDS = 12
SHORTEST_PART = 3
SHORTEST_NUMBER = 4  # of a word among words that is looked up as an article
SHORTEST_TYPO = 4
MOST_TYPO_WORDS = 3  # an article may be printed with spaces
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_DIGIT = re.compile(r"\d")
_LAST_KEY = "\U0010ffff"  # after every character of a key, byte by byte


@dataclass(frozen=True)
class Readings:
    """A query as typed, and what it may mean."""

    literal: str

    @classmethod
    def of(cls, query: str) -> "Readings":
        """Any text is safe: it is cut to 200 characters, invisible characters go."""
        return cls(printed(query[: 4 * LONGEST_QUERY])[:LONGEST_QUERY].strip())

    @cached_property
    def key(self) -> str:
        return search_key(self.literal)

    @cached_property
    def words(self) -> list[str]:
        """What stands between spaces, at most 12."""
        return self.literal.split()[:MOST_WORDS]

    @cached_property
    def wanted(self) -> tuple[str, int]:
        """The query without a number at its end, and that number, which may be a quantity: «CF259X 5»; else 0."""
        return split_quantity(self.literal)

    @cached_property
    def wanted_key(self) -> str | None:
        """The key of what stands before a number at the end."""
        wanted, quantity = self.wanted
        return search_key(wanted) if quantity else None

    @property
    def has_sign(self) -> bool:
        """Whether more than letters and digits is typed: then articles printed so are meant."""
        return not self.literal.isalnum()

    @property
    def has_digit(self) -> bool:
        return bool(_DIGIT.search(self.literal))

    @cached_property
    def numbers(self) -> list[str]:
        """Keys of runs of words that may be a number among words, longest first: «mann w 712/75» has W71275."""
        words = self.words
        runs = [words[start:end] for start in range(len(words)) for end in range(start + 1, len(words) + 1)]
        runs = sorted((run for run in runs if len(run) < len(words)), key=len, reverse=True)
        keys = dict.fromkeys(search_key("".join(run)) for run in runs)
        return [key for key in keys if len(key) >= SHORTEST_NUMBER and key != self.key]

    @cached_property
    def lowered(self) -> list[str]:
        """The words by which a maker can be meant."""
        return [word.lower() for word in self.words]

    @cached_property
    def layouts(self) -> list[str]:
        """Keys of the query typed in the other keyboard layout: as a whole, then without a quantity at its end."""
        if not _CYRILLIC.search(self.literal):
            return []
        read = (layout_key(text) for text in (self.literal, self.wanted[0]))
        return [key for key in dict.fromkeys(read) if key and key != self.key]

    @cached_property
    def retyped(self) -> str:
        """The words typed in the other keyboard layout; "" where none of three letters is among them."""
        return (
            retyped(self.literal)
            if any(len(word) >= SHORTEST_PART and not _DIGIT.search(word) for word in self.words)
            else ""
        )

    @property
    def is_one_article(self) -> bool:
        """Whether it may be one article with a quantity at most."""
        return " " not in self.wanted[0]

    @cached_property
    def variants(self) -> list[str]:
        """Keys with leading zeros lost and letters O typed for zeros."""
        return list(variants(self.wanted[0])) if self.is_one_article else []

    @cached_property
    def typos(self) -> list[str]:
        """Keys one typing error away, the likeliest first.

        A swap or a character left out could have come of few keys, so each of these is likelier than each of the many
        from which a wrong or an extra character would have come.
        """
        key = self.wanted_key or self.key
        if len(self.wanted[0].split()) > MOST_TYPO_WORDS or len(key) < SHORTEST_TYPO:
            return []
        return sorted(edit_one_keys(key), key=lambda one: not (len(one) > len(key) or sorted(one) == sorted(key)))

    @cached_property
    def nearest(self) -> tuple[str, str] | None:
        """How the nearest articles begin: as three quarters of the query do, or half; None for a short query."""
        key = self.layouts[0] if self.layouts else self.key
        return (key[: len(key) * 3 // 4], key[: len(key) // 2]) if len(key) >= 2 * SHORTEST_PART else None


def range_of(prefix: str | None) -> tuple[str | None, str | None]:
    """The bounds between which every key lies that begins so, for ~>=~ and ~<~; None finds nothing."""
    return (prefix, prefix + _LAST_KEY) if prefix else (None, None)
