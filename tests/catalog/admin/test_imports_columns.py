"""The second step of the cockpit: which sheet is read, and which are not."""

import io

import pytest
import xlsxwriter
from django.urls import reverse

from accounts.actors import Actor
from catalog.admin.imports_columns import letter
from catalog.models import ImportBatch
from tests.conftest import client_of
from tests.factories import make_price_list, make_user


@pytest.mark.django_db
def test_sheets_that_are_not_read_are_named() -> None:
    client = client_of(Actor(user=make_user("boss@shop.example", is_staff=True, is_superuser=True)))
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


def test_letter_counts_as_a_spreadsheet_does() -> None:
    assert [letter(place) for place in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]
