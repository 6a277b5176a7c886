"""The cockpit with stock, products and own codes: loaded, compared, told in words, published."""

from collections.abc import Mapping
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import SYSTEM, Actor
from b2b_portal.core.jobs import ask_to_stop
from catalog.actions.correct_stock import Counted, correct_stock
from catalog.enums import ImportState
from catalog.imports.stage import publish_staged, stage_import
from catalog.models import CompanyProduct, ImportBatch, ImportProfile, Product, Stock, Transit
from catalog.queries.imports import import_at_work
from tests.catalog.admin.sheets import csv_file
from tests.conftest import client_of
from tests.factories import make_company, make_product, make_stock, make_user, make_warehouse

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return client_of(Actor(user=make_user("boss@shop.example", is_staff=True, is_superuser=True)))


def page(name: str, batch: ImportBatch) -> str:
    return reverse(f"admin:catalog_importbatch_{name}", args=[batch.pk])


def compared(
    client: Client,
    kind: str,
    columns: list[str],
    *rows: str,
    columns_said: Mapping[str, str] | None = None,
    **said: object,
) -> ImportBatch:
    """A file after the worker has compared it."""
    sent = {"file": csv_file(*rows), **said}
    assert client.post(f"{reverse('admin:catalog_importbatch_add')}?kind={kind}", sent).status_code == 302
    batch = ImportBatch.objects.latest("pk")
    chosen = {f"column_{place}": name for place, name in enumerate(columns)} | dict(columns_said or {})
    answer = client.post(page("columns", batch), chosen)
    assert answer.status_code == 302, answer.text
    stage_import(batch=import_at_work(batch.pk), by=SYSTEM, at=timezone.now())
    batch.refresh_from_db()
    assert batch.state == ImportState.READY, batch.error
    return batch


def publish(client: Client, batch: ImportBatch, **chosen: object) -> str:
    """Publishes; the page that tells of it."""
    answer = client.post(page("publish", batch), chosen)
    assert answer.status_code == 302, answer.text
    publish_staged(batch=import_at_work(batch.pk), by=SYSTEM, at=timezone.now())
    batch.refresh_from_db()
    assert batch.state == ImportState.PUBLISHED, batch.error
    return client.get(page("change", batch)).text


def test_stock_and_arrivals_go_from_a_file_to_the_warehouse(client: Client) -> None:
    first, moved = make_stock(make_product("A1"), 10), make_stock(make_product("A2"), 5)
    rows = [
        "Бренд;Артикул;Остаток;В пути;Дата поступления",
        "HP;A1;12;40;01.12.2026",
        "HP;A2;9;;",
        "HP;A3;много;;",
        "HP;А1;1;;",
    ]
    names = ["brand", "article", "stock", "in_transit", "expected_on"]
    batch = compared(client, "stock", names, *rows, warehouse=first.warehouse_id)
    shown = client.get(page("change", batch)).text
    assert '<td class="r" data-l="Was"><span class="n">10</span></td>' in shown
    assert "<small>In transit on 1 Dec: 40</small>" in shown.replace("\u00a0", " ")
    assert "<b>C4</b>: the stock is not a whole number of pieces" in shown
    assert f'Perhaps: <a href="/admin/catalog/product/{first.product_id}/change/">HP A1</a>' in shown  # Cyrillic А
    correct_stock(counted=[Counted(moved.product, moved.warehouse, 6)], by=SYSTEM, at=timezone.now())
    told = publish(client, batch)
    assert "2 changes were written" in told
    assert "1 row was not written" in told
    assert dict(Stock.objects.values_list("product__article", "on_hand")) == {"A1": 12, "A2": 6}
    assert Transit.objects.get().expected_on == date(2026, 12, 1)


def test_a_column_of_warehouses_takes_the_place_of_a_choice(client: Client) -> None:
    make_product("A1")
    make_warehouse("spb")
    rows = ["Склад;Бренд;Артикул;Остаток", "spb;HP;A1;4", "msk;HP;A1;4"]
    batch = compared(client, "stock", ["warehouse", "brand", "article", "stock"], *rows)
    assert "<b>A3</b>: there is no warehouse of this code" in client.get(page("change", batch)).text
    publish(client, batch)
    assert Stock.objects.get().warehouse.code == "spb"


