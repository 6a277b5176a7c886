"""Small sheets in and out of the admin: previewed, imported by actions, refused whole, exported without formulas."""

import io
import uuid
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actors import SYSTEM, Actor
from accounts.models import User
from b2b_portal.core.sheets import read_table
from catalog.actions.reserve_stock import reserve_stock
from catalog.enums import AnalogueKind, MovementKind
from catalog.imports import resource
from catalog.models import (
    Analogue,
    Brand,
    BrandAlias,
    Price,
    PriceChange,
    PriceListVersion,
    Product,
    Stock,
    StockMovement,
)
from tests.catalog.admin.sheets import confirm, csv_file, load, page, send, xlsx_file
from tests.conftest import client_of
from tests.factories import (
    make_analogue,
    make_price,
    make_price_list,
    make_product,
    make_stock,
    make_tier,
    make_user,
)

pytestmark = pytest.mark.django_db
MODELS = ("product", "analogue", "price", "stock", "brandalias")


@pytest.fixture
def staff() -> User:
    return make_user("boss@shop.example", is_staff=True, is_superuser=True)


@pytest.fixture
def client(staff: User) -> Client:
    return client_of(Actor(user=staff))


def test_a_product_sheet_creates_and_changes(client: Client) -> None:
    known = make_product("CF259X", brand="HP", name="Old")
    rows = (
        "Brand,Article,Name,Category,VAT rate,Sold in multiples of,Is on sale",
        "hp,CF259X,New name,,10%,5,",
        "Новый,A-1,Лоток,Cartridges,без НДС,,нет",
    )
    preview = send(client, "product", csv_file(*rows))
    assert "New: 1. Changed: 1." in preview.text
    assert "Old</del> → <ins>New name" in preview.text
    known.refresh_from_db()
    assert known.name == "Old"
    assert "1 new, 1 changed" in confirm(client, "product", preview).wsgi_request._messages._queued_messages[0].message
    known.refresh_from_db()
    assert (known.name, known.vat_rate, known.pack_multiple, known.is_on_sale) == ("New name", Decimal("0.10"), 5, True)
    made = Product.objects.get(article="A-1")
    assert (made.brand.name, made.key, made.vat_rate, made.is_on_sale) == ("Новый", "A1", None, False)
    assert Brand.objects.count() == 2
    logged = LogEntry.objects.values_list("object_id", "action_flag", "change_message")
    assert set(logged) == {(str(known.pk), CHANGE, "Import"), (str(made.pk), ADDITION, "Import")}


def test_a_price_sheet_publishes_one_version_per_list(client: Client, staff: User) -> None:
    product = make_product("CF259X")
    make_price(product, "100")
    rows = ("price_list;brand;article;quantity;unit_price", "opt-1;HP;CF259X;;100,5", "opt-1;HP;CF259X;10;90")
    load(client, "price", *rows)
    assert list(Price.objects.order_by("quantity").values_list("quantity", "unit_price")) == [
        (1, Decimal("100.5")),
        (10, Decimal(90)),
    ]
    version = PriceListVersion.objects.get()
    assert (version.number, version.author_uid, version.source_name) == (1, staff.uid, "table.csv")
    assert set(PriceChange.objects.values_list("version", "quantity", "was", "becomes")) == {
        (version.pk, 1, Decimal(100), Decimal("100.5")),
        (version.pk, 10, None, Decimal(90)),
    }
    assert "0 new, 0 changed, 2 as" in said(load(client, "price", *rows))
    assert PriceListVersion.objects.count() == 1


def test_a_stock_sheet_corrects_by_movements(client: Client, staff: User) -> None:
    stock, other = make_stock(make_product("A1"), 10), make_product("B2")
    load(client, "stock", "warehouse,brand,article,on_hand", "main,HP,A1,7", "main,HP,B2,3")
    stock.refresh_from_db()
    assert (stock.on_hand, Stock.objects.get(product=other).on_hand) == (7, 3)
    moved = StockMovement.objects.filter(kind=MovementKind.CORRECTION)
    assert sorted(moved.values_list("on_hand_delta", "author_uid")) == [(-3, staff.uid), (3, staff.uid)]


