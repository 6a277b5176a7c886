"""The import cockpit in the admin: a file, its columns, the comparison, the publication, the way back."""

import io
from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actors import SYSTEM, Actor
from accounts.models import User
from b2b_portal.core.jobs import advance, begin
from b2b_portal.core.models import File, Mail
from b2b_portal.core.sheets import read_table
from catalog.actions.rollback_prices import rollback_prices
from catalog.enums import ImportKind, ImportState, VersionKind
from catalog.imports.stage import publish_staged, stage_import
from catalog.models import ImportBatch, ImportProfile, Price, PriceList, PriceListVersion
from catalog.queries.imports import import_at_work
from catalog.tasks import mail_import_ended
from tests.catalog.admin.sheets import csv_file
from tests.conftest import client_of
from tests.core.sheet_makers import bomb, zipped
from tests.factories import make_price, make_price_list, make_product, make_user, make_warehouse

pytestmark = pytest.mark.django_db
ADD = "admin:catalog_importbatch_add"
ROWS = (
    "Прайс поставщика",
    "Производитель;Артикул;Цена, руб.",
    "HP;A1;1 234,56",
    "HP;A2;80",
    "HP;X9;50",
    "HP;A3;дорого",
)


@pytest.fixture
def staff() -> User:
    return make_user("boss@shop.example", is_staff=True, is_superuser=True, full_name="Анна Смирнова", language="en")


@pytest.fixture
def client(staff: User) -> Client:
    return client_of(Actor(user=staff))


@pytest.fixture
def price_list() -> PriceList:
    """A list with a price that falls and one that the file lacks."""
    make_price(make_product("A2"), "100")
    make_price(make_product("A4"), "5")
    make_product("A1")
    make_product("A3")
    return make_price_list()


def page(name: str, batch: ImportBatch, query: str = "") -> str:
    return reverse(f"admin:catalog_importbatch_{name}", args=[batch.pk]) + (f"?{query}" if query else "")


def send(client: Client, file: io.BytesIO, kind: str = "prices", **said: object) -> HttpResponse:
    return client.post(f"{reverse(ADD)}?kind={kind}", {"file": file, **said})


def loaded(client: Client, price_list: PriceList, *rows: str) -> ImportBatch:
    """A file as it stands after the first step."""
    answer = send(client, csv_file(*(rows or ROWS)), price_list=price_list.pk)
    assert answer.status_code == 302, answer.text
    return ImportBatch.objects.latest("pk")


def compared(client: Client, price_list: PriceList, *rows: str) -> ImportBatch:
    """A file after the second step and the worker's part."""
    batch = loaded(client, price_list, *rows)
    answer = client.post(page("columns", batch), {"column_0": "brand", "column_1": "article", "column_2": "price"})
    assert answer.status_code == 302, answer.text
    stage_import(batch=import_at_work(batch.pk), by=SYSTEM, at=timezone.now())
    batch.refresh_from_db()
    assert batch.state == ImportState.READY, batch.error
    return batch


def published(batch: ImportBatch) -> None:
    publish_staged(batch=import_at_work(batch.pk), by=SYSTEM, at=timezone.now())


def test_a_file_goes_from_the_form_to_a_version_and_back(client: Client, price_list: PriceList) -> None:
    batch = compared(client, price_list)
    report = client.get(page("change", batch))
    assert "−20%" in report.text
    assert "C6</b>: this is not a number" in report.text
    answer = client.post(page("publish", batch), {"removes_missing": "yes"})
    assert answer.url == page("change", batch)
    assert "being published" in client.get(page("change", batch)).text
    published(batch)
    prices = dict(Price.objects.filter(price_list=price_list).values_list("product__article", "unit_price"))
    assert prices == {"A1": Decimal("1234.56"), "A2": 80}
    versions = client.get(reverse("admin:catalog_pricelistversion_of", args=[price_list.pk]))
    assert "<td>Анна Смирнова</td>" in versions.text
    version = PriceListVersion.objects.get()
    undo = reverse("admin:catalog_pricelistversion_undo", args=[version.pk])
    assert undo in versions.text
    assert "Take version 1 back?" in client.get(undo).text
    assert "is being taken back" in client.get(client.post(undo).url).text
    rollback_prices(version=version, by=SYSTEM, at=timezone.now())
    assert Price.objects.get(product__article="A2").unit_price == 100
    assert PriceListVersion.objects.latest("pk").kind == VersionKind.ROLLBACK


