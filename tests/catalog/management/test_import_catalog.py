"""The command on small files: its two outputs, its refusals."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command
from django.utils import translation

from catalog.models import Product, Stock, Warehouse

pytestmark = pytest.mark.django_db
HEADINGS = "lcsc,mpn,manufacturer,package,category,subcategory,description,stock,price_tiers_usd,basic_extended"
GOOD = "C1,SMBJ6.0CA,Littelfuse,SMB,Protection,TVS,TVS diode,7,1:0.0116;500:0.009,Basic"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    path = tmp_path / "feed.csv"
    path.write_text("\n".join([HEADINGS, GOOD, GOOD.replace("Littelfuse", ""), GOOD.replace("C1", "C2")]))
    return path


def run(path: Path, *options: str, profile: str = "jlcparts") -> str:
    out = StringIO()
    call_command("import_catalog", str(path), "--profile", profile, *options, stdout=out)
    return out.getvalue()


def test_the_json_report_adds_up_and_names_bad_lines(feed: Path) -> None:
    report = json.loads(run(feed, "--rate", "90", "--json"))
    assert (report["rows"], report["created"], report["second_codes"], report["refused"]) == (3, 1, 1, 1)
    assert report["reasons"] == {"empty_brand": 1}
    assert [(problem["line"], problem["reason"]) for problem in report["problems"]] == [(3, "empty_brand")]


def test_the_text_report_says_the_same(feed: Path) -> None:
    text = run(feed, "--rate", "90")
    assert "created 1" in text
    assert "line 3:" in text


def test_limit_and_warehouse(feed: Path) -> None:
    report = json.loads(run(feed, "--rate", "90", "--limit", "1", "--warehouse", "spb", "--json"))
    assert report["rows"] == 1
    assert Stock.objects.get().warehouse == Warehouse.objects.get(code="spb")


@pytest.mark.parametrize("option", [("--limit", "-5"), ("--limit", "0"), ("--limit", "x"), ("--warehouse", "w" * 51)])
def test_an_option_that_makes_no_sense_is_refused_by_name(feed: Path, option: tuple[str, str]) -> None:
    with pytest.raises(CommandError, match=option[0]):
        run(feed, "--rate", "90", *option)
    assert not Product.objects.exists()


def test_a_workbook_by_the_plain_profile(tmp_path: Path) -> None:
    path = tmp_path / "price.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Артикул", "Бренд", "Наименование", "Категория", "Цена", "Остаток"])
        sheet.write_row(1, 0, ["CF259X", "HP", "Картридж HP 59X", "Расходники > Картриджи", 8940.5, 12])
    report = json.loads(run(path, "--json", profile="plain"))
    product = Product.objects.get()
    assert report["created"] == 1
    assert (product.article, product.category.name, str(product.category.parent)) == (
        "CF259X",
        "Картриджи",
        "Расходники",
    )
    assert product.prices.get().unit_price == 8940.5


@pytest.mark.parametrize("rate", ["0", "-1", "nan", "inf", "x", "1e12"])
def test_a_rate_that_is_no_rate(feed: Path, rate: str) -> None:
    with pytest.raises(CommandError, match="--rate"):
        run(feed, f"--rate={rate}")


def test_refusals_are_one_sentence(feed: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no such file"):
        run(tmp_path / "absent.csv", "--rate", "90")
    with pytest.raises(CommandError, match="--rate"):
        run(feed)
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(CommandError, match="manufacturer"):
        run(tmp_path / "other.csv", "--rate", "90")


def test_an_unknown_profile_is_refused_in_one_sentence_with_the_known_ones(feed: Path) -> None:
    with pytest.raises(CommandError) as refused:
        run(feed, profile="excel")
    assert str(refused.value) == "There is no profile excel; the known ones are: jlcparts, plain."