def test_an_analogue_sheet_links_and_vouches(client: Client, staff: User) -> None:
    first, second, third = make_product("A1"), make_product("B2"), make_product("C3")
    make_analogue(first, third, AnalogueKind.FULL)
    head = "brand,article,brand of the analogue,article of the analogue,kind,differs in"
    load(client, "analogue", head, "HP,B2,HP,A1,full replacement,no chip", "HP,C3,HP,A1,superseded,")
    links = {(link.product, link.other, link.kind, link.vouched_by) for link in Analogue.objects.all()}
    assert links == {(first, second, "full", staff), (third, first, "superseded", staff)}
    assert Analogue.objects.get(kind="full").differs_in == "no chip"


def test_a_sheet_of_other_names_of_brands_makes_and_moves_them(client: Client) -> None:
    hp, acer = (Brand.objects.create(name=name) for name in ("HP", "Acer"))
    BrandAlias.objects.create(brand=acer, alias="хьюлетт")
    preview = send(client, "brandalias", csv_file("Brand,Alias", "hp,ХЬЮЛЕТТ", "HP,хп", "Nobody,никто"))
    assert (preview.status_code, "There is no such brand" in preview.text) == (422, True)
    load(client, "brandalias", "Brand,Alias", "hp,ХЬЮЛЕТТ", "HP,хп")
    assert set(BrandAlias.objects.values_list("alias", "brand")) == {("ХЬЮЛЕТТ", hp.pk), ("хп", hp.pk)}


def test_russian_headings_and_words_are_read(client: Client) -> None:
    make_product("CF259X")
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "ru"
    load(client, "product", "Бренд;Артикул;В продаже", "HP;CF259X;нет")
    assert not Product.objects.get().is_on_sale


def test_an_xlsx_sheet_is_read(client: Client) -> None:
    make_price(make_product("4607012345678"))
    sheet = xlsx_file(["price_list", "brand", "article", "unit_price"], ["opt-1", "HP", 4607012345678, 99.5])
    confirm(client, "price", send(client, "price", sheet))
    assert Price.objects.get().unit_price == Decimal("99.5")


REFUSED = [
    ("product", "brand,article,name", "HP,A-9,New", "This product is new"),
    ("product", "brand,article,category", "HP,A1,Nowhere > At all", "no such category"),
    ("product", "brand,article,pack multiple,vat_rate", "HP,A1,,122", "whole percent"),
    ("product", "brand,article,pack_multiple", "HP,A1,0", "whole number, 1 or more"),
    ("product", "brand,article,unit", "HP,A1,barrel", "Write one of: pcs"),
    ("product", "brand,article,is_on_sale", "HP,A1,maybe", "Write yes or no"),
    ("product", "brand,article", "HP,", "Fill this cell"),
    ("product", "brand,name", "HP,A1", "must have this heading"),
    ("product", "brand,article", "HP,A1\r\nhp,A1", "Row 2 speaks of the same"),
    ("analogue", "brand,article,other_brand,other_article,kind", "HP,A1,HP,A2,full", "no such product"),
    ("analogue", "brand,article,other_brand,other_article,kind", "HP,A1,HP,A1,full", "no analogue of itself"),
    ("price", "price_list,brand,article,unit_price", "opt-7,HP,A1,5", "code of a price list: opt-1"),
    ("price", "price_list,brand,article,unit_price", "opt-2,HP,A1,5", "computed from opt-1"),
    ("price", "price_list,brand,article,unit_price", "opt-1,HP,A1,0", "price above zero"),
    ("price", "price_list,brand,article,unit_price", "opt-1,HP,A1,1.23456", "price above zero"),
    ("stock", "warehouse,brand,article,on_hand", "moon,HP,A1,5", "code of a warehouse: main"),
    ("stock", "warehouse,brand,article,on_hand", "main,HP,A1,-1", "whole number, 0 or more"),
    ("stock", "warehouse,brand,article,on_hand", "main,HP,A1,2", "3 are reserved for buyers"),
]


