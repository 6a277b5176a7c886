"""import_prices and rollback_prices, from a file on disk to the prices that buyers pay."""

import json
from decimal import Decimal
from io import StringIO

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command

from catalog.models import ImportRow, Price, PriceChange, PriceListVersion
from tests.factories import make_price, make_price_list, make_product

pytestmark = pytest.mark.django_db

HEAD = "Бренд;Артикул;Цена\n"


@pytest.fixture
def goods():
    """A list with three known prices and one that no file names."""
    price_list = make_price_list("opt-2")
    products = {name: make_product(article=name, brand="HP") for name in ("CF1", "CF2", "CF3", "CF4", "CF5")}
    for name, unit_price in (("CF1", "100"), ("CF2", "200"), ("CF3", "300"), ("CF4", "400")):
        make_price(products[name], unit_price, price_list=price_list)
    return products


@pytest.fixture
def run(tmp_path):
    """Writes a file and gives it to the command; returns the JSON object that it prints last."""

    def run(text, *options, name="prices.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        out = StringIO()
        call_command("import_prices", str(path), "--price-list", "opt-2", "--json", *options, stdout=out)
        return json.loads(out.getvalue().splitlines()[-1])

    return run


def unit_price(product):
    return (
        Price.objects.filter(product=product, price_list__code="opt-2", quantity=1)
        .values_list("unit_price", flat=True)
        .first()
    )


def test_import_prices_counts_what_would_change_and_changes_nothing(goods, run):
    told = run(HEAD + "HP;CF1;110\nHP;CF2;150\nHP;CF3;300\nHP;CF5;50\nHP;CF9;10\nHP;CF1x;дорого\n")
    assert {name: told[name] for name in ("rows", "valid", "invalid", "new", "up", "down", "unchanged")} == {
        "rows": 6, "valid": 5, "invalid": 1, "new": 1, "up": 1, "down": 1, "unchanged": 1,
    }  # fmt: skip
    assert (told["missing"], told["unknown"], told["bad"], told["published"]) == (1, 1, 1, False)
    assert unit_price(goods["CF1"]) == 100
    assert not PriceListVersion.objects.exists()


def test_import_prices_publishes_a_version_with_its_trail(goods, run):
    told = run(HEAD + "HP;CF1;110\nHP;CF5;50\n", "--publish")
    assert (told["version"], told["published"]) == (1, True)
    assert (unit_price(goods["CF1"]), unit_price(goods["CF5"]), unit_price(goods["CF4"])) == (110, 50, 400)
    trail = PriceChange.objects.order_by("product__article").values_list("product__article", "was", "becomes")
    assert list(trail) == [("CF1", Decimal("100"), Decimal("110")), ("CF5", None, Decimal("50"))]
    version = PriceListVersion.objects.get()
    assert (version.source_name, version.kind, version.report["new"]) == ("prices.csv", "import", 1)


def test_import_prices_of_the_same_file_writes_nothing(goods, run):
    text = HEAD + "HP;CF1;110\nHP;CF5;50\n"
    run(text, "--publish")
    again = run(text, "--publish")
    assert (again["unchanged"], again["up"], again["new"], again["version"]) == (2, 0, 0, 1)
    assert PriceListVersion.objects.count() == 1


def test_import_prices_removes_missing_only_when_asked(goods, run):
    text = HEAD + "HP;CF1;100\nHP;CF2;200\nHP;CF3;300\n"
    run(text, "--publish")
    assert unit_price(goods["CF4"]) == 400
    run(text, "--publish", "--remove-missing")
    assert unit_price(goods["CF4"]) is None


@pytest.mark.parametrize(
    ("said", "price"),
    [
        ("110", "110"),
        ("110,5", "110.5"),
        ("1 234,56", "1234.56"),
        ("1 234,56 руб.", "1234.56"),
        ("1 234 567.8999", "1234567.8999"),
        ("1.234,56", "1234.56"),
        ("$12.30", "12.30"),
        ("0,12345", "0.1235"),
        ("999999999,99", "999999999.99"),
    ],
)
def test_import_prices_reads_numbers_as_people_write_them(goods, run, said, price):
    run(f"{HEAD}HP;CF1;{said}\n", "--publish")
    assert unit_price(goods["CF1"]) == Decimal(price)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("HP;CF1;-5", "negative"),
        ("HP;CF1;NaN", "not_a_number"),
        ("HP;CF1;1e9", "scientific"),
        ("HP;CF1;1000000000", "too_large"),
        ("HP;CF1;0", "zero"),
        ("HP;CF1;", "no_price"),
        ("HP;;5", "no_article"),
        ("HP;4,60701E+12;5", "damaged_article"),
        ("HP;CF1;5;;;больше колонок", "bad_row"),
    ],
)
def test_import_prices_names_the_row_and_reason_of_what_it_cannot_take(goods, run, row, reason):
    told = run(f"{HEAD}HP;CF2;201\n{row}\n", "--publish")
    assert (told["rows"], told["invalid"], told["up"]) == (2, 1, 1)
    bad = ImportRow.objects.get(verdict="bad")
    assert (bad.line, bad.reason) == (3, reason)
    assert unit_price(goods["CF1"]) == 100


