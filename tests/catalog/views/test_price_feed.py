"""The address behind a personal link: who gets prices by it, in which shape, and what is written down."""

import csv
import io
import json
from datetime import timedelta
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from accounts.actors import SYSTEM
from accounts.models import Company, Token
from accounts.permissions import Role
from b2b_portal.core.models import File, Job
from catalog.actions.close_price_feed import close_price_feed
from catalog.actions.forget_price_lists import forget_price_lists
from catalog.actions.make_price_list import make_price_list as make_file
from catalog.actions.set_prices import NewPrice, set_prices
from catalog.enums import FeedFormat
from catalog.models import PriceChange, PriceFeed, PriceFeedFetch, PriceListVersion, PriceRule
from catalog.price_list_columns import PriceColumn
from tests.factories import make_actor, make_price, make_price_feed, make_price_list, make_product, make_stock

pytestmark = pytest.mark.django_db
PRICED = (PriceColumn.ARTICLE, PriceColumn.PRICE_GROSS)


def url_of(secret):
    return reverse("catalog:price-feed", args=[secret])


def fetch(secret, method="get", **options):
    headers = {"Accept-Language": "ru", **options.pop("headers", {})}
    return getattr(Client(), method)(url_of(secret), options, headers=headers)


def rows_of(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]


def publish(product, unit_price):
    price_list, new = product.prices.get().price_list, NewPrice(product, 1, Decimal(unit_price))
    set_prices(price_list=price_list, prices=[new], by=SYSTEM, at=timezone.now())


@pytest.fixture
def link(buyer):
    product = make_product("CF259X")
    make_price(product, "122")
    feed, secret = make_price_feed(buyer, columns=PRICED)
    return feed, secret, product


def test_price_feed_gives_the_prices_of_its_company(link):
    feed, secret, _product = link
    answer = fetch(secret)
    assert (answer.status_code, answer["X-Price-List"]) == (200, "full")
    assert rows_of(answer) == [["CF259X", "122.00"]]  # in the language of whoever opened the link
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"].startswith("attachment")
    noted = PriceFeedFetch.objects.get()
    assert (noted.feed, noted.status, noted.rows, noted.address) == (feed, 200, 1, "127.0.0.1")
    assert Token.objects.get(pk=feed.token_id).last_used_at


def test_the_secret_is_kept_as_a_hash_only(link):
    feed, secret, _product = link
    assert secret not in str(Token.objects.filter(pk=feed.token_id).values().get())


@pytest.mark.parametrize("damage", ["closed", "expired", "left", "accountant", "disabled", "unknown", "invitation"])
def test_price_feed_is_404_for_whoever_may_not(link, buyer, damage, now):
    feed, secret, _product = link
    if damage == "closed":
        assert close_price_feed(feed=feed, by=buyer, at=now)
    elif damage == "expired":
        Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif damage == "left":
        buyer.user.memberships.update(left_at=now)
        make_actor(user=buyer.user)  # works for another company now
    elif damage == "accountant":
        buyer.user.memberships.update(role=Role.ACCOUNTANT)
    elif damage == "disabled":
        buyer.user.is_active = False
        buyer.user.save()
    elif damage == "invitation":
        Token.objects.update(purpose="invitation")
    answer = fetch("x" * 43 if damage == "unknown" else secret)
    assert answer.status_code == 404
    assert buyer.company.name not in answer.text
    assert not PriceFeedFetch.objects.exists()


def test_price_feed_of_a_suspended_company_says_why(link, buyer):
    Company.objects.filter(pk=buyer.company.pk).update(status="suspended", suspension_reason="Invoices are overdue")
    answer = fetch(link[1])
    assert (answer.status_code, answer.text) == (403, "Invoices are overdue")
    assert PriceFeedFetch.objects.get().status == 403


def test_price_feed_never_gives_prices_of_another_company(link):
    agreed = make_price_list("agreed", kind="contract")
    agreed.companies.add(make_actor().company)
    make_price(link[2], "1.37", price_list=agreed)
    assert b"1.37" not in fetch(link[1]).content


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_price_feed_is_only_read(link, method):
    assert fetch(link[1], method).status_code == 405


