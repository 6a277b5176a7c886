"""Products of the demo, their numbers, stock and what is on its way."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from accounts.actors import SYSTEM
from accounts.models import Company
from b2b_portal.core.change import change
from b2b_portal.demo.catalogue import WAREHOUSES, Good, aliases
from catalog.actions.expect_stock import expect_stock
from catalog.actions.move_stock import Move, move_stock
from catalog.articles import search_key
from catalog.enums import MovementKind
from catalog.models import ArticleNumber, Brand, BrandAlias, Category, CompanyProduct, Product, Stock, Warehouse

OWN_CODES = {
    "CF259X": "ЛМ-000117",
    "CF259A": "ЛМ-000118",
    "CE285A": "ЛМ-000121",
    "CLASSIC A4": "ЛМ-000003",
    "150858": "ЛМ-000014",
    "141193": "ЛМ-000020",
    "910-002238": "ЛМ-000208",
    "4106": "ЛМ-000311",
}
SATURDAY = 5


def make_warehouses() -> dict[str, Warehouse]:
    """The three warehouses by code."""
    return {
        code: Warehouse.objects.create(code=code, name=name, lead_days=days, position=position)
        for position, (code, name, days) in enumerate(WAREHOUSES)
    }


def make_products(goods: Iterable[Good]) -> dict[str, Product]:
    """Brands, sections, products and their other numbers. Returns the products by article."""
    goods = list(goods)
    names = sorted({good.brand for good in goods})
    brands = {brand.name: brand for brand in Brand.objects.bulk_create(Brand(name=name) for name in names)}
    BrandAlias.objects.bulk_create(BrandAlias(brand=brands[name], alias=word) for name, word in aliases())
    categories = _make_categories({good.category for good in goods})
    made = Product.objects.bulk_create(
        Product(
            brand=brands[good.brand],
            category=categories[good.category],
            article=good.article,
            key=search_key(good.article),
            name=good.name,
            attributes=dict(good.attributes),
            unit=good.unit,
            pack_multiple=good.pack,
            minimum_quantity=good.minimum,
        )
        for good in goods
    )
    products = {product.article: product for product in made}
    ArticleNumber.objects.bulk_create(
        ArticleNumber(
            product=products[good.article], kind=kind, brand_name=brand, number=number, key=search_key(number)
        )
        for good in goods
        for kind, brand, number in good.numbers
    )
    return products


def make_own_codes(company: Company, products: dict[str, Product]) -> None:
    """What the company calls some of the products."""
    CompanyProduct.objects.bulk_create(
        CompanyProduct(company=company, product=products[article], own_code=code, key=search_key(code))
        for article, code in OWN_CODES.items()
    )


def open_stock(
    goods: Iterable[Good], products: dict[str, Product], warehouses: dict[str, Warehouse], at: datetime
) -> None:
    """Brings what the files say into the warehouses, as one receipt: a stock-taking of a thousand balances."""
    wanted = [(good, code, pieces) for good in goods for code, pieces in good.stock.items() if pieces]
    with change(SYSTEM, at):
        stocks = Stock.objects.bulk_create(
            Stock(product=products[good.article], warehouse=warehouses[code]) for good, code, _pieces in wanted
        )
        pieces = (pieces for _good, _code, pieces in wanted)
        moves = [Move(stock, MovementKind.RECEIPT, on_hand=n) for stock, n in zip(stocks, pieces, strict=True)]
        move_stock(moves, None, SYSTEM, at)


def expect_goods(
    goods: Iterable[Good], products: dict[str, Product], warehouses: dict[str, Warehouse], at: datetime
) -> int:
    """Puts on their way what the files say. Returns how many parcels."""
    parcels = [(good, coming) for good in goods for coming in good.coming]
    for good, coming in parcels:
        day = (at + timedelta(days=coming.days)).date()
        expect_stock(
            product=products[good.article],
            warehouse=warehouses[coming.warehouse],
            quantity=coming.quantity,
            expected_on=day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= SATURDAY else 0),
            by=SYSTEM,
            at=at,
        )
    return len(parcels)


def _make_categories(paths: set[str]) -> dict[str, Category]:
    known: dict[str, Category] = {}
    for path in sorted(paths):
        parent, names = None, path.split("/")
        for depth in range(1, len(names) + 1):
            here = "/".join(names[:depth])
            known.setdefault(here, Category(name=names[depth - 1], parent=parent))
            parent = known[here]
            if parent.pk is None:
                parent.save()
    return known
