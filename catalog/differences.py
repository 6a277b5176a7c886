"""Pure: in what one product differs from another, by their attributes, and what both cost by a measure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Fact:
    """What a product says of a typed attribute; `number` is None where it is no number."""

    text: str
    number: Decimal | None = None
    unit: str = ""
    is_measure: bool = False


@dataclass(frozen=True)
class Difference:
    """An attribute of which two products say different things."""

    name: str
    own: str
    other: str


@dataclass(frozen=True)
class ByMeasure:
    """How much more one `unit` of the other costs, as a fraction: per page, per metre."""

    unit: str
    difference: Decimal


Facts = Mapping[str, Fact]


def differences(own: Mapping[str, object], other: Mapping[str, object], typed: tuple[Facts, Facts]) -> list[Difference]:
    """What both say of the same attributes and say differently, typed attributes first; typed numbers as numbers.

    What only one of them says is no difference: mostly nobody wrote it down.
    """
    found = []
    for name in dict.fromkeys([*typed[0], *own]):
        said, also = own.get(name), other.get(name)
        if said in ("", None) or also in ("", None):
            continue
        one, two = (facts.get(name, Fact(str(text))) for facts, text in zip(typed, (said, also), strict=True))
        if not _is_same(one, two):
            found.append(Difference(name, one.text, two.text))
    return found


def by_measure(own: Facts, other: Facts, own_price: Decimal, other_price: Decimal) -> ByMeasure | None:
    """The difference in price of one measure that both have; None without one, or where our price or a number is 0."""
    for name, one in own.items():
        two = other.get(name)
        if not (one.is_measure and two and two.is_measure and one.number and two.number and own_price):
            continue
        if one.unit == two.unit:
            return ByMeasure(one.unit, (other_price / two.number) / (own_price / one.number) - 1)
    return None


def _is_same(one: Fact, two: Fact) -> bool:
    if one.number is not None and two.number is not None:
        return one.number == two.number
    return " ".join(one.text.casefold().split()) == " ".join(two.text.casefold().split())