def test_the_headings_are_guessed_and_the_first_rows_shown(client: Client, price_list: PriceList) -> None:
    shown = client.get(page("columns", loaded(client, price_list)))
    assert shown.context["form"].initial == {
        "column_0": "brand",
        "column_1": "article",
        "column_2": "price",
        "brand": "",
        "profile_name": "",
    }
    assert "<td>1 234,56</td>" in shown.text


def test_another_row_of_headings_is_guessed_anew(client: Client, price_list: PriceList) -> None:
    batch = loaded(client, price_list)
    shown = client.get(page("columns", batch, "header_row=0"))
    assert "column A" in shown.text
    assert client.get(page("columns", batch, "header_row=2")).context["layout"].columns["price"] == 2
    for query in ("header_row=99999", "header_row=x", "sheet=none"):
        assert client.get(page("columns", batch, query)).status_code == 200


def test_unknown_headings_are_left_to_the_next_step(client: Client, price_list: PriceList) -> None:
    batch = loaded(client, price_list, "a;b", "A2;70", "A4;6")
    answer = client.post(page("columns", batch), {"column_0": "article"})
    assert answer.status_code == 422
    assert "No column is marked “price”" in answer.text
    twice = client.post(page("columns", batch), {"column_0": "article", "column_1": "article"})
    assert "Two columns are marked “article”" in twice.text
    chosen = {"column_0": "article", "column_1": "price", "brand": "HP"}
    assert client.post(page("columns", batch), chosen).status_code == 302
    batch.refresh_from_db()
    assert (batch.state, batch.layout["brand"]) == (ImportState.READING, "HP")


def test_a_named_supplier_keeps_the_columns(client: Client, price_list: PriceList) -> None:
    batch = loaded(client, price_list, *ROWS)
    chosen = {"column_0": "brand", "column_1": "article", "column_2": "price", "profile_name": "Артол"}
    client.post(page("columns", batch), chosen)
    profile = ImportProfile.objects.get()
    assert profile.columns == {"brand": "Производитель", "article": "Артикул", "price": "Цена, руб."}
    again = loaded(client, price_list)
    client.post(page("columns", again), {**chosen, "column_0": ""})
    profile.refresh_from_db()
    assert "brand" not in profile.columns
    listed = client.get(reverse("admin:catalog_importprofile_changelist"))
    assert "Артикул" in listed.text
    assert client.get(reverse("admin:catalog_importprofile_change", args=[profile.pk])).status_code == 200


def test_bad_files_come_back_with_a_sentence(client: Client, price_list: PriceList) -> None:
    workbook = io.BytesIO(b"PK\x03\x04 and nothing more")
    workbook.name = "prices.xlsx"
    for file, words in (
        (csv_file("a;b", name="prices.pdf"), "Only XLSX, XLS, CSV and CSV.gz"),
        (csv_file("", name="prices.csv"), "empty"),
        (workbook, "The file cannot be read"),
    ):
        answer = send(client, file, price_list=price_list.pk)
        assert answer.status_code == 422, words
        assert words in answer.text
    nowhere = send(client, csv_file(*ROWS))
    assert nowhere.status_code == 422
    assert not ImportBatch.objects.exists()


def test_hostile_files_are_refused_at_the_first_step(client: Client, price_list: PriceList, tmp_path: Path) -> None:
    archive = zipped(tmp_path / "letters.xlsx", {"readme.txt": "no workbook"})
    huge = bomb(tmp_path / "bomb.xlsx", b'<c r="A1"><v>1</v></c>' * 50_000, 45)
    old = tmp_path / "old.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    torn = tmp_path / "torn.csv.gz"
    torn.write_bytes(b"\x1f\x8b\x08\x00broken")
    picture = tmp_path / "picture.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 2000)
    for path in (archive, huge, old, torn, picture):
        with path.open("rb") as file:
            answer = send(client, file, price_list=price_list.pk)
        assert answer.status_code == 422, path.name
        assert answer.context["form"].errors["file"], path.name
    assert not ImportBatch.objects.exists()
    assert not File.objects.exists()


def test_each_kind_asks_for_what_it_needs(client: Client) -> None:
    make_warehouse()
    for kind in ImportKind:
        shown = client.get(f"{reverse(ADD)}?kind={kind}").text
        assert ('name="price_list"' in shown) == (kind == ImportKind.PRICES)
        assert ('name="warehouse"' in shown) == (kind == ImportKind.STOCK)
        assert ('name="company"' in shown) == (kind == ImportKind.OWN_CODES)
    answer = send(client, csv_file("Артикул;Ваш код", "A1;7"), "own_codes", company="nobody")
    assert "No company has the INN or code “nobody”" in answer.text


