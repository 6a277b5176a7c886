"""What a company bought last: beside its own codes, never in their place."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from accounts.actors import SYSTEM, Actor
from catalog.actions.note_purchases import note_purchases
from catalog.actions.set_own_code import set_own_code
from catalog.articles import search_key
from catalog.enums import FeedFormat
from catalog.models import CompanyProduct, Product
from catalog.price_list_columns import PriceColumn, WantedFile
from catalog.purchases import LastPurchase
from catalog.queries.price_list_state import price_list_state
from catalog.queries.products import products_named
from catalog.queries.search import search
from tests.factories import make_actor, make_product


@pytest.fixture
def product(db: None) -> Product:
    return make_product("CF259X")


def buy(actor: Actor, product: Product, now: datetime, quantity: int = 12) -> None:
    purchase = LastPurchase(product.pk, now, quantity, Decimal("99.5"))
    note_purchases(company=actor.company, bought=[purchase], by=SYSTEM, at=now)


def rows(actor: Actor) -> list[tuple[object, ...]]:
    known = CompanyProduct.objects.visible_to(actor)
    return list(known.values_list("own_code", "key", "last_quantity", "last_unit_gross"))


def test_note_purchases_keeps_the_last_word_and_the_code(buyer: Actor, product: Product, now: datetime) -> None:
    set_own_code(product=product, own_code="ЛМ-1", by=buyer, at=now)
    buy(buyer, product, now)
    buy(buyer, product, now, 5)
    assert rows(buyer) == [("ЛМ-1", search_key("ЛМ-1"), 5, Decimal("99.5"))]
    assert rows(make_actor()) == []


def test_note_purchases_costs_the_same_for_one_and_many(
    buyer: Actor, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for several in (1, 3):
        bought = [LastPurchase(make_product().pk, now, 1, Decimal(1)) for _ in range(several)]
        with django_assert_num_queries(3):  # the upsert between savepoints
            note_purchases(company=buyer.company, bought=bought, by=SYSTEM, at=now)


def test_what_was_bought_and_has_no_code_is_found_by_no_code(buyer: Actor, product: Product, now: datetime) -> None:
    buy(buyer, product, now)
    for query in ("—", "— 5", "...", "?? 12", "CF999 5", "- - 5"):
        assert not [hit for hit in search(buyer, query).hits if hit.match == "own_code"], query


def test_a_code_taken_back_leaves_what_was_bought(buyer: Actor, product: Product, now: datetime) -> None:
    buy(buyer, product, now)
    set_own_code(product=product, own_code="A-1", by=buyer, at=now)
    set_own_code(product=product, own_code="", by=buyer, at=now)
    assert rows(buyer) == [("", "", 12, Decimal("99.5"))]


def test_what_was_undone_leaves_the_code(buyer: Actor, product: Product, now: datetime) -> None:
    other = make_product()
    set_own_code(product=product, own_code="A-1", by=buyer, at=now)
    for one in (product, other):
        buy(buyer, one, now)
    note_purchases(company=buyer.company, bought=[], undone=[product.pk, other.pk], by=SYSTEM, at=now)
    assert rows(buyer) == [("A-1", "A1", None, None)]


def test_rows_name_what_this_company_bought(buyer: Actor, product: Product, now: datetime) -> None:
    buy(make_actor(), product, now, 77)
    assert products_named(buyer).get().last_quantity is None
    buy(buyer, product, now)
    found = products_named(buyer).get()
    assert (found.last_quantity, found.last_bought_at, found.own_code) == (12, now, "")


def test_an_order_makes_no_new_price_list_of_own_codes(buyer: Actor, product: Product, now: datetime) -> None:
    wanted = WantedFile(FeedFormat.CSV, (PriceColumn.OWN_CODE,))
    before = price_list_state(buyer.company, wanted, now, "en").etag
    buy(buyer, product, now)
    assert price_list_state(buyer.company, wanted, now, "en").etag == before
    set_own_code(product=product, own_code="A-1", by=buyer, at=now)
    assert price_list_state(buyer.company, wanted, now, "en").etag != before


def test_a_code_without_its_key_is_refused(buyer: Actor, product: Product) -> None:
    with pytest.raises(IntegrityError, match="company_product_key_of_own_code"), transaction.atomic():
        CompanyProduct.objects.create(company=buyer.company, product=product, own_code="A-1", key="")