@pytest.mark.unsound
@pytest.mark.parametrize(("model", "head", "row", "remedy"), REFUSED)
def test_a_refused_row_is_named_with_its_remedy(client: Client, model: str, head: str, row: str, remedy: str) -> None:
    reserve(make_stock(make_product("A1"), 10), 3)
    make_price_list("opt-2", tier=make_tier("opt-2"), source=make_price_list())
    answer = send(client, model, csv_file(head, row))
    assert answer.status_code == 422
    assert remedy in answer.text
    assert "process_import" not in answer.text


def test_one_bad_row_keeps_all_out(client: Client) -> None:
    product = make_product("A1")
    rows = csv_file("brand,article,name", "HP,A1,New name", "HP,B9,Unknown")
    answer = send(client, "product", rows)
    assert "<td>3</td>" in answer.text
    product.refresh_from_db()
    assert product.name != "New name"


@pytest.mark.unsound
def test_what_was_reserved_after_the_preview_refuses_the_import(client: Client) -> None:
    stocks = [make_stock(make_product(article), 10) for article in ("A1", "B2")]
    preview = send(client, "stock", csv_file("warehouse,brand,article,on_hand", "main,HP,A1,1", "main,HP,B2,2"))
    reserve(stocks[1], 3)
    answer = confirm(client, "stock", preview)
    assert answer.status_code == 422
    assert "3 are reserved" in answer.text
    assert list(Stock.objects.values_list("on_hand", flat=True)) == [10, 10]


def test_more_rows_than_a_page_takes_name_the_command(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = ["brand,article,name", *(f"HP,A{number},Name" for number in range(resource.MOST_ROWS + 1))]
    answer = send(client, "product", csv_file(*rows))
    assert answer.status_code == 422
    assert "./run manage import_catalog FILE --profile NAME" in answer.text


def test_files_that_are_no_tables_are_refused_in_words(client: Client) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"")
        archive.writestr("xl/worksheets/sheet1.xml", b"<c " * 2_000_001)
    bomb.seek(0)
    bomb.name = "bomb.xlsx"
    huge = io.BytesIO(b"a" * (5 * 1024 * 1024 + 1))
    huge.name = "huge.csv"
    for file, words in (
        (bomb, "cells; delete what stands below"),
        (huge, "larger than 5 MB"),
        (csv_file("a,b", name="table.pdf"), "Only XLSX and CSV"),
        (csv_file("not a zip", name="table.xlsx"), "cannot be read"),
        (csv_file("brand,article"), "no rows below the headings"),
    ):
        answer = send(client, "product", file)
        assert answer.status_code == 422
        assert words in answer.text


def test_a_sheet_is_imported_once(client: Client) -> None:
    make_product("A1")
    preview = send(client, "product", csv_file("brand,article,name", "HP,A1,New"))
    confirm(client, "product", preview)
    again = confirm(client, "product", preview)
    assert again.url == page("product", "import")
    forged = {"import_file_name": "../../settings.csv", "original_file_name": "x", "format": "1", "resource": "0"}
    assert client.post(page("product", "process_import"), forged).url == page("product", "import")


