"""The second step of the cockpit: which sheet is read, and which are not."""

import io

import pytest
import xlsxwriter
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import SYSTEM, Actor
from catalog.admin.imports_columns import letter
from catalog.imports.stage import stage_import
from catalog.models import ImportBatch, ImportProfile, ImportRow
from catalog.queries.imports import import_at_work
from tests.catalog.admin.sheets import csv_file
from tests.conftest import client_of
from tests.factories import make_price_list, make_product, make_user


@pytest.fixture
def client() -> Client:
    return client_of(Actor(user=make_user("boss@shop.example", is_staff=True, is_superuser=True, language="en")))


@pytest.mark.django_db
def test_sheets_that_are_not_read_are_named(client: Client) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        for name in ("Ноябрь", "Декабрь"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Бренд", "Артикул", "Цена"])
            sheet.write_row(1, 0, ["HP", "A1", 5])
    file = io.BytesIO(stream.getvalue())
    file.name = "two.xlsx"
    address = reverse("admin:catalog_importbatch_add")
    sent = client.post(f"{address}?kind=prices", {"file": file, "price_list": make_price_list().pk})
    assert sent.status_code == 302
    shown = client.get(reverse("admin:catalog_importbatch_columns", args=[ImportBatch.objects.get().pk]))
    assert shown.context["unread"] == ["Декабрь"]
    assert "Декабрь" in shown.text


@pytest.mark.django_db
def test_a_second_column_fills_empty_prices_and_is_kept_with_the_profile(client: Client) -> None:
    for article in ("A1", "A2", "A3"):
        make_product(article)
    rows = ("Артикул;Бренд;Цена;Цена в магазине", "A1;HP;5;4", "A2;HP;;6", "A3;HP;;дорого", "A4-EMPTY;HP;;")
    sent = {"file": csv_file(*rows), "price_list": make_price_list().pk}
    client.post(f"{reverse('admin:catalog_importbatch_add')}?kind=prices", sent)
    batch = ImportBatch.objects.get()
    columns = reverse("admin:catalog_importbatch_columns", args=[batch.pk])
    assert "Price where the first is empty <b>D</b>" in client.get(columns).text
    chosen = {"column_0": "article", "column_1": "brand", "column_2": "price", "column_3": "other_price"}
    assert client.post(columns, {**chosen, "profile_name": "Artol"}).status_code == 302
    assert ImportProfile.objects.get().columns["other_price"] == "Цена в магазине"
    stage_import(batch=import_at_work(batch.pk), by=SYSTEM, at=timezone.now())
    taken = ImportRow.objects.filter(batch_id=batch.pk, verdict="new").values_list("line", "becomes", "flags")
    assert list(taken.order_by("line")) == [(2, 5, 0), (3, 6, ImportRow.OTHER_COLUMN)]
    batch.refresh_from_db()
    assert (batch.report["other_column"], batch.report["bad"]) == (2, 2)
    report = reverse("admin:catalog_importbatch_change", args=[batch.pk])
    shown = client.get(report, {"show": "other_column"}).text
    assert "D4</b>: this is not a number" in shown
    assert "A4-EMPTY" not in shown
    assert "C5</b>: the price is empty" in client.get(report, {"show": "bad"}).text


def test_letter_counts_as_a_spreadsheet_does() -> None:
    assert [letter(place) for place in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]
