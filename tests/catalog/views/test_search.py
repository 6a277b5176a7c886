"""The search page and the panel under the box, as roles see them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actors import Actor
from accounts.permissions import Role
from catalog.models import CompanyProduct, Product
from tests.conftest import client_of
from tests.factories import (
    make_actor,
    make_analogue,
    make_price,
    make_price_list,
    make_product,
    make_stock,
    make_tier,
    make_transit,
    make_warehouse,
)

pytestmark = pytest.mark.django_db
PAGE, SUGGEST = "/search/", "/search/suggest/"
PART = {"HX-Request": "true"}


def page(client: Client, query: str = "CF259X", **more: str) -> str:
    response = client.get(PAGE, {"q": query, **more})
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def stocked(article: str = "CF259X", price: str = "8940", **fields: object) -> None:
    product = make_product(article, **fields)  # type: ignore[arg-type]
    make_price(product, price)
    make_price(product, "8510", quantity=20)
    make_stock(product, 124)


def test_a_row_shows_price_breaks_stock_and_the_form_that_adds_it(buyer_client: Client) -> None:
    stocked()
    text = page(buyer_client)
    assert '<span class="art"><mark>CF259X</mark></span>' in text
    assert "8,940" in text
    assert '<span class="on"><span>from 1</span>' in text
    assert 'data-w="Main"><span class="st"><span class="n">124</span>' in text
    assert f'action="{reverse("orders:cart-add")}"' in text
    assert 'name="quantity" value="1"' in text
    assert "Exact article" in text or "exact article" in text


def test_the_offered_quantity_is_the_smallest_orderable_one(buyer_client: Client) -> None:
    stocked(minimum_quantity=15, pack_multiple=10)
    text = page(buyer_client)
    assert 'name="quantity" value="20"' in text
    assert "in multiples of 10" in text
    assert '<span class="on"><span>from 20</span>' in text


def test_the_recommended_price_with_the_difference(buyer_client: Client) -> None:
    product = make_product("CF259X")
    make_price(product, "80")
    recommended = make_price_list("rrp", tier=make_tier("rrp", is_recommended=True))
    make_price(product, "100", price_list=recommended)
    text = page(buyer_client)
    assert "RRP" in text
    assert "−20%" in text


def test_stock_stands_under_its_warehouse(buyer_client: Client) -> None:
    product = make_product("CF259X")
    make_stock(product, 5)
    make_stock(make_product("CF259XC"), 7, make_warehouse("spb", lead_days=1))
    text = page(buyer_client)
    assert text.count('data-w="Spb"') == 2
    assert "+1 day" in text


def test_what_comes_stands_in_its_column_with_its_day(buyer_client: Client) -> None:
    product, today = make_product("CF259X"), timezone.localdate()
    assert "In transit" not in page(buyer_client)
    make_transit(product, 60, today + timedelta(days=3))
    make_transit(product, 200, today + timedelta(days=9))
    make_product("CF259XC")
    text = page(buyer_client)
    assert "<b>In transit</b><small>by date</small>" in text
    assert text.count('data-w="In transit"') == 2
    assert '<span class="st way"><span class="n">60</span></span>' in text
    assert f'datetime="{today + timedelta(days=3)}"' in text
    assert f'datetime="{today + timedelta(days=9)}"' not in text


def test_what_should_have_come_is_said_to_be_late(buyer_client: Client) -> None:
    make_transit(make_product("CF259X"), 60, timezone.localdate() - timedelta(days=1))
    text = page(buyer_client)
    assert '<small class="warn">' in text
    assert "was due" in text


def test_what_comes_in_time_stands_before_what_is_late_or_waited_for(buyer_client: Client) -> None:
    product, today = make_product("CF259X"), timezone.localdate()
    make_transit(product, 60, today - timedelta(days=1))
    make_transit(product, 70, today + timedelta(days=5))
    text = page(buyer_client)
    assert '<span class="st way"><span class="n">70</span></span>' in text
    assert "was due" not in text


def test_a_row_names_the_companys_own_code(buyer: Actor, buyer_client: Client) -> None:
    product = make_product("CF259X")
    CompanyProduct.objects.create(company=buyer.company, product=product, own_code="10-00482", key="1000482")
    CompanyProduct.objects.create(company=make_actor().company, product=product, own_code="THEIRS", key="THEIRS")
    text = page(buyer_client)
    assert 'your code <span class="art">10-00482</span>' in text
    assert "THEIRS" not in text


def test_without_the_right_to_see_prices_there_are_none(db: None) -> None:
    stocked()
    text = page(client_of(make_actor(role=Role.ACCOUNTANT)))
    assert "CF259X" in text
    assert "8,940" not in text
    assert "orders:cart-add" not in text
    assert reverse("orders:cart-add") not in text


def test_a_viewer_sees_prices_and_cannot_add(db: None) -> None:
    stocked()
    text = page(client_of(make_actor(role=Role.VIEWER)))
    assert "8,940" in text
    assert reverse("orders:cart-add") not in text


def test_a_stranger_is_sent_to_the_sign_in_page(db: None) -> None:
    for url in (PAGE, SUGGEST):
        assert Client().get(url, {"q": "x"}).status_code == 302
        assert "HX-Redirect" in Client().get(url, {"q": "x"}, headers=PART).headers


def test_somebody_without_a_company_is_refused(db: None) -> None:
    actor = make_actor()
    assert actor.user
    actor.user.memberships.update(left_at="2026-01-01T00:00:00Z")
    for url in (PAGE, SUGGEST):
        assert client_of(actor).get(url, {"q": "x"}).status_code == 403


def test_htmx_gets_the_part_alone(buyer_client: Client) -> None:
    stocked()
    text = buyer_client.get(PAGE, {"q": "CF259X"}, headers=PART).content.decode()
    assert text.lstrip().startswith('<div id="results"')
    assert "<html" not in text


def test_a_mistake_put_right_is_said_with_the_way_to_the_literal_search(buyer_client: Client) -> None:
    stocked("CE285A")
    text = page(buyer_client, "СУ285Ф")
    assert "other keyboard layout" in text
    assert "literal=1" in text
    literal = page(buyer_client, "СУ285Ф", literal="1")
    assert "No products for" in literal
    assert "other keyboard layout:" not in literal


def test_nothing_found_is_no_dead_end(buyer: Actor, buyer_client: Client) -> None:
    stocked("KVR32N22S8/16")
    text = page(buyer_client, "KVR32N22S8/61-99")
    assert "No products for" in text
    assert "The nearest articles" in text
    assert 'action="/cart/add/"' in text
    assert buyer.company
    assert str(buyer.company.account_manager) in text


@pytest.mark.parametrize("query", ["", "   ", "\x00", "😀", "'%_\\", "x" * 10_000, "<script>alert(1)</script>"])
def test_any_query_is_answered_and_escaped(buyer_client: Client, query: str) -> None:
    make_product("CF259X")
    assert "<script>alert" not in page(buyer_client, query)
    assert buyer_client.get(SUGGEST, {"q": query}).status_code == 200


def test_a_lone_surrogate_in_the_address(buyer_client: Client) -> None:
    assert buyer_client.get(f"{PAGE}?q=%ED%A0%80CF259X&q=2").status_code == 200


def test_without_a_query_the_newest_products_are_shown(buyer_client: Client) -> None:
    stocked()
    assert "New in the catalogue" in page(buyer_client, "")


def test_an_empty_catalogue_says_so(buyer_client: Client) -> None:
    assert "The catalogue is empty" in page(buyer_client, "")


def test_the_panel_offers_articles_that_lead_to_their_page(buyer_client: Client) -> None:
    stocked("A/B 1")
    text = buyer_client.get(SUGGEST, {"q": "ab1"}, headers=PART).content.decode()
    assert 'id="find-panel"' in text
    assert f'data-href="/products/{Product.objects.get().uid}/"' in text
    assert "8,940" in text
    assert 'role="option"' not in buyer_client.get(SUGGEST, {"q": ""}).content.decode()


def test_another_companys_price_is_nowhere(buyer_client: Client) -> None:
    product = make_product("CF259X")
    make_price(product, "77.7777", price_list=make_price_list("other", tier=make_tier("opt-2")))
    other = make_price_list("theirs", kind="contract")
    other.companies.add(make_actor().company)
    make_price(product, Decimal("55.5555"), price_list=other)
    text = page(buyer_client)
    assert "77.7" not in text
    assert "55.5" not in text


def linked(price: str = "4470", **link: object) -> tuple[Product, Product]:
    """A product and its analogue, both in stock."""
    stocked("CF259X", "8940")
    stocked("CS-X", price, brand="Cactus")
    own, other = Product.objects.get(article="CF259X"), Product.objects.get(article="CS-X")
    make_analogue(own, other, **link)  # type: ignore[arg-type]
    return own, other


def test_analogues_unfold_under_their_hit_by_a_plain_link(buyer_client: Client) -> None:
    own, other = linked(differs_in="with a chip")
    folded = page(buyer_client)
    link = f"/search/?q=CF259X&amp;analogues={own.uid}"
    assert f'href="{link}#p-{own.uid}"' in folded
    assert "1 analogue" in folded
    assert "CS-X" not in folded
    text = page(buyer_client, analogues=str(own.uid))
    assert f'<tr id="p-analogue-{other.uid}" class="sub">' in text
    assert "Full replacement" in text
    assert "with a chip" in text
    assert "<b>−50%</b> to CF259X" in text
    assert f'form="add-analogue-{other.uid}"' in text
    assert 'href="/search/?q=CF259X"' in text  # the way to fold


def test_analogues_of_what_is_no_hit_stay_folded(buyer_client: Client) -> None:
    _own, other = linked()
    for odd in (str(other.uid), "x", "0", "", "1" * 40, "\x00"):
        assert "p-analogue-" not in page(buyer_client, analogues=odd)


def test_unfolded_analogues_show_no_prices_without_the_right(db: None) -> None:
    own, _other = linked()
    text = page(client_of(make_actor(role=Role.ACCOUNTANT)), analogues=str(own.uid))
    assert "CS-X" in text
    assert "4,470" not in text
    assert "−50%" not in text


def suggested(client: Client, query: str) -> str:
    answer = client.get(SUGGEST, {"q": query}, headers=PART)
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def test_the_panel_of_an_empty_box_offers_what_was_looked_for(buyer_client: Client) -> None:
    stocked()
    assert "option" not in suggested(buyer_client, "")
    buyer_client.get(PAGE, {"q": "cf259x & co"})
    panel = suggested(buyer_client, "")
    assert panel.count('role="option"') == 1
    assert f'data-href="{reverse("catalog:search")}?q=cf259x%20%26%20co"' in panel
    assert "cf259x &amp; co" in panel
    assert "Your recent searches" not in suggested(buyer_client, "cf259x")


def test_the_panel_says_what_ctrl_enter_adds(buyer_client: Client) -> None:
    stocked()
    stocked("CF259XC")
    product = Product.objects.get(article="CF259X")
    text = suggested(buyer_client, "cf259x 5")
    assert f'data-add="{reverse("orders:cart-add")}"' in text
    assert 'data-query="cf259x 5"' in text
    assert f'data-product="{product.uid}" data-quantity="5" data-exact' in text
    assert text.count("data-exact") == 1
    assert "quantity 5 — from the query" in text
    assert "data-refusal" not in text
    assert f'data-product="{product.uid}" data-quantity="1" data-exact' in suggested(buyer_client, "cf259x")


def test_a_quantity_that_cannot_be_ordered_is_left_to_the_cart_to_refuse(buyer_client: Client) -> None:
    stocked(pack_multiple=4)
    assert 'data-quantity="5"' in suggested(buyer_client, "CF259X 5")
    assert 'name="quantity" value="4"' in page(buyer_client, "CF259X 5")
    assert 'name="quantity" value="8"' in page(buyer_client, "CF259X 8")


def test_a_page_of_an_article_and_a_quantity_prices_that_quantity(buyer_client: Client) -> None:
    stocked()
    text = page(buyer_client, "CF259X 20")
    assert "8,510" in text
    assert '<span class="on"><span>from 20</span>' in text
    assert '<span class="art"><mark>CF259X</mark></span>' in text


def test_without_one_exact_product_the_panel_says_why_nothing_is_added(buyer_client: Client) -> None:
    stocked("CF259XC")
    text = suggested(buyer_client, "CF259")
    assert "data-exact" not in text
    assert "Nothing is exactly CF259: nothing was added." in text
    stocked("CF259", brand="A")
    stocked("CF259", brand="B")
    text = suggested(buyer_client, "CF259")
    assert "data-exact" not in text
    assert "Several products are CF259" in text
    assert "&lt;b&gt;" in suggested(buyer_client, "<b>")
    assert "data-refusal" not in suggested(buyer_client, "")


def test_who_may_not_order_is_offered_no_ctrl_enter(db: None) -> None:
    stocked()
    text = suggested(client_of(make_actor(role=Role.VIEWER)), "CF259X 5")
    for offer in ("data-add", "data-product", "data-refusal", "Ctrl"):
        assert offer not in text, offer


def test_the_panel_lists_analogues_of_the_exact_hit_once(buyer_client: Client) -> None:
    _own, other = linked(differs_in="with a chip")
    text = suggested(buyer_client, "CF259X")
    assert "Full replacement" in text
    assert "with a chip" in text
    assert "−50%" in text
    stocked("CF259X-2", brand="Cactus")
    make_analogue(Product.objects.get(article="CF259X"), Product.objects.get(article="CF259X-2"))
    text = suggested(buyer_client, "CF259X")
    assert text.count('role="option"') == 3
    assert text.count(f'id="o-{other.uid}"') == 1


def test_the_panel_names_the_nearest_stock_or_what_comes(buyer_client: Client) -> None:
    product = make_product("CF259X")
    assert "out of stock" in suggested(buyer_client, "CF259X")
    make_transit(product, 60, timezone.localdate() + timedelta(days=3))
    text = suggested(buyer_client, "CF259X")
    assert '<span class="st way"><span class="n">60</span></span>' in text
    make_stock(product, 18, make_warehouse("spb", lead_days=1))
    assert '<span class="n">18</span></span> <span class="c2">+1 day' in suggested(buyer_client, "CF259X")
    make_stock(product, 7)
    assert '<span class="n">7</span></span> <span class="c2">today' in suggested(buyer_client, "CF259X")