def test_products_come_with_attributes_that_somebody_marked(client: Client) -> None:
    known = make_product("A1", name="Old")
    rows = [
        "Бренд;Артикул;Наименование;Категория;Цвет;Закупка;О нём",
        "HP;A1;New;;чёрный;5;Мал",
        "Xerox;X1;Toner;Тонеры;;7;",
    ]
    names = ["brand", "article", "name", "category", "attribute:Цвет", "", "description"]
    batch = compared(client, "products", names, *rows)
    shown = client.get(page("change", batch)).text
    assert "<small>Name: Old → New</small>" in shown
    assert "<small>Цвет: чёрный</small>" in shown
    assert "<small>Description: Мал</small>" in shown
    assert "1 new brand will be made: Xerox" in shown
    assert "1 new section will be made: Тонеры" in client.get(page("publish", batch)).text
    assert client.get(page("rows", batch)).status_code == 200
    publish(client, batch)
    known.refresh_from_db()
    assert (known.name, known.attributes) == ("New", {"Цвет": "чёрный", "description": "Мал"})
    assert Product.objects.get(article="X1").attributes == {}


def test_own_codes_go_to_their_company(client: Client) -> None:
    make_product("A1")
    make_product("A2")
    company = make_company()
    rows = ["Бренд;Артикул;Наш код", "HP;A1;L-1", "HP;A2;l1"]
    batch = compared(client, "own_codes", ["brand", "article", "own_code"], *rows, company=company.inn)
    shown = client.get(page("change", batch)).text
    assert '<td class="r" data-l="Becomes">L-1</td>' in shown
    assert "Code of several products" in shown
    publish(client, batch)
    assert CompanyProduct.objects.filter(company=company).count() == 2


def test_what_the_file_lacks_is_worded_by_kind(client: Client) -> None:
    stock = make_stock(make_product("A1"), 10)
    make_stock(make_product("A2"), 3)
    names, rows = ["brand", "article", "stock"], ["Бренд;Артикул;Остаток", "HP;A1;10"]
    batch = compared(client, "stock", names, *rows, warehouse=stock.warehouse_id)
    assert "is not there any more: 0 on hand" in client.get(page("publish", batch)).text
    publish(client, batch, removes_missing="yes")
    assert Stock.objects.get(product__article="A2").on_hand == 0


def test_marked_attributes_are_kept_with_the_supplier(client: Client) -> None:
    make_product("A1")
    rows = ["Бренд;Артикул;Название;Цвет", "HP;A1;New;чёрный"]
    names = ["brand", "article", "name", "attribute:Цвет"]
    compared(client, "products", names, *rows, columns_said={"profile_name": "Артол"})
    profile = ImportProfile.objects.get()
    listed = client.get(reverse("admin:catalog_importprofile_changelist"))
    assert (listed.status_code, profile.columns["attribute:Цвет"]) == (200, "Цвет")
    sent = {"file": csv_file(*rows), "profile": profile.pk}
    client.post(f"{reverse('admin:catalog_importbatch_add')}?kind=products", sent)
    assert ImportBatch.objects.latest("pk").layout["columns"]["attribute:Цвет"] == 3


def test_a_publication_that_was_stopped_keeps_what_it_wrote(client: Client) -> None:
    stock = make_stock(make_product("A1"), 10)
    names, rows = ["brand", "article", "stock"], ["Бренд;Артикул;Остаток", "HP;A1;12"]
    batch = compared(client, "stock", names, *rows, warehouse=stock.warehouse_id)
    client.post(page("publish", batch))
    batch.refresh_from_db()
    assert batch.job
    ask_to_stop(batch.job)
    publish_staged(batch=import_at_work(batch.pk), by=SYSTEM, at=timezone.now())
    assert "what was written until then stays" in client.get(page("change", batch)).text
    stock.refresh_from_db()
    assert stock.on_hand == 10
