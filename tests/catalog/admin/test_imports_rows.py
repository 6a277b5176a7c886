"""How rows of a comparison read: the field, the cell, what is wrong and what to do; what is said before publishing."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import SYSTEM, Actor
from accounts.models import User
from catalog.actions.rollback_prices import rollback_prices
from catalog.enums import ImportState
from catalog.imports.stage import publish_staged, stage_import
from catalog.models import ImportBatch, PriceList
from catalog.queries.imports import import_at_work
from tests.catalog.admin.sheets import csv_file, xlsx_file
from tests.conftest import client_of
from tests.factories import make_price, make_price_list, make_product, make_user

pytestmark = pytest.mark.django_db
HEAD = "Бренд;Артикул;Цена"
CHOSEN = {"column_0": "brand", "column_1": "article", "column_2": "price"}


@pytest.fixture
def staff() -> User:
    return make_user("boss@shop.example", is_staff=True, is_superuser=True, language="en")


@pytest.fixture
def client(staff: User) -> Client:
    return client_of(Actor(user=staff))


@pytest.fixture
def price_list() -> PriceList:
    make_price(make_product("A2"), "100")
    return make_price_list()


def compared(client: Client, price_list: PriceList, file: io.BytesIO) -> ImportBatch:
    client.post(f"{reverse('admin:catalog_importbatch_add')}?kind=prices", {"file": file, "price_list": price_list.pk})
    batch = ImportBatch.objects.latest("pk")
    assert client.post(page("columns", batch), CHOSEN).status_code == 302
    stage_import(batch=import_at_work(batch.pk), by=SYSTEM, at=timezone.now())
    batch.refresh_from_db()
    return batch


def page(name: str, batch: ImportBatch) -> str:
    return reverse(f"admin:catalog_importbatch_{name}", args=[batch.pk])


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("HP;A2;-5", "Price, <b>C2</b>: the number is negative: write one above 0, or delete the row"),
        ("HP;A2;9999999999", "Price, <b>C2</b>: the number is 1,000,000,000 or more: check the decimal point"),
        ("HP;A2;0", "Price, <b>C2</b>: the price is 0: write a price"),
        ("HP;A2;", "Price, <b>C2</b>: the price is empty: write it, or delete the row"),
        ("HP;4,60123E+12;5", "Article, <b>B2</b>: a spreadsheet has turned the article into a number"),
    ],
)
def test_a_bad_row_names_field_cell_and_remedy_and_no_false_figure(
    client: Client, price_list: PriceList, row: str, words: str
) -> None:
    batch = compared(client, price_list, csv_file(HEAD, row, "HP;A2;90"))
    shown = client.get(page("change", batch), {"show": "bad"})
    assert words in shown.text
    if "A2" in row:
        (bad,) = shown.context["rows"]
        assert (bad.becomes, bad.compared.change_rate) == ("", None)


def test_an_empty_price_of_a_workbook_may_be_a_formula(client: Client, price_list: PriceList) -> None:
    batch = compared(client, price_list, xlsx_file(["Бренд", "Артикул", "Цена"], ["HP", "A2", None], ["HP", "A1", 5]))
    assert "a formula counts once" in client.get(page("change", batch), {"show": "bad"}).text


def test_a_file_without_rows_is_refused_in_the_language_of_who_sent_it(
    client: Client, staff: User, price_list: PriceList
) -> None:
    said = []
    for language in ("en", "ru"):
        User.objects.filter(pk=staff.pk).update(language=language)
        batch = compared(client, price_list, csv_file(HEAD, ";;"))
        assert batch.state == ImportState.FAILED
        said.append(batch.error)
    assert said == [
        "The file cannot be read: there are no rows below the headings",
        "Файл не\xa0читается: под\xa0заголовками нет строк",
    ]


def test_what_is_wrong_is_said_once_more_before_publishing(client: Client, price_list: PriceList) -> None:
    batch = compared(client, price_list, csv_file(HEAD, "HP;A2;1000", "HP;X9;5"))
    asked = client.get(page("publish", batch))
    assert [(one.name, one.count) for one in asked.context["warned"]] == [("unknown", 1), ("jump", 1), ("tenfold", 1)]
    assert "?show=tenfold#rows" in asked.text


def test_a_version_that_was_taken_back_says_so(client: Client, price_list: PriceList) -> None:
    batch = compared(client, price_list, csv_file(HEAD, "HP;A2;120"))
    assert reverse("admin:catalog_importbatch_change", args=[batch.pk]) in client.get(page("columns", batch)).text
    client.post(page("publish", batch))
    publish_staged(batch=import_at_work(batch.pk), by=SYSTEM, at=timezone.now())
    published = client.get(page("change", batch)).text
    assert "This is version 1 of the list" in published
    undo = reverse("admin:catalog_pricelistversion_undo", args=[ImportBatch.objects.get().version_id])
    assert undo in published
    assert page("columns", batch) not in published
    rollback_prices(version=import_at_work(batch.pk).version, by=SYSTEM, at=timezone.now())
    over = client.get(page("change", batch)).text
    assert "Version 2 took it back." in over
    assert undo not in over


def test_a_comparison_that_no_longer_holds_offers_only_a_new_one(client: Client, price_list: PriceList) -> None:
    late = compared(client, price_list, csv_file(HEAD, "HP;A2;130"))
    early = compared(client, price_list, csv_file(HEAD, "HP;A2;120"))
    client.post(page("publish", early))
    publish_staged(batch=import_at_work(early.pk), by=SYSTEM, at=timezone.now())
    answer = client.post(page("publish", late))
    assert answer.status_code == 409
    assert page("compare", late) in answer.text
    assert 'name="publish_at"' not in answer.text
