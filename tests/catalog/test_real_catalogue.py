"""The whole 50,000-row file of real parts: counts, a second run, real articles found however they are typed."""

import csv
import gzip
import json
import random
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from accounts.actors import SYSTEM
from catalog.models import Product, SupplierCode
from catalog.queries.search import search

FILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "catalog" / "jlcparts_50k.csv.gz"
SAMPLE = 300
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FILE.is_file(), reason="the real price lists of ../shared are not here"),
]
TABLES = "brand category product supplier suppliercode price pricelist pricelistversion pricechange stock stockmovement"


def load() -> dict[str, object]:
    out = StringIO()
    call_command("import_catalog", str(FILE), "--profile", "jlcparts", "--rate", "90", "--json", stdout=out)
    report: dict[str, object] = json.loads(out.getvalue())
    return report


@pytest.fixture(scope="module")
def report(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, object]]:
    """The report of the first load; what it wrote stays for the tests of this file and is rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        report = load()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # autovacuum, which does it in life, cannot see into this transaction
        yield report
        transaction.set_rollback(True)


def facts() -> Iterator[dict[str, str]]:
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def test_the_counts_are_the_files_own_and_add_up(report: dict[str, object]) -> None:
    seen: dict[tuple[str, str], tuple[str, ...]] = {}
    counts = {"created": 0, "second_codes": 0, "empty_brand": 0, "other_package": 0}
    for row in facts():
        brand, place = row["manufacturer"].strip(), (row["package"], row["category"], row["subcategory"])
        if not brand:
            counts["empty_brand"] += 1
        elif (brand, row["mpn"]) not in seen:
            seen[brand, row["mpn"]] = place
            counts["created"] += 1
        else:
            counts["second_codes" if seen[brand, row["mpn"]] == place else "other_package"] += 1
    reasons = {name: counts.pop(name) for name in ("empty_brand", "other_package")}
    assert report["rows"] == 50_000 == sum(counts.values()) + sum(reasons.values())
    assert {name: report[name] for name in counts} == counts
    assert report["reasons"] == reasons
    assert report["refused"] == len(report["problems"]) == sum(reasons.values())  # type: ignore[arg-type]
    assert Product.objects.count() == counts["created"]
    assert SupplierCode.objects.count() == counts["created"] + counts["second_codes"]


def test_prices_and_stock_are_the_files(report: dict[str, object]) -> None:
    first = {}
    for row in facts():
        first.setdefault(row["lcsc"], row)
    codes = SupplierCode.objects.select_related("product").prefetch_related("product__prices", "product__stocks")
    for code in codes.filter(pk__in=random.Random(1).sample(list(codes.values_list("pk", flat=True)), SAMPLE)):
        row, product = first[code.code], code.product
        if SupplierCode.objects.filter(product=product, pk__lt=code.pk).exists():
            continue
        prices = {str(price.quantity): price.unit_price for price in product.prices.all()}
        wanted = dict(part.split(":") for part in row["price_tiers_usd"].split(";"))
        assert {quantity: float(price) for quantity, price in prices.items()} == pytest.approx(
            {quantity: float(price) for quantity, price in wanted.items()}
        )
        assert sum(stock.on_hand for stock in product.stocks.all()) == int(row["stock"])


def test_a_second_run_writes_no_row_version(report: dict[str, object]) -> None:
    before = written()
    again = load()
    assert (again["created"], again["updated"], again["second_codes"]) == (0, 0, 0)
    assert again["unchanged"] == report["created"] + report["second_codes"]  # type: ignore[operator]
    assert again["reasons"] == report["reasons"]
    assert written() == before


def written() -> dict[str, tuple[int, ...]]:
    """Rows inserted, updated and deleted so far in this transaction, by table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_xact_user_tables WHERE relname = ANY(%s)",
            [[f"catalog_{name}" for name in TABLES.split()]],
        )
        return {name: tuple(counts) for name, *counts in cursor.fetchall()}


def with_other_separators(article: str) -> str:
    return article.replace("-", " ") if "-" in article else f"{article[:3]}-{article[3:]}"


def with_look_alikes(article: str) -> str:
    return article.upper().translate(str.maketrans("ABEKMHOPCTYX", "АВЕКМНОРСТУХ"))


@pytest.mark.parametrize(
    "spelled", [str, str.lower, with_other_separators, with_look_alikes], ids=lambda one: one.__name__
)
def test_a_real_article_comes_first_however_it_is_typed(
    report: dict[str, object], spelled: Callable[[str], str]
) -> None:
    """Top 1 is the product's printed article, or another spelling of the same key where separators were typed anew."""
    chosen = random.Random(2).sample(
        list(Product.objects.exclude(key="").order_by("pk").values_list("article", "key")), SAMPLE
    )
    missed = []
    for article, key in chosen:
        hits = search(SYSTEM, spelled(article), limit=1).hits
        is_found = hits and hits[0].match == "exact" and hits[0].product.key == key
        if not is_found or (
            spelled is not with_other_separators and hits[0].product.article.upper() != article.upper()
        ):
            missed.append((article, spelled(article)))
    assert len(missed) <= SAMPLE // 100, missed
