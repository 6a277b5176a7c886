"""What the files of the demo say of its goods: products_*.csv, one line per product."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from catalog.enums import NumberKind

FOLDER = Path(__file__).parent
GROUPS = ("printing", "computers", "electrical", "tools", "office")
WAREHOUSES = (("main", "Москва", 0), ("spb", "СПб", 1), ("ekb", "Екб", 3))


@dataclass(frozen=True)
class Coming:
    """Pieces on their way: so many days from the day the demo is loaded."""

    warehouse: str
    days: int
    quantity: int


@dataclass(frozen=True)
class Good:
    """One line: the product, its prices in the base list by quantity, where it lies and what is on its way."""

    article: str
    brand: str
    name: str
    category: str
    unit: str
    pack: int
    minimum: int
    prices: tuple[tuple[int, Decimal], ...]
    stock: Mapping[str, int]
    coming: tuple[Coming, ...]
    numbers: tuple[tuple[NumberKind, str, str], ...]
    drawing: str
    attributes: Mapping[str, str]

    @property
    def is_ordinary(self) -> bool:
        """It lies in the main warehouse, so that orders of the past may take it."""
        return self.stock["main"] > 0


@cache
def goods() -> tuple[Good, ...]:
    """Every product of the demo, in the order of the files."""
    return tuple(_good(row) for group in GROUPS for row in _rows(FOLDER / f"products_{group}.csv"))


def aliases() -> Iterator[tuple[str, str]]:
    """Lines of brand_aliases.csv: a maker's name and a word for it."""
    return ((row["brand"], row["alias"]) for row in _rows(FOLDER / "brand_aliases.csv"))


def links() -> Iterator[Mapping[str, str]]:
    """Lines of analogues.csv: article, other, kind, differs_in."""
    return _rows(FOLDER / "analogues.csv")


def _rows(path: Path) -> Iterator[Mapping[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file, delimiter=";")


def _good(row: Mapping[str, str]) -> Good:
    return Good(
        article=row["article"],
        brand=row["brand"],
        name=row["name"],
        category=row["category"],
        unit=row["unit"],
        pack=int(row["pack"]),
        minimum=int(row["minimum"]),
        prices=tuple((int(q), Decimal(price)) for q, price in _pairs(row["prices"], ",", ":")),
        stock={code: int(row[code]) for code, _name, _days in WAREHOUSES},
        coming=tuple(_coming(one) for one in row["transit"].split(",") if one),
        numbers=tuple(_numbers(row)),
        drawing=row["drawing"],
        attributes=dict(_pairs(row["attributes"], "|", "=")),
    )


def _numbers(row: Mapping[str, str]) -> Iterator[tuple[NumberKind, str, str]]:
    """Kind, brand of the number (a cross has one) and the number as it is printed."""
    if row["ean"]:
        yield NumberKind.EAN, "", row["ean"]
    for kind, said in _pairs(row["numbers"], "|", ":"):
        brand, _, number = said.rpartition("=")
        yield NumberKind(kind), brand, number


def _coming(said: str) -> Coming:
    warehouse, days, quantity = said.split(":")
    return Coming(warehouse, int(days), int(quantity))


def _pairs(text: str, between: str, within: str) -> Iterator[tuple[str, str]]:
    for one in filter(None, text.split(between)):
        name, _, value = one.partition(within)
        yield name, value
