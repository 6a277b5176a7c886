"""Fields that a form does not have change nothing: prices, cost, tiers, companies, rights."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Address, Application, Company, Contract, Membership, Tier, User
from b2b_portal.core.models import Job
from catalog.models import (
    CompanyProduct,
    Cost,
    Price,
    PriceFeed,
    PriceFloor,
    PriceList,
    PriceListCompany,
    Product,
    Reservation,
    Watch,
)
from documents.models import Document
from orders.models import Cart, CartLine, Message, Order, OrderLine, Thread
from tests.accounts.confirmed import confirmed as client_of
from tests.law.access_matrix import MATRIX
from tests.law.forms import Form, FormsOfPage
from tests.law.planted import Planted
from tests.law.walks import OF_LIBRARIES, rolled_back

TABLES: tuple[type[models.Model], ...] = (
    *(Price, PriceList, PriceListCompany, PriceFloor, Cost, Product, CompanyProduct, PriceFeed, Reservation, Watch),
    *(Tier, Company, Contract, Membership, User, Address, Job, Cart, CartLine, Order, OrderLine, Document),
    *(Thread, Message, Application),
)
# what two runs of the same verb may write differently
PASSING = {
    *(
        "id",
        "uid",
        "key",
        "number",
        "order_id",
        "cart_id",
        "thread_id",
        "holder",
        "last_login",
        "token_id",
        "created_at",
    ),
}
CHEAP = "1.00"
MONEY = (
    *("price", "unit_price", "unit_net", "unit_gross", "own_price", "cost", "net", "tax", "gross", "total", "amount"),
    *("seen_unit_gross", "seen_gross", "price_gross", "floor", "vat_rate"),
)


@pytest.fixture(autouse=True)
def _one_moment() -> Iterator[None]:
    """Both runs happen at the same moment."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


def forged(shop: Planted) -> dict[str, str]:
    """What a curious buyer might add to a form, by whatever name."""
    other, tier = shop.b.company, Tier.objects.get(code="opt-9")
    rights = dict.fromkeys(
        ("is_staff", "is_superuser", "is_active", "is_default", "price_includes_vat", "is_gross"), "on"
    )
    whose = {
        **dict.fromkeys(("company", "company_uid", "owner_uid", "buyer"), str(other.uid)),
        **dict.fromkeys(("company_id", "contract_id", "user_id", "placed_by", "placed_by_id", "user"), str(other.pk)),
        **dict.fromkeys(("tier", "tier_id"), str(tier.pk)),
        **{"price_list": "opt-9", "price_list_id": "1", "on_behalf_of": str(shop.b.actor.user.uid)},
    }
    terms = {"discount": "99", "percent": "-99", "credit_limit": "99999999", "currency": "USD", "role": "administrator"}
    states = {"status": "shipped", "state": "done", "revision": "9", "renewals": "0", "reserved_until": "2099-01-01"}
    return {**dict.fromkeys(MONEY, CHEAP), **rights, **whose, **terms, **states, "minimum_order_gross": "0"}


def rows() -> dict[str, list[str]]:
    """All that a forged field could have changed."""
    return {
        model.__name__: sorted(
            str({name: value for name, value in row.items() if name not in PASSING}) for row in model.objects.values()
        )
        for model in TABLES
    }


def outcome(client: Client, url: str, data: dict[str, Any]) -> tuple[int, dict[str, list[str]]]:
    with rolled_back():
        cookies = client.cookies.copy()
        status = client.post(url, data).status_code
        client.cookies = cookies
        return status, rows()


def changed_by_forging(client: Client, shop: Planted, url: str, data: dict[str, Any]) -> list[str]:
    """The tables in which the forged fields made a difference; only what the form does not have is added."""
    extra = {name: value for name, value in forged(shop).items() if name not in data}
    plain, more = outcome(client, url, data), outcome(client, url, {**data, **extra})
    assert more[0] < 500
    if plain[0] != more[0]:
        return [f"{url}: {plain[0]} -> {more[0]}"]
    changed = {table: set(kept) ^ set(more[1][table]) for table, kept in plain[1].items()}
    return [f"{url}: {table} {rows}" for table, rows in changed.items() if rows]


def test_forged_fields_change_nothing_of_what_the_matrix_posts(shop: Planted):
    client = client_of(shop.a.actor)
    posts = {name: row for name, row in MATRIX.items() if row.method == "post"}
    wrong = []
    for row_name, row in posts.items():
        url = reverse(row_name, kwargs=row.kwargs(shop.a) or None)
        wrong += changed_by_forging(client, shop, url, dict(row.data(shop.a)))
    assert len(posts) > 8
    assert not wrong


def test_forged_fields_change_nothing_of_what_pages_post(shop: Planted):
    """Every form that A's pages show, filled in: also those whose row in the matrix only looks."""
    client = client_of(shop.a.actor)
    forms: dict[str, Form] = {}
    for name, row in MATRIX.items():
        if row.method == "get" and not name.startswith(OF_LIBRARIES):
            url = reverse(name, kwargs=row.kwargs(shop.a) or None)
            answer = client.get(url)
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                found = FormsOfPage(b"".join(answer).decode(), url).forms
                forms |= {form.action: form for form in found if form.method == "post"}
    wrong = []
    for url, form in forms.items():
        wrong += changed_by_forging(client, shop, url, dict(form.data.lists()))
    assert reverse("accounts:address-add") in forms
    assert not wrong


def test_rows_show_what_a_form_changes(shop: Planted):
    """The comparison can fail: an address and a price that did change are seen."""
    before = rows()
    client_of(shop.a.actor).post(reverse("accounts:address-add"), {"text": "Mytishchi"})
    Price.objects.filter(product=shop.quiet).update(unit_price=1)
    assert {name for name, kept in rows().items() if kept != before[name]} == {"Address", "Price"}


def test_ids_of_another_company_change_no_row_of_it(shop: Planted):
    """PostgreSQL writes a new version of every row it touches, so `xmin` tells whether somebody touched B's."""
    client = client_of(shop.a.actor)
    before = versions_of(shop.b.company)
    for name, row in MATRIX.items():
        if row.foreign is not None:
            url = reverse(name, kwargs=row.kwargs(shop.b) or None)
            getattr(client, row.method)(url, {**forged(shop), **row.data(shop.b)})
            client.post(url, {**forged(shop), **row.data(shop.b)})
    assert versions_of(shop.b.company) == before
    shop.b.address.save()
    assert versions_of(shop.b.company) != before


def versions_of(company: Company) -> dict[str, list[Any]]:
    """Where each row of the company lies; an update lays it elsewhere."""
    of_order = {"Order", "Document", "Address", "Contract", "Membership", "CompanyProduct", "Cart", "PriceListCompany"}
    place = models.expressions.RawSQL
    found = {}
    for model in TABLES:
        if model.__name__ in of_order:
            table = model._meta.db_table
            own = model.objects.filter(company=company).annotate(place=place(f'"{table}".ctid::text', ()))
            found[model.__name__] = sorted(own.values_list("pk", "place"))
    return found