def test_figures_filter_the_rows(client: Client, price_list: PriceList) -> None:
    batch = compared(client, price_list)
    for query, article in (
        ("show=new", "A1"),
        ("show=down", "A2"),
        ("show=unknown", "X9"),
        ("show=bad", "A3"),
        ("show=missing", "A4"),
        ("q=а-2", "A2"),
        ("q=x9", "X9"),
    ):
        rows = client.get(page("change", batch, query)).context["rows"]
        assert [row.compared.article for row in rows] == [article], query
    assert not client.get(page("change", batch, "show=jump")).context["rows"]
    for query in ("show=drop", "brand=x", "brand=99999999999999999999", "after=x", "before=-1", "q=%00"):
        assert client.get(page("change", batch, query)).status_code == 200, query


def test_a_row_that_may_mean_several_products_names_them(client: Client, price_list: PriceList) -> None:
    make_product("A-9")
    make_product("B1", brand="HP")
    make_product("B1", brand="Xerox")
    batch = compared(client, price_list, "brand;article;price", "HP;а9;5", ";B1;7")
    shown = client.get(page("change", batch))
    assert [[str(one) for one in row.compared.meant] for row in shown.context["rows"]] == [
        ["HP A-9"],
        ["HP B1", "Xerox B1"],
    ]
    assert "Which one:" in shown.text


def test_rows_are_paged_by_their_place(client: Client, price_list: PriceList) -> None:
    rows = [f"HP;Z{number};1" for number in range(120)]
    batch = compared(client, price_list, "brand;article;price", *rows)
    first = client.get(page("change", batch)).context["page"]
    second = client.get(page("change", batch, f"after={first.after}")).context["page"]
    third = client.get(page("change", batch, f"after={second.after}")).context["page"]
    back = client.get(page("change", batch, f"before={third.before}")).context["page"]
    assert [len(one.rows) for one in (first, second, third)] == [50, 50, 20]
    assert (first.before, third.after) == (None, None)
    assert back.rows == second.rows


def test_the_report_costs_the_same_for_more_rows(client: Client, price_list: PriceList) -> None:
    few = compared(client, price_list, "brand;article;price", "HP;A1;1", "HP;X1;1")
    for number in range(3):
        make_product(f"B{number}", brand=f"Brand {number}")
    rows = [f"Brand {number};B{number};2" for number in range(3)]
    many = compared(client, price_list, "brand;article;price", *rows, *(f"HP;X{number};1" for number in range(3)))
    counts = []
    for batch in (few, many):
        with CaptureQueriesContext(connection) as queries:
            client.get(page("change", batch))
        counts.append(len(queries))
    assert counts == [8, 8]