def test_price_feed_tells_who_has_the_state_that_nothing_changed(link):
    _feed, secret, product = link
    etag = fetch(secret)["ETag"]
    for tag in (etag, f"W/{etag}", f'"x", {etag}'):
        again = fetch(secret, headers={"If-None-Match": tag})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    publish(product, "130")
    changed = fetch(secret, headers={"If-None-Match": etag})
    assert (changed.status_code, rows_of(changed)) == (200, [["CF259X", "130.00"]])
    assert changed["ETag"] != etag


@pytest.mark.parametrize("change", ["list", "rule", "stock", "columns"])
def test_the_etag_follows_everything_the_file_depends_on(buyer, change):
    product = make_product()
    source = make_price(product).price_list
    computed = make_price_list("computed", kind="contract", source=source, percent=-5)
    computed.companies.add(buyer.company)
    feed, secret = make_price_feed(buyer, columns=(*PRICED, PriceColumn.STOCK))
    before = fetch(secret)["ETag"]
    assert fetch(secret)["ETag"] == before
    if change == "list":
        make_price_list("promotion", kind="promotion").companies.add(buyer.company)
    elif change == "rule":
        PriceRule.objects.create(price_list=computed, brand=product.brand, percent=-7)
    elif change == "stock":
        make_stock(product)
    else:
        PriceFeed.objects.filter(pk=feed.pk).update(columns=["article"])
    assert fetch(secret)["ETag"] != before


@pytest.mark.django_db(transaction=True)
def test_the_etag_follows_names_by_the_counters_of_the_database(link):
    """They come late by themselves; here the test makes them come."""
    _feed, secret, product = link

    def counted():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_force_next_flush()")
        return fetch(secret)["ETag"]

    before = counted()
    assert counted() == before
    product.name = "New name"
    product.save()
    assert counted() != before


def test_since_gives_only_what_changed(link):
    _feed, secret, product = link
    make_price(make_product("ZZ1"), "5")
    first = fetch(secret)
    assert len(rows_of(first)) == 2
    publish(product, "130")
    answer = fetch(secret, since=first["X-Price-List-Moment"])
    assert (answer["X-Price-List"], rows_of(answer)) == ("changes", [["CF259X", "130.00"]])


def test_since_tells_of_prices_that_are_gone(link):
    _feed, secret, product = link
    first = fetch(secret)
    price = product.prices.get()
    facts = {"price_list": price.price_list, "number": 1, "published_at": timezone.now()}
    version = PriceListVersion.objects.create(**facts)
    PriceChange.objects.create(version=version, product=product, quantity=1, was=price.unit_price)
    price.delete()
    answer = fetch(secret, since=first["X-Price-List-Moment"])
    assert (answer["X-Price-List"], rows_of(answer)) == ("changes", [["CF259X", ""]])


@pytest.mark.parametrize("reason", ["never fetched", "other lists"])
def test_since_gives_the_full_list_where_changes_would_not_tell_all(link, buyer, reason):
    _feed, secret, _product = link
    since = timezone.now().isoformat()
    if reason == "other lists":
        since = fetch(secret)["X-Price-List-Moment"]
        make_price_list("promotion", kind="promotion").companies.add(buyer.company)
    answer = fetch(secret, since=since)
    assert (answer["X-Price-List"], len(rows_of(answer))) == ("full", 1)


@pytest.mark.parametrize("since", ["yesterday", "2026-13-01", "2999-01-01T00:00:00Z", "1", "\x00"])
def test_a_bad_since_is_refused_with_a_sentence(link, since):
    answer = fetch(link[1], since=since)
    assert answer.status_code == 400
    assert answer.text.startswith("since: ")
    assert PriceFeedFetch.objects.get().status == 400


def test_head_answers_like_get_without_a_body(link):
    secret = link[1]
    head, get = fetch(secret, "head"), fetch(secret)
    assert (head.status_code, head.content) == (200, b"")
    assert [head[name] for name in ("ETag", "X-Price-List")] == [get[name] for name in ("ETag", "X-Price-List")]