@pytest.mark.parametrize("model", MODELS)
def test_import_and_export_ask_for_rights(model: str) -> None:
    looker = make_user(is_staff=True)
    client = client_of(Actor(user=looker))
    for name in ("import", "export"):
        assert client.get(page(model, name)).status_code == 403
    assert client.post(page(model, "process_import"), {}).status_code == 403
    looker.user_permissions.set(Permission.objects.filter(codename=f"view_{model}"))
    client = client_of(Actor(user=User.objects.get(pk=looker.pk)))
    assert client.get(page(model, "export")).status_code == 200
    assert client.get(page(model, "import")).status_code == 403
    assert "import/" not in client.get(page(model, "changelist")).text
    looker.user_permissions.add(*Permission.objects.filter(codename__in=[f"change_{model}", f"add_{model}"]))
    client = client_of(Actor(user=User.objects.get(pk=looker.pk)))
    assert client.get(page(model, "import")).status_code == 200
    assert "import/" in client.get(page(model, "changelist")).text


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("place", ["0", "1"])
def test_what_goes_out_comes_back_unchanged(client: Client, tmp_path: object, model: str, place: str) -> None:
    product, other = make_product("=1+1", brand="@HP", name="-name"), make_product("007")
    make_price(product, "12.5")
    make_stock(product, 4)
    make_analogue(product, other, differs_in="+50 pages")
    BrandAlias.objects.create(brand=product.brand, alias="-alias")
    sheet = client.post(page(model, "export"), {"format": place, "resource": "0"})
    suffix = ("xlsx", "csv")[int(place)]
    assert f".{suffix}" in sheet["Content-Disposition"]
    file = io.BytesIO(sheet.content)
    file.name = f"back.{suffix}"
    preview = send(client, model, file)
    assert preview.status_code == 200
    assert "New: 0. Changed: 0." in preview.text


def test_no_exported_cell_is_a_formula(client: Client, tmp_path: object) -> None:
    make_product("=HYPERLINK(1)", brand="@cmd", name="+1")
    text = client.post(page("product", "export"), {"format": "1", "resource": "0"}).content.decode("utf-8-sig")
    cells = text.splitlines()[1].split(",")
    assert cells[:3] == ["'@cmd", "'=HYPERLINK(1)", "'+1"]
    path = tmp_path / "out.xlsx"
    path.write_bytes(client.post(page("product", "export"), {"format": "0", "resource": "0"}).content)
    assert b"<f>" not in zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")
    with read_table(path) as rows:
        assert list(rows)[1][1][:3] == ["@cmd", "=HYPERLINK(1)", "+1"]


def test_export_follows_the_list_and_costs_the_same_for_more_rows(client: Client) -> None:
    make_product("A1")
    make_product("B2", is_on_sale=False)
    address = f"{page('product', 'export')}?is_on_sale__exact=0"
    with CaptureQueriesContext(connection) as few:
        text = client.post(address, {"format": "1", "resource": "0"}).content.decode()
    assert "B2" in text
    assert "A1" not in text
    make_product("B3", brand="Other", is_on_sale=False)
    with CaptureQueriesContext(connection) as more:
        client.post(address, {"format": "1", "resource": "0"})
    assert len(more) == len(few)


def test_a_list_too_long_to_export_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalog.admin.sheets.MOST_EXPORTED", 1)
    make_product("A1")
    make_product("B2")
    answer = client.post(page("product", "export"), {"format": "1", "resource": "0"})
    assert "narrow the list" in answer.text


def test_the_preview_costs_the_same_for_more_rows(client: Client) -> None:
    for number in range(4):
        make_stock(make_product(f"A{number}"), 10)
    head = "warehouse,brand,article,on_hand"
    send(client, "stock", csv_file(head, "main,HP,A0,1"))
    counts = []
    for rows in (["main,HP,A1,1"], [f"main,HP,A{number},2" for number in range(1, 4)]):
        with CaptureQueriesContext(connection) as queries:
            send(client, "stock", csv_file(head, *rows))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def reserve(stock: Stock, pieces: int) -> None:
    at = timezone.now()
    reserve_stock(
        holder=uuid.uuid4(), wanted={stock.product_id: pieces}, until=at + timedelta(days=1), by=SYSTEM, at=at
    )


def said(answer: object) -> str:
    return "".join(str(message) for message in answer.wsgi_request._messages)
