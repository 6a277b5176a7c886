"""Warehouses, products, prices and stock of the demo."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from accounts.actors import SYSTEM
from accounts.models import Company, Tier
from catalog.actions.receive_stock import receive_stock
from catalog.articles import search_key
from catalog.enums import NumberKind, PriceListKind
from catalog.models import (
    ArticleNumber,
    Brand,
    Category,
    CompanyProduct,
    Price,
    PriceChange,
    PriceList,
    PriceListVersion,
    Product,
    Rate,
    Warehouse,
)

ROWS = Path(__file__).parent / "products.csv"
BASE = "opt-1"
PRICES_SINCE = datetime(2026, 1, 1, tzinfo=UTC)
WAREHOUSES = (("main", "Москва", 0), ("spb", "СПб", 1), ("ekb", "Екб", 3))
OWN_CODES = {"CF259X": "ЛМ-000117", "CLASSIC A4": "ЛМ-000003"}


@dataclass(frozen=True)
class Good:
    """One line of products.csv."""

    product: Product
    steps: tuple[tuple[int, Decimal], ...]
    stock: Mapping[str, int]


def make_goods(tiers: dict[str, Tier], buyer: Company, at: datetime) -> int:
    """Writes everything that the demo sells. Returns how many products."""
    warehouses = {
        code: Warehouse.objects.create(code=code, name=name, lead_days=days, position=position)
        for position, (code, name, days) in enumerate(WAREHOUSES)
    }
    Rate.objects.create(currency="USD", valid_from_on=PRICES_SINCE.date(), roubles=Decimal("81.5"))
    goods = list(_goods())
    _make_prices(goods, tiers, at)
    for good in goods:
        for code, pieces in good.stock.items():
            if pieces:
                receive_stock(product=good.product, warehouse=warehouses[code], quantity=pieces, by=SYSTEM, at=at)
    for good in goods:
        if own_code := OWN_CODES.get(good.product.article):
            CompanyProduct.objects.create(
                company=buyer, product=good.product, own_code=own_code, key=search_key(own_code)
            )
    return len(goods)


def _goods() -> Iterator[Good]:
    with ROWS.open(newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            product = _product(row)
            _make_numbers(product, row)
            pack = int(row["pack"])
            steps = ((1, _decimal(row["price"])), (10 * pack, _decimal(row["price10"])))
            yield Good(product, steps, {code: int(row[code]) for code, _name, _days in WAREHOUSES})


def _product(row: Mapping[str, str]) -> Product:
    return Product.objects.create(
        brand=Brand.objects.get_or_create(name=row["brand"])[0],
        category=_category(row["category"]),
        article=row["article"],
        key=search_key(row["article"]),
        name=row["name"],
        unit=row["unit"],
        pack_multiple=int(row["pack"]),
        minimum_quantity=int(row["minimum"]),
    )


def _category(path: str) -> Category:
    parent = None
    for name in path.split("/"):
        parent = Category.objects.get_or_create(name=name, parent=parent)[0]
    assert parent
    return parent


def _make_numbers(product: Product, row: Mapping[str, str]) -> None:
    numbers = [(NumberKind.EAN, "", row["ean"])] if row["ean"] else []
    kind, _, number = row["other"].partition(":")
    if number:
        brand, _, cross = number.partition(" ") if kind == NumberKind.CROSS else ("", "", number)
        numbers.append((NumberKind(kind), brand, cross))
    for one_kind, brand_name, printed in numbers:
        ArticleNumber.objects.create(
            product=product, kind=one_kind, brand_name=brand_name, number=printed, key=search_key(printed)
        )


def _make_prices(goods: list[Good], tiers: dict[str, Tier], at: datetime) -> None:
    shape = {"kind": PriceListKind.BASE, "valid_from": PRICES_SINCE}
    base = PriceList.objects.create(code=BASE, name=tiers[BASE].name, tier=tiers[BASE], **shape)
    for code, tier in tiers.items():
        if code != BASE:
            PriceList.objects.create(code=code, name=tier.name, tier=tier, source=base, percent=tier.percent, **shape)
    version = PriceListVersion.objects.create(price_list=base, number=1, source_name=ROWS.name, published_at=at)
    rows = [(good.product, quantity, price) for good in goods for quantity, price in good.steps]
    Price.objects.bulk_create(
        Price(price_list=base, product=product, quantity=quantity, unit_price=price)
        for product, quantity, price in rows
    )
    PriceChange.objects.bulk_create(
        PriceChange(version=version, product=product, quantity=quantity, becomes=price)
        for product, quantity, price in rows
    )


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))
