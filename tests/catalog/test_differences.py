"""In what products differ, and what they cost by a measure."""

from decimal import Decimal

import pytest

from catalog.differences import ByMeasure, Difference, Fact, by_measure, differences


def pages(number: int | None, unit: str = "pages", *, is_measure: bool = True) -> dict[str, Fact]:
    return {"Yield": Fact(f"{number} {unit}", Decimal(number) if number is not None else None, unit, is_measure)}


@pytest.mark.parametrize(
    ("own", "other", "found"),
    [
        ({"A": "x"}, {"A": "y"}, [Difference("A", "x", "y")]),
        ({"A": "Black"}, {"A": " black  "}, []),
        ({"A": "x", "B": "1"}, {"C": "y"}, []),
        ({"A": "x"}, {"A": ""}, []),
        ({"A": None}, {"A": "x"}, []),
        ({"A": 1}, {"A": 2}, [Difference("A", "1", "2")]),
        ({}, {"A": "x"}, []),
    ],
)
def test_differences_are_what_both_say_differently(
    own: dict[str, object], other: dict[str, object], found: list[Difference]
) -> None:
    assert differences(own, other, ({}, {})) == found


def test_differences_read_typed_numbers_as_numbers() -> None:
    typed = {"Yield": Fact("10 000 pages", Decimal(10000))}, {"Yield": Fact("10000", Decimal(10000))}
    assert differences({"Yield": "10 000 pages"}, {"Yield": "10000"}, typed) == []
    typed = typed[0], {"Yield": Fact("3000", Decimal(3000))}
    assert differences({"Yield": "10 000 pages"}, {"Yield": "3000"}, typed) == [
        Difference("Yield", "10 000 pages", "3000")
    ]


@pytest.mark.parametrize(
    ("own", "other", "price", "found"),
    [
        (pages(10_000), pages(5_000), "100", ByMeasure("pages", Decimal(1))),
        (pages(10_000), pages(5_000), "0", None),
        (pages(10_000), pages(0), "100", None),
        (pages(10_000), pages(None), "100", None),
        (pages(10_000), pages(5_000, "m"), "100", None),
        (pages(10_000), pages(5_000, is_measure=False), "100", None),
        (pages(10_000), {}, "100", None),
    ],
)
def test_by_measure_compares_prices_of_one_measure(
    own: dict[str, Fact], other: dict[str, Fact], price: str, found: ByMeasure | None
) -> None:
    assert by_measure(own, other, Decimal(price), Decimal(100)) == found