def test_import_prices_takes_none_of_rows_that_contradict_each_other(goods, run):
    told = run(HEAD + "HP;CF1;110\nHP;CF1;120\nHP;CF2;210\nHP;CF2;210\n", "--publish")
    assert (told["repeated"], told["up"]) == (3, 1)
    assert (unit_price(goods["CF1"]), unit_price(goods["CF2"])) == (100, 210)


def test_import_prices_without_a_brand_takes_what_one_brand_alone_has(goods, run):
    make_product(article="CF2", brand="Canon")
    told = run("Артикул;Цена\nCF1;110\nCF2;210\n", "--publish")
    assert (told["up"], told["doubtful"]) == (1, 1)
    assert (unit_price(goods["CF1"]), unit_price(goods["CF2"])) == (110, 200)


def test_import_prices_never_takes_a_look_alike_for_the_article(goods, run):
    told = run(HEAD + "HP;СF1;110\nhp;CF2;210\n", "--publish")  # the first C is Cyrillic; brands compare without case
    assert (told["unknown"], told["up"]) == (1, 1)


def test_import_prices_warns_of_jumps(goods, run):
    told = run(HEAD + "HP;CF1;131\nHP;CF2;259\nHP;CF3;30\nHP;CF4;4000\n")
    assert (told["jump"], told["tenfold"]) == (3, 2)


def test_import_prices_reads_cp1251_with_quotes_and_breaks_in_cells(goods, run):
    text = 'Прайс-лист на ноябрь;;\n\nБренд;Артикул;Цена\nHP;"CF1";"1 110,00"\n"HP";CF2;"210\n"\nHP;CF3;310\n'
    told = run(text, "--publish", encoding="cp1251")
    assert (told["up"], told["invalid"]) == (3, 0)
    assert unit_price(goods["CF1"]) == 1110


def test_import_prices_keeps_quotes_inside_an_article(goods, run):
    make_product(article='12" дюймов', brand="HP")
    told = run(HEAD + 'HP;12" дюймов;5\nHP;CF1;110\n', "--publish")
    assert (told["new"], told["up"]) == (1, 1)


def test_import_prices_keeps_quantity_breaks_apart(goods, run):
    told = run("Бренд;Артикул;Количество от;Цена\nHP;CF1;1;100\nHP;CF1;10;90\n", "--publish")
    assert (told["new"], told["unchanged"]) == (1, 1)
    assert list(Price.objects.filter(product=goods["CF1"]).values_list("quantity", "unit_price").order_by("quantity")) \
        == [(1, 100), (10, 90)]  # fmt: skip


def test_import_prices_names_sheets_that_it_does_not_read(goods, run, tmp_path):
    path = tmp_path / "two.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, price in (("Ноябрь", 110), ("Декабрь", 120)):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Бренд", "Артикул", "Цена"])
            sheet.write_row(1, 0, ["HP", "CF1", price])
    told = run(path.read_bytes(), "--publish", name="two.xlsx")
    assert (told["rows"], told["unread_sheets"], unit_price(goods["CF1"])) == (1, ["Декабрь"], 110)


@pytest.mark.parametrize("options", [["--profile", "none"], []])
def test_import_prices_refuses_what_it_does_not_know(tmp_path, options):
    path = tmp_path / "x.csv"
    path.write_text(HEAD)
    code = "opt-2" if options else "none"
    if options:
        make_price_list("opt-2")
    with pytest.raises(CommandError, match="none"):
        call_command("import_prices", str(path), "--price-list", code, *options)


def rollback(*options):
    out = StringIO()
    call_command("rollback_prices", "--price-list", "opt-2", "--json", *options, stdout=out)
    return json.loads(out.getvalue())


def test_rollback_prices_brings_the_list_back_row_by_row(goods, run):
    before = set(Price.objects.values_list("product", "quantity", "unit_price"))
    run(HEAD + "HP;CF1;110\nHP;CF5;50\n", "--publish", "--remove-missing")
    assert rollback() == {
        "price_list": "opt-2", "undoes": 1, "version": 2, "new": 3, "up": 0, "down": 1, "removed": 1,
    }  # fmt: skip
    assert set(Price.objects.values_list("product", "quantity", "unit_price")) == before


def test_rollback_prices_twice_takes_two_versions_back(goods, run):
    for price in (110, 120, 130):
        run(f"{HEAD}HP;CF1;{price}\n", "--publish")
    assert (rollback()["undoes"], unit_price(goods["CF1"])) == (3, 120)
    assert (rollback()["undoes"], unit_price(goods["CF1"])) == (2, 110)
    assert (rollback()["undoes"], unit_price(goods["CF1"])) == (1, 100)
    with pytest.raises(CommandError):
        rollback()


def test_rollback_prices_to_a_chosen_version_takes_the_later_ones_too(goods, run):
    for price in (110, 120, 130):
        run(f"{HEAD}HP;CF1;{price}\nHP;CF5;{price}\n", "--publish")
    rollback("--version-number", "2")
    assert (unit_price(goods["CF1"]), unit_price(goods["CF5"])) == (110, 110)
    rollback("--version-number", "4")  # a rollback is a version too
    assert unit_price(goods["CF1"]) == 130