@pytest.mark.parametrize("file_format", list(FeedFormat))
def test_every_format_holds_the_row(buyer, file_format):
    product = make_product("<CF&259X>", name="=1+1 \x0b]]>")
    make_price(product, "122")
    make_price(product, "110", quantity=10)
    make_stock(product, 3)
    _feed, secret = make_price_feed(buyer, file_format, list(PriceColumn))
    content = fetch(secret).content
    if file_format == FeedFormat.JSON:
        whole = json.loads(content)
        [row] = whole["rows"]
        assert (whole["company"], whole["currency"]) == (buyer.company.name, "RUB")
        assert (row["article"], row["price_gross"], row["stock"]) == ("<CF&259X>", "122.00", 3)
        assert row["breaks"] == [{"quantity": 10, "price": "110.00"}]
    elif file_format == FeedFormat.YML:
        shop = ElementTree.fromstring(content).find("shop")
        offer = shop.find("offers/offer")
        assert shop.find("categories/category").get("id") == offer.findtext("categoryId")
        assert (offer.get("id"), offer.get("available")) == (str(product.uid), "true")
        texts = {tag: offer.findtext(tag) for tag in ("vendorCode", "vendor", "price", "currencyId", "count", "name")}
        expected = {"vendorCode": "<CF&259X>", "vendor": "HP", "price": "122.00", "currencyId": "RUB", "count": "3"}
        assert texts == {**expected, "name": "=1+1 ]]>"}
    elif file_format == FeedFormat.XLSX:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        _head, row = book.get_sheet_by_index(0).to_python()
        assert row[:3] == ["<CF&259X>", "HP", "=1+1 ]]>"]
        assert buyer.company.name in str(book.get_sheet_by_index(1).to_python())
    else:
        [row] = rows_of(fetch(secret))
        assert row[:3] == ["<CF&259X>", "HP", "'=1+1 \x0b]]>"]


def test_one_build_at_a_time_per_company(link, buyer):
    """A lock of another session stands for a request that builds this second."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [0x70726C, buyer.company.pk])
        answer = fetch(link[1])
        assert (answer.status_code, answer["Retry-After"]) == (503, "15")
    finally:
        other.close()
    assert fetch(link[1]).status_code == 200


def test_price_feed_costs_the_same_for_one_and_three_products(link, django_assert_num_queries):
    for _number in range(2):
        with django_assert_num_queries(14):
            fetch(link[1])
        make_price(make_product())


class TestLongList:
    """More products than a request prices itself."""

    @pytest.fixture(autouse=True)
    def _short_limit(self, monkeypatch, link):
        monkeypatch.setattr("catalog.actions.fetch_price_feed.AT_ONCE", 1)
        make_price(make_product("ZZ1"), "5")

    def make(self, at=None):
        [job] = Job.objects.filter(state="running")
        assert make_file(job=job, by=SYSTEM, at=at or timezone.now())

    @pytest.mark.django_db(transaction=True)
    def test_a_long_list_is_made_in_the_background_and_then_given(self, link, buyer):
        feed, secret, _product = link
        waiting = [fetch(secret) for _ in range(2)]
        assert [(answer.status_code, answer["Retry-After"]) for answer in waiting] == [(503, "15")] * 2
        self.make()
        answer = fetch(secret)
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        assert (answer.status_code, answer["X-Price-List"]) == (200, "full")
        assert text.splitlines()[1:] == ["CF259X,122.00", "ZZ1,5.00"]
        assert fetch(secret, headers={"If-None-Match": answer["ETag"]}).status_code == 304
        noted = list(PriceFeedFetch.objects.order_by("pk").values_list("status", "rows"))
        assert noted == [(503, None), (503, None), (200, 2), (304, None)]
        close_price_feed(feed=PriceFeed.objects.select_related("token", "file").get(), by=buyer, at=timezone.now())
        assert not PriceFeed.objects.get().file
        assert not File.objects.exists()

    @pytest.mark.django_db(transaction=True)
    def test_a_young_file_is_given_though_prices_moved_and_an_old_one_is_not(self, link, buyer):
        _feed, secret, product = link
        fetch(secret)
        self.make()
        publish(product, "130")
        young = fetch(secret)
        assert (young.status_code, b"122.00" in b"".join(young.streaming_content)) == (200, True)
        PriceFeed.objects.update(made_at=timezone.now() - timedelta(minutes=11))
        assert fetch(secret).status_code == 503
        changes = fetch(secret, since=young["X-Price-List-Moment"])
        assert changes.status_code == 503  # a file of older prices is no ground for changes
        assert forget_price_lists(by=SYSTEM, at=timezone.now() + timedelta(days=2)) == 1
        assert not File.objects.exists()
