"""A real price list of a shop, as XLSX and as CSV, loaded as products and then as stock."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from django.db.models import Sum

from accounts.actors import SYSTEM
from b2b_portal.core.sheets import read_table, samples
from catalog.enums import ImportKind
from catalog.imports.compare_prices import compare_prices
from catalog.imports.kinds import KINDS
from catalog.imports.layout import guess_layout
from catalog.imports.raw import load_raw
from catalog.models import ImportBatch, Product, Stock, StockMovement
from tests.catalog.imports.kinds import make_batch, publish, quiet
from tests.factories import make_price_list, make_warehouse

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "catalog"
SLICE, PIECES = 40, 28_493

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the shared data is not on this machine"),
]


def compare(batch: ImportBatch, name: str, most: int | None = None) -> dict[str, object]:
    path = FOLDER / name
    layout = replace(guess_layout(samples(path), batch.kind), brand="Artol")
    with read_table(path, layout.sheet) as rows:
        taken = (row for row in rows if most is None or row[0] < layout.first_row + most)
        return KINDS[ImportKind(batch.kind)].compare(batch, taken, layout, quiet)


def load(name: str, now: datetime, most: int | None = None) -> tuple[dict[str, object], dict[str, object]]:
    products, stock = make_batch(ImportKind.PRODUCTS), make_batch(ImportKind.STOCK, warehouse=make_warehouse())
    first = compare(products, name, most)
    publish(products, now)
    second = compare(stock, name, most)
    publish(stock, now)
    return first, second


@pytest.mark.parametrize("name", ["artol_price.csv", "artol_price.xlsx"])
def test_the_first_rows_load_as_products_and_as_stock(name: str, now: datetime) -> None:
    products, stock = load(name, now, SLICE)
    assert (products["new"], products["invalid"]) == (SLICE, 0)
    assert stock["invalid"] == stock["unknown"] == 0
    product = Product.objects.get(article="10220333")
    assert (product.name, str(product.vat_rate), product.brand.name) == ('ОПОП 1-8М 12В "Выход"', "0.20", "Artol")
    assert Stock.objects.get(product=product).on_hand == 4


@pytest.mark.slow
@pytest.mark.parametrize("name", ["artol_price.csv", "artol_price.xlsx"])
def test_the_whole_file_loads_and_changes_nothing_the_second_time(name: str, now: datetime) -> None:
    products, stock = load(name, now)
    assert (products["rows"], products["new"], products["invalid"]) == (1137, 1137, 0)
    assert (stock["rows"], stock["new"], stock["unchanged"], stock["skipped"]) == (1053, 850, 203, 84)
    assert Stock.objects.aggregate(pieces=Sum("on_hand"))["pieces"] == PIECES
    again, stock_again = load(name, now)
    assert (again["unchanged"], stock_again["unchanged"], stock_again["missing"]) == (1137, 1053, 0)
    assert StockMovement.objects.count() == 850


@pytest.mark.slow
@pytest.mark.parametrize("name", ["artol_price.csv", "artol_price.xlsx"])
def test_the_whole_file_loads_as_prices(name: str, now: datetime) -> None:
    products = make_batch(ImportKind.PRODUCTS)
    compare(products, name)
    publish(products, now)
    batch, path = make_batch(ImportKind.PRICES, price_list=make_price_list()), FOLDER / name
    layout = replace(guess_layout(samples(path), batch.kind), brand="Artol")
    report = compare_prices(batch, layout, load_raw(path, layout, quiet), by=SYSTEM, at=now)
    assert (report["new"], report["bad"], report["rows"]) == (1136, 1, 1137)  # one has no price in either column
    assert report["other_column"] == 197
