"""The list of orders as a file."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from orders.models import OrderLine
from orders.views import orders_export
from tests.factories import make_actor
from tests.factories.orders import make_order

URL = "/orders/export/"


def table_of(response):
    return CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()


def csv_of(response):
    return list(
        csv.reader(
            io.StringIO(response.content.decode("utf-8-sig")), delimiter=";" if b";" in response.content else ","
        )
    )


def test_orders_export_writes_the_filtered_orders_as_a_workbook(buyer, buyer_client):
    order = make_order(buyer, ("100.50",), 2, placed_at=timezone.now(), buyer_number="PO-1")
    make_order(buyer, placed_at=timezone.now() - timedelta(days=60))
    make_order(make_actor(), placed_at=timezone.now())
    response = buyer_client.get(URL, {"from": timezone.localdate().isoformat()})
    headings, *rows = table_of(response)
    assert response.headers["Content-Disposition"] == f'attachment; filename="orders-{timezone.localdate()}.xlsx"'
    assert len(headings) == len(rows[0])
    (row,) = rows
    line = order.lines.get()
    assert row[0] == order.number
    assert row[1].replace(tzinfo=None) - timezone.localtime().replace(tzinfo=None) < timedelta(minutes=1)
    assert row[2:8] == ["PO-1", "placed", line.article, line.brand, line.name, 2]
    assert row[9:] == [100.5, float(line.net), float(line.tax), 201.0]


@pytest.mark.parametrize("typed", ["=1+1", "+7", "-1", "@SUM(A1)", '=cmd|" /C calc"!A0'])
def test_orders_export_starts_no_formula(buyer, buyer_client, typed):
    order = make_order(buyer, placed_at=timezone.now(), buyer_number=typed)
    OrderLine.objects.filter(order=order).update(article=typed)
    (row,) = table_of(buyer_client.get(URL))[1:]
    assert (row[2], row[4]) == (typed, typed)
    (row,) = csv_of(buyer_client.get(URL, {"format": "csv"}))[1:]
    assert (row[2], row[4]) == (f"'{typed}", f"'{typed}")


@pytest.mark.parametrize(("language", "unit_price"), [("en", "100.5000"), ("ru", "100,5000")])
def test_orders_export_writes_csv_as_the_readers_spreadsheet_wants_it(buyer, buyer_client, language, unit_price):
    make_order(buyer, ("100.50",), 2, placed_at=timezone.now())
    response = buyer_client.get(URL, {"format": "csv"}, headers={"Accept-Language": language})
    headings, row = csv_of(response)
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert (row[7], row[9]) == ("2", unit_price)


def test_orders_export_says_when_there_is_too_much(buyer, buyer_client, monkeypatch):
    monkeypatch.setattr(orders_export, "MOST_LINES", 1)
    make_order(buyer, ("1", "2"), placed_at=timezone.now())
    response = buyer_client.get(URL, {"status": "placed", "format": "csv"}, follow=True)
    assert response.redirect_chain == [("/orders/?status=placed", 302)]
    assert "More than 1 lines are found: choose a shorter period" in response.content.decode()


def test_orders_export_sends_a_bad_filter_back_to_the_list(buyer, buyer_client):
    make_order(buyer)
    response = buyer_client.get(URL, {"from": "abc"}, follow=True)
    assert response.status_code == 422
    assert "Write the day as 2026-11-23." in response.content.decode()


@pytest.mark.parametrize("orders", [1, 3])
def test_orders_export_costs_the_same_queries_for_one_and_three(buyer, buyer_client, orders, django_assert_num_queries):
    for _ in range(orders):
        make_order(buyer)
    buyer_client.get(URL)
    # session, person, actor; the lines
    with django_assert_num_queries(4):
        buyer_client.get(URL)
