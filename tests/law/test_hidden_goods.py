"""What its assortment hides from a company stands in no byte that it gets, however it asks; others see it."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog.enums import FeedFormat
from catalog.models import Assortment, AssortmentRule
from catalog.price_list_columns import PriceColumn
from catalog.queries.search import search
from orders.actions.change_cart_line import NotOffered, change_cart_line
from orders.actions.place_order import place_order
from orders.queries.cart import cart_page, cart_summary
from tests.accounts.confirmed import confirmed as client_of
from tests.factories import make_price_feed
from tests.law.access_matrix import MATRIX
from tests.law.canaries import leaks_of_answer
from tests.law.hidden import PREFIX, Hidden
from tests.law.planted import Planted
from tests.law.test_price_files import COLUMNS, rise
from tests.law.walks import Walk
from tests.law.worlds import HTMX, World

PAGES = [
    name for name, row in MATRIX.items() if name.startswith(("catalog:search", "catalog:su")) and row.method == "get"
]
of_each_kind = pytest.mark.parametrize("kind", FeedFormat)


def questions(one: Hidden) -> Iterator[str]:
    """Everything by which somebody who knows the product would look for it."""
    product = one.product
    yield from (product.article, product.key, product.article[:-1], product.article.lower().replace("-", " "))
    yield from (f"{product.article} 5", f"{product.article}Z", product.article.replace("D", "B"), PREFIX)
    yield from (one.ean, one.own_code, product.name, product.brand.name, f"{product.brand.name} {product.article}")
    yield product.attributes["Colour"]


def asked(one: Hidden) -> Iterator[str]:
    """The addresses that ask them, and those that look through its brand and section, or on from it.

    Who knows the uid of a section has seen its name: a page may repeat it.
    """
    section = one.product.category
    for question in questions(one):
        for page in PAGES:
            yield f"{reverse(page)}?q={question}"
        yield f"{reverse('catalog:search')}?q={question}&literal=1"
    for page in PAGES:
        yield f"{reverse(page)}?brand={one.product.brand.name}"
        yield f"{reverse(page)}?section={section.uid}&called={section.name}"
        yield f"{reverse(page)}?q=Perch&after={one.product.uid}"
    yield f"{reverse('catalog:compare')}?p={one.product.uid}"


def of_product(one: Hidden) -> Iterator[tuple[str, str, dict[str, object]]]:
    """The addresses that name the product itself."""
    uid, file = one.product.uid, one.file.uid
    yield "get", reverse("product", args=[uid]), {}
    yield "get", f"{reverse('product', args=[uid])}?quantity=3", {}
    yield "get", reverse("catalog:product-file", args=[uid, file]), {}
    yield "post", reverse("catalog:own-code", args=[uid]), {"own_code": "ANOTHER-1"}
    yield "post", reverse("catalog:watch-add", args=[uid]), {"kind": "back"}
    yield "post", reverse("orders:cart-add"), {"product": uid, "quantity": 1}
    yield "post", reverse("orders:cart-change"), {"product": uid, "quantity": 1}


def test_the_same_questions_show_it_to_another_company(shop: Planted):
    """Or the test below would look nowhere."""
    for one in shop.hidden_goods:
        walk = Walk(client_of(shop.b.actor), shop.hidden)
        for url in asked(one):
            walk.ask("get", url)
        question = one.product.article
        for page in ("catalog:search", "catalog:search-take"):
            assert any(f"{reverse(page)}?q={question}" in leak for leak in walk.leaks), page
        for page in (f"{reverse('catalog:suggest')}?q={one.ean}", reverse("catalog:compare")):
            assert any(page in leak for leak in walk.leaks), page
        for method, url, data in of_product(one):
            assert walk.ask(method, url, data).status_code < 400, url


def test_no_question_finds_it(shop: Planted):
    walk = Walk(client_of(shop.a.actor), shop.hidden)
    for one in shop.hidden_goods:
        for url in asked(one):
            assert walk.ask("get", url).status_code == 200
            walk.ask("get", url, headers=HTMX)
        for question in (one.product.article, one.ean, one.own_code, one.product.name):
            found = search(shop.a.actor, question)
            assert (found.hits, found.is_corrected, found.quantity) == ((), False, 0), question
    assert not walk.leaks, "\n".join(walk.leaks)


def test_its_own_addresses_are_those_of_nothing(shop: Planted):
    walk = Walk(client_of(shop.a.actor), shop.hidden)
    for one in shop.hidden_goods:
        for method, url, data in of_product(one):
            for headers in ({}, HTMX):
                assert walk.ask(method, url, data, headers=headers).status_code == 404, url
        typed = walk.ask("post", reverse("orders:cart-quick"), {"line": one.product.article})
        assert typed.status_code == 422
    assert not walk.leaks, "\n".join(walk.leaks)


@of_each_kind
def test_no_price_list_holds_it(shop: Planted, kind: FeedFormat):
    data = {"format": kind, "columns": [column.value for column in PriceColumn]}
    taken = [client_of(world.actor).post(reverse("catalog:price-list-take"), data) for world in (shop.a, shop.b)]
    links = [
        Client().get(reverse("catalog:price-feed", args=[make_price_feed(world.actor, kind, COLUMNS)[1]]))
        for world in (shop.a, shop.b)
    ]
    for ours, theirs in (taken, links):
        assert (ours.status_code, theirs.status_code) == (200, 200)
        assert len(names_in(leaks_of_answer(theirs, shop.hidden))) >= 4
        assert not leaks_of_answer(ours, shop.hidden)


def names_in(leaks: list[object]) -> set[str]:
    return {leak.canary for leak in leaks}


def test_what_changed_since_does_not_tell_of_it(shop: Planted):
    """Every price of the tier rises; then a rule changes, and whoever asks what is new gets the whole list."""
    url = reverse("catalog:price-feed", args=[make_price_feed(shop.a.actor, FeedFormat.JSON, COLUMNS)[1]])
    known, moment = Client().get(url)["ETag"], timezone.now()
    rise(shop.hidden_goods[0].product.prices.get().price_list)
    changed = Client().get(url, {"since": moment.isoformat()})
    assert changed["X-Price-List"] == "changes"
    assert not leaks_of_answer(changed, shop.hidden)
    known, moment = changed["ETag"], timezone.now()
    AssortmentRule.objects.filter(assortment__company=shop.a.company).update(shows=True)
    shown = Client().get(url, {"since": moment.isoformat()}, headers={"If-None-Match": known})
    assert (shown.status_code, shown["X-Price-List"]) == (200, "full")
    assert leaks_of_answer(shown, shop.hidden)


def test_what_was_put_into_the_cart_before_can_only_be_taken_out(shop: Planted):
    actor, now = shop.a.actor, timezone.now()
    product = shop.hidden_goods[1].product
    rules = Assortment.objects.get(company=shop.a.company).rules.filter(product=product)
    rules.update(shows=True)
    change_cart_line(product=product, quantity=2, by=actor, at=now)
    before = cart_summary(actor)
    rules.update(shows=False)
    with pytest.raises(NotOffered) as refused:
        place_order(key=uuid4(), by=actor, at=now)
    assert product.article in str(refused.value)
    with pytest.raises(NotOffered):
        change_cart_line(product=product, quantity=3, by=actor, at=now)
    page = cart_page(actor, now)
    assert [row.product for row in page.withdrawn] == [product]
    assert not page.is_orderable
    assert cart_summary(actor).gross == page.totals.amounts.gross < before.gross
    client, money = client_of(actor), replace(shop.hidden, words={}, uids={})
    shown = client.get(reverse("orders:cart"))
    assert not leaks_of_answer(shown, money)
    assert product.name in shown.text
    assert reverse("product", args=[product.uid]) not in shown.text
    gone = client.post(reverse("orders:cart-change"), {"product": product.uid, "quantity": 0}, headers=HTMX)
    assert gone.status_code == 200
    assert cart_page(actor, now).is_orderable


def test_an_order_of_the_past_keeps_its_lines(shop: Planted):
    world: World = shop.b
    line = world.order.lines.get()
    client, url = client_of(world.actor), reverse("order", args=[world.order.number])
    page = reverse("product", args=[line.product.uid])
    assert page in client.get(url).text
    AssortmentRule.objects.create(
        assortment=Assortment.objects.get(company=world.company), product=line.product, shows=False
    )
    after = client.get(url)
    assert line.article in after.text
    assert page not in after.text
