"""The page of a product, as roles see it."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.actors import Actor
from accounts.permissions import Role
from catalog.actions.vouch_analogues import vouch_analogues
from catalog.enums import AnalogueKind, AttributeKind, NumberKind, ProductFileKind
from catalog.models import ArticleNumber, Attribute, Product
from orders.actions.change_cart_line import change_cart_line
from orders.models import Order
from tests.conftest import client_of
from tests.factories import (
    make_actor,
    make_analogue,
    make_company,
    make_price,
    make_price_list,
    make_product,
    make_product_file,
    make_stock,
    make_tier,
    make_transit,
    make_user,
    make_warehouse,
)
from tests.factories.orders import make_order

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true"}


def sold(article: str = "CF259X", price: str = "8940", **fields: object) -> Product:
    product = make_product(article, **fields)  # type: ignore[arg-type]
    make_price(product, price)
    make_price(product, "7152", quantity=20)
    make_stock(product, 124)
    return product


def page(client: Client, product: Product, **asked: object) -> str:
    answer = client.get(reverse("product", args=[product.uid]), asked)
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def test_the_page_says_what_it_is_what_it_costs_and_where_it_lies(buyer_client: Client) -> None:
    product = sold(attributes={"package": "SMB", "Ресурс": "10 000 стр"}, pack_multiple=4, minimum_quantity=4)
    ArticleNumber.objects.create(product=product, kind=NumberKind.EAN, number="193905265398", key="193905265398")
    make_stock(product, 7, make_warehouse("spb", name="Petersburg", lead_days=1))
    text = page(buyer_client, product)
    for fact in ("SMB", "10 000 стр", "193905265398", "Cartridges", "in multiples of 4", "Petersburg"):
        assert fact in text, fact
    assert "8,940" in text
    assert 'data-pack="4" data-min="4"' in text
    assert "Why this price" in text


def test_the_step_of_the_quantity_is_marked_and_the_gain_told(buyer_client: Client) -> None:
    product = sold()
    assert '<tr class="on" aria-current="true"> <th scope="row">1–19</th>' in page(buyer_client, product)
    text = page(buyer_client, product, quantity=20)
    assert '<tr class="on" aria-current="true"> <th scope="row">from 20</th>' in text
    assert "−20%" in text
    text = page(buyer_client, sold("CF259A", minimum_quantity=6))
    assert '<th scope="row">6–19</th>' in text  # nobody buys one
    text = page(buyer_client, product, quantity=20)
    assert "143,040" in text  # 20 times 7,152


def test_htmx_gets_the_price_of_another_quantity_alone(buyer_client: Client) -> None:
    url = reverse("product", args=[sold().uid])
    part = buyer_client.get(url, {"quantity": "5"}, headers=PART).text
    assert part.lstrip().startswith('<div id="price"')
    assert "15 more, and each costs" in part
    assert "No price for this quantity" in buyer_client.get(url, {"quantity": "9999999"}, headers=PART).text


@pytest.mark.parametrize("quantity", ["0", "-1", "²", "1e3", "", "x", "9" * 30])
def test_an_odd_quantity_is_the_smallest_one(buyer_client: Client, quantity: str) -> None:
    assert 'name="quantity" value="1"' in page(buyer_client, sold(), quantity=quantity)


def test_what_is_in_the_cart_is_offered_again(buyer: Actor, buyer_client: Client, now: object) -> None:
    product = sold()
    change_cart_line(product=product, quantity=20, by=buyer, at=now)  # type: ignore[arg-type]
    text = page(buyer_client, product)
    assert 'name="quantity" value="20"' in text
    assert "20 pcs in your cart" in text


def test_the_recommended_price_with_the_difference(buyer_client: Client) -> None:
    product = sold(price="8000")
    make_price(product, "10000", price_list=make_price_list("rrp", tier=make_tier("rrp", is_recommended=True)))
    text = page(buyer_client, product)
    assert "RRP" in text
    assert "−20%" in text


def test_analogues_stand_apart_from_what_goes_with_it(buyer_client: Client) -> None:
    product = sold()
    make_analogue(product, sold("CS-CF259X", "4470"), AnalogueKind.FULL, "with a chip")
    make_analogue(product, sold("PAPER", "300"), AnalogueKind.ACCESSORY)
    text = page(buyer_client, product)
    instead, _, beside = text.partition('id="beside"')
    assert "CS-CF259X" in instead
    assert "with a chip" in instead
    assert "−50%" in instead
    assert "PAPER" in beside
    assert "PAPER" not in instead


def test_analogues_that_are_out_stand_back_and_can_be_left_out(buyer_client: Client) -> None:
    product, out = sold(), make_product("GONE")
    make_price(out, "10")
    make_analogue(product, out)
    text = page(buyer_client, product)
    assert "out of stock" in text
    assert '<details class="fold mt2">' not in text  # nothing else is there: it is offered
    assert "None of them is in stock" in page(buyer_client, product, in_stock="1")
    make_analogue(product, sold("THERE", "4470"))
    shown, _, folded = page(buyer_client, product).partition('<details class="fold mt2">')
    assert "THERE" in shown
    assert "GONE" in folded
    assert "GONE" not in shown
    text = page(buyer_client, product, in_stock="1")
    assert "THERE" in text
    assert "GONE" not in text


@pytest.mark.parametrize(
    ("policy", "offered"), [("ask", {"SAME-1", "OTHER-1"}), ("same_brand", {"SAME-1"}), ("never", set())]
)
def test_the_policy_of_the_company_decides_which_replacements_are_offered(policy: str, offered: set[str]) -> None:
    client = client_of(make_actor(make_company(replacement_policy=policy)))
    product = sold()
    make_analogue(product, sold("SAME-1"))
    make_analogue(product, sold("OTHER-1", brand="Cactus"))
    make_analogue(product, sold("PAPER", brand="Cactus"), AnalogueKind.ACCESSORY)
    text = page(client, product)
    assert {article for article in ("SAME-1", "OTHER-1") if article in text} == offered
    assert ('id="analogues"' in text) == bool(offered)
    assert "PAPER" in text


def test_an_analogue_says_in_what_it_differs_and_who_vouches_for_it(buyer_client: Client) -> None:
    Attribute.objects.create(name="Yield", code="yield", kind=AttributeKind.NUMBER, unit="page", is_measure=True)
    product = sold(attributes={"Yield": "10000 pages", "Chip": "yes"})
    other = sold("CF259A", "5260", attributes={"Yield": "3000 pages", "Chip": "<no>"})
    link = make_analogue(product, other)
    text = page(buyer_client, product)
    assert "Yield: 3000 pages instead of 10000 pages · Chip: &lt;no&gt; instead of yes" in text
    assert "+96.1% per page" in text
    assert "not checked by us" in text
    staff = make_user("boss@shop.example", full_name="Irina <Sokolova>", is_staff=True)
    vouch_analogues(links=[link.pk], by=Actor(user=staff), at=timezone.now())
    assert "checked by Irina &lt;Sokolova&gt;, <time" in page(buyer_client, product)


def test_what_my_company_bought_and_paid(buyer: Actor, buyer_client: Client) -> None:
    order = make_order(buyer)
    text = page(buyer_client, order.lines.get().product)
    assert "Your purchases of this product" in text
    assert reverse("order", args=[order.number]) in text
    assert "4,723" in text
    stranger = make_order(make_actor())
    assert "Your purchases" not in page(buyer_client, stranger.lines.get().product)


@pytest.mark.unsound
def test_a_cancelled_line_was_not_bought(buyer: Actor, buyer_client: Client) -> None:
    line = make_order(buyer).lines.get()
    line.cancelled_at = timezone.now()
    line.save()
    assert "Your purchases" not in page(buyer_client, line.product)


def test_what_was_paid_over_time_is_a_line(buyer: Actor, buyer_client: Client) -> None:
    product = make_product()
    for price in ("4723", "4500"):
        make_order(buyer, [price]).lines.update(product=product, unit_price=Decimal(price))
        text = page(buyer_client, product)
        assert ('<path d="M0 ' in text) == (price == "4500")  # one price is no line
    assert "the lowest 4,500.00" in text


def test_pictures_are_shown_the_first_as_the_main_one(buyer_client: Client) -> None:
    product = make_product()
    text = page(buyer_client, product)
    for nothing in ("<figure", "<img", 'id="files"', "Documents and certificates"):
        assert nothing not in text, nothing
    second, first = make_product_file(product, position=2), make_product_file(product, position=1, title="A <front>")
    text = page(buyer_client, product)
    shown = [reverse("catalog:product-file", args=[product.uid, one.uid]) for one in (first, second)]
    assert text.index(f'<img src="{shown[0]}" width="400"') < text.index(f'<img src="{shown[1]}" width="400"')
    assert 'alt="A &lt;front&gt;"' in text
    assert '<a href="#picture-2">' in text


def test_one_picture_has_no_gallery(buyer_client: Client) -> None:
    product = make_product()
    make_product_file(product)
    text = page(buyer_client, product)
    assert text.count("<img") == 1
    assert "thumbs" not in text


def test_papers_are_offered_with_type_and_size(buyer_client: Client) -> None:
    product = make_product()
    manual = make_product_file(product, ProductFileKind.MANUAL, b"x" * 2048, "application/pdf", title="Fitting")
    text = page(buyer_client, product)
    assert f'href="{reverse("catalog:product-file", args=[product.uid, manual.uid])}" download>Fitting</a>' in text
    assert "Manual · PDF · 2.0 KB" in text
    assert "<img" not in text


def test_what_comes_is_told_with_what_of_it_is_free(buyer_client: Client) -> None:
    product, today = make_product(), timezone.localdate()
    make_transit(product, 60, today + timedelta(days=9))
    make_transit(product, 40, today - timedelta(days=1), make_warehouse("spb", name="Petersburg"))
    text = page(buyer_client, product)
    assert "In transit, arrives" in text
    assert "In transit, was expected" in text
    assert "Petersburg · all free · " in text
    assert "out of stock" not in text


def test_without_the_right_to_see_prices_there_are_none(db: None) -> None:
    product = sold()
    make_analogue(product, sold("CS-CF259X", "4470"))
    text = page(client_of(make_actor(role=Role.ACCOUNTANT)), product)
    assert "CS-CF259X" in text
    for secret in ("8,940", "4,470", "−50%", 'id="price"', "Why this price", reverse("orders:cart-add")):
        assert secret not in text


def test_the_price_alone_is_not_given_without_the_right(db: None) -> None:
    client = client_of(make_actor(role=Role.ACCOUNTANT))
    part = client.get(reverse("product", args=[sold().uid]), {"quantity": "5"}, headers=PART).text
    assert "8,940" not in part


def test_a_viewer_sees_prices_and_cannot_add_or_name(db: None) -> None:
    product = sold()
    text = page(client_of(make_actor(role=Role.VIEWER)), product)
    assert "8,940" in text
    assert reverse("orders:cart-add") not in text
    assert reverse("catalog:own-code", args=[product.uid]) not in text


def test_hidden_and_unknown_products_are_404(buyer_client: Client) -> None:
    for uid in (make_product(is_on_sale=False).uid, uuid.uuid4()):
        for headers in ({}, PART):
            assert buyer_client.get(reverse("product", args=[uid]), headers=headers).status_code == 404


def test_a_product_with_nothing_but_a_name(buyer_client: Client) -> None:
    bare = make_product("BARE")
    make_analogue(bare, sold("X", "77"))
    text = page(buyer_client, bare)
    assert "Price on request" in text
    assert "out of stock" in text
    assert "77<i>.00" in text  # its analogue has a price


def test_names_are_escaped(buyer_client: Client) -> None:
    bad = "<script>alert(1)</script>"
    product = sold(bad, name=bad, attributes={bad: bad})
    make_analogue(product, sold("X", name=bad), differs_in=bad)
    assert bad not in page(buyer_client, product)


@pytest.mark.parametrize("several", [1, 3])
def test_the_number_of_queries_does_not_grow(
    buyer: Actor, buyer_client: Client, django_assert_num_queries: DjangoAssertNumQueries, several: int
) -> None:
    product = sold()
    make_price(product, "9000", price_list=make_price_list("rrp", tier=make_tier("rrp", is_recommended=True)))
    for number in range(several):
        make_analogue(product, sold(f"A{number}"))
        make_order(buyer).lines.update(product=product)
        make_transit(product, 60, timezone.localdate() + timedelta(days=number))
        make_product_file(product)
        make_product_file(product, ProductFileKind.MANUAL)
    assert Order.objects.count() == several
    buyer_client.get("/")
    # session, person, header: actor and cart summary; product, numbers, links, others, typed attributes, stock,
    # transit, price lists, prices, moved days, files; what is in the cart, 2 of purchases, watches, 2 for a
    # former price
    with django_assert_num_queries(21):
        page(buyer_client, product)


def test_purchases_are_taken_away_by_their_company_alone(buyer: Actor, buyer_client: Client) -> None:
    order = make_order(buyer, ["4723.00"], quantity=3)
    product = order.lines.get().product
    other = make_order(prices=["1.00"])
    other.lines.update(product=product)
    address = reverse("orders:purchases-export", args=[product.uid])
    assert address in page(buyer_client, product)
    text = buyer_client.get(address, {"format": "csv"}).content.decode()
    assert (f"{order.number}," in text, f"{other.number}," in text) == (True, False)
    assert buyer_client.get(address).content.startswith(b"PK")