def test_the_filtered_rows_go_out_as_a_workbook(
    client: Client, price_list: PriceList, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = compared(client, price_list)
    path = tmp_path / "rows.xlsx"
    path.write_bytes(client.get(page("rows", batch, "show=bad")).content)
    with read_table(path) as rows:
        cells = [row for _line, row in rows]
    assert len(cells) == 2
    assert {"A3", "C6", "дорого"} <= set(cells[1])
    monkeypatch.setattr("catalog.queries.import_rows.MOST_EXPORTED", 1)
    refused = client.get(page("rows", batch), follow=True)
    assert "choose a figure, a brand or an article first" in refused.text


def test_the_second_of_two_managers_is_told(client: Client, price_list: PriceList) -> None:
    first, second = compared(client, price_list), compared(client, price_list)
    client.post(page("publish", first))
    published(first)
    answer = client.post(page("publish", second))
    assert answer.status_code == 409
    assert "Version 1 of opt-1 was published after this file was compared" in answer.text
    assert client.post(page("compare", second)).status_code == 302
    stage_import(batch=import_at_work(second.pk), by=SYSTEM, at=timezone.now())
    assert client.get(page("publish", second)).status_code == 200


def test_a_publication_waits_for_its_moment_or_is_given_up(client: Client, price_list: PriceList) -> None:
    batch = compared(client, price_list)
    late = client.post(page("publish", batch), {"publish_at": "2020-01-01T10:00"})
    assert late.status_code == 422
    assert "This moment has passed" in late.text
    client.post(page("publish", batch), {"publish_at": "2040-01-01T10:00"})
    assert "1 Jan 2040, 10:00".replace(" ", "\u00a0") in client.get(page("change", batch)).text
    client.post(page("stop", batch))
    batch.refresh_from_db()
    assert batch.state == ImportState.CANCELLED
    assert client.get(page("change", batch)).status_code == 200


def test_whoever_asked_is_mailed_the_end_of_the_work(client: Client, price_list: PriceList, staff: User) -> None:
    batch = compared(client, price_list)
    mail_import_ended(batch.pk)
    mail_import_ended(batch.pk)
    client.post(page("publish", batch))
    published(batch)
    mail_import_ended(batch.pk)
    mails = list(Mail.objects.filter(to=staff.email).order_by("pk"))
    assert len(mails) == 2
    assert all(page("change", batch) in mail.text and page("change", batch) in mail.html for mail in mails)
    assert [mail.subject for mail in mails] == ["table.csv is compared", "table.csv is published"]


def test_versions_of_a_list_show_those_of_other_makers_too(client: Client, price_list: PriceList) -> None:
    PriceListVersion.objects.create(
        price_list=price_list, number=1, source_name="feed", published_at=timezone.now(), kind=VersionKind.FEED
    )
    shown = client.get(reverse("admin:catalog_pricelistversion_of", args=[price_list.pk]))
    assert "Supplier" in shown.text
    assert client.get(reverse("admin:catalog_pricelistversion_changelist")).status_code == 200
    assert client.get(reverse("admin:catalog_pricelistversion_of", args=[0])).status_code == 404


def test_some_brands_are_published_alone(client: Client, price_list: PriceList) -> None:
    other = make_product("C1", brand="Xerox")
    batch = compared(client, price_list, "brand;article;price", "HP;A1;1", "Xerox;C1;2")
    client.post(page("publish", batch), {"brands": [other.brand_id]})
    published(batch)
    assert list(Price.objects.exclude(unit_price__in=[100, 5]).values_list("product__article", flat=True)) == ["C1"]
    unknown = client.post(page("publish", compared(client, price_list)), {"brands": [999]})
    assert unknown.status_code == 422


def test_progress_is_told_and_stopped(client: Client, price_list: PriceList) -> None:
    batch = loaded(client, price_list)
    client.post(page("columns", batch), {"column_0": "brand", "column_1": "article", "column_2": "price"})
    batch.refresh_from_db()
    first = client.get(page("change", batch))
    assert "waits for its turn" in first.text
    assert (first.context["pace"].total, first.context["pace"].rate) == (None, None)
    begin(batch.job, timezone.now() - timezone.timedelta(seconds=10))
    advance(batch.job, done=500, bad=0, total=2000)
    part = client.get(page("progress", batch), headers={"HX-Request": "true"})
    assert part.context["pace"].rate in {49, 50}
    assert part.context["pace"].minutes == 0
    assert part.context["pace"].seconds in {29, 30, 31}
    assert "of about" in part.text
    assert "<html" not in part.text
    client.post(page("stop", batch))
    stage_import(batch=import_at_work(batch.pk), by=SYSTEM, at=timezone.now())
    over = client.get(page("progress", batch), headers={"HX-Request": "true"})
    assert over["HX-Redirect"] == page("change", batch)


def test_the_cockpit_asks_for_rights(client: Client, price_list: PriceList) -> None:
    batch = compared(client, price_list)
    looker = make_user(is_staff=True)
    nobody = client_of(Actor(user=looker))
    pages = ("change", "columns", "publish", "progress", "rows")
    versions = reverse("admin:catalog_pricelistversion_of", args=[price_list.pk])
    for address in (reverse(ADD), versions, *(page(name, batch) for name in pages)):
        assert nobody.get(address).status_code == 403
        assert client_of(Actor(user=make_user())).get(address).status_code == 302
    looker.user_permissions.set(Permission.objects.filter(codename="view_importbatch"))
    viewer = client_of(Actor(user=User.objects.get(pk=looker.pk)))
    assert viewer.get(page("change", batch)).status_code == 200
    assert viewer.get(page("rows", batch)).status_code == 200
    assert page("publish", batch) not in viewer.get(page("change", batch)).text
    for name in ("columns", "publish", "compare", "stop"):
        assert viewer.post(page(name, batch)).status_code == 403
    assert client.get(page("stop", batch)).status_code == 405
    assert client.get(reverse("admin:catalog_importbatch_change", args=[0])).status_code == 404
    assert client.get("/admin/catalog/importbatch/x/change/").status_code == 404


def test_the_list_of_files_costs_the_same_for_more(client: Client, price_list: PriceList) -> None:
    counts = []
    for _number in range(2):
        loaded(client, price_list)
        with CaptureQueriesContext(connection) as queries:
            shown = client.get(reverse("admin:catalog_importbatch_changelist"))
        counts.append(len(queries))
    assert "Анна Смирнова" in shown.text
    assert counts[0] == counts[1]
