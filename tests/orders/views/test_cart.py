import re
from uuid import uuid4

import pytest

from accounts.permissions import Permission, Role
from b2b_portal.core.access import ACTING_FOR
from catalog.models import Price
from orders.models import CartLine, Order
from tests.conftest import client_of
from tests.factories import make_actor, make_price, make_product, make_stock
from tests.factories.accounts import make_own_role

HTMX = {"HX-Request": "true"}


@pytest.fixture
def product(db):
    product = make_product("CF259X", pack_multiple=5)
    make_price(product, "8940")
    make_stock(product, 20)
    return product


def add(client, product, quantity, **more):
    return client.post("/cart/add/", {"product": product.uid, "quantity": quantity}, **more)


def order_form(client, **changes):
    page = client.get("/cart/").content.decode()
    fields = {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("key", ACTING_FOR)}
    fields["seen"] = re.findall(r'name="seen" form="order-form" value="([^"]*)"', page)
    return {**fields, **changes}


def test_cart_shows_lines_with_the_companys_price(buyer_client, product):
    add(buyer_client, product, 5)
    page = buyer_client.get("/cart/").content.decode()
    assert "CF259X" in page
    assert "44,700<i>.00\u00a0₽</i>" in page


def test_cart_add_answers_htmx_with_chip_and_undo(buyer_client, product):
    answer = add(buyer_client, product, 5, headers=HTMX)
    body = answer.content.decode()
    assert answer.status_code == 200
    assert 'id="cart-chip"' in body
    assert "hx-swap-oob" in body
    assert "Undo" in body
    assert CartLine.objects.get().quantity == 5


def test_cart_add_twice_sets_the_quantity_once(buyer_client, product):
    add(buyer_client, product, 5)
    add(buyer_client, product, 5)
    assert CartLine.objects.get().quantity == 5


def test_cart_add_goes_back_without_script(buyer_client, product):
    answer = add(buyer_client, product, 5, headers={"Referer": "http://127.0.0.1/search/?q=CF259X"})
    assert answer.status_code == 302


@pytest.mark.parametrize("quantity", ["", "abc", "-1", "1.5", "99999999999", "7"])
def test_cart_add_refuses_a_bad_quantity_with_a_sentence(buyer_client, product, quantity):
    answer = add(buyer_client, product, quantity, headers=HTMX)
    assert answer.status_code == 422
    assert "toast bad" in answer.content.decode()
    assert not CartLine.objects.exists()


def test_cart_change_names_the_two_nearest_quantities(buyer_client, product):
    add(buyer_client, product, 5)
    answer = buyer_client.post("/cart/change/", {"product": product.uid, "quantity": 12}, headers=HTMX)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert 'name="quantity" value="10"' in body
    assert 'name="quantity" value="15"' in body
    assert CartLine.objects.get().quantity == 5


def test_cart_change_to_zero_takes_the_line_out(buyer_client, product):
    add(buyer_client, product, 5)
    buyer_client.post("/cart/change/", {"product": product.uid, "quantity": 0})
    assert not CartLine.objects.exists()


def test_cart_change_answers_htmx_with_an_undo_of_what_was_before(buyer_client, product):
    add(buyer_client, product, 5)
    body = buyer_client.post("/cart/change/", {"product": product.uid, "quantity": 0}, headers=HTMX).content.decode()
    assert 'id="cart-chip"' in body
    assert "CF259X is out of the cart" in body
    assert 'name="quantity" value="5"' in body
    buyer_client.post("/cart/change/", {"product": product.uid, "quantity": 5}, headers=HTMX)
    assert CartLine.objects.get().quantity == 5


def test_cart_change_without_script_tells_what_was_done_and_offers_undo(buyer_client, product):
    add(buyer_client, product, 5)
    answer = buyer_client.post("/cart/change/", {"product": product.uid, "quantity": 0}, follow=True)
    body = answer.content.decode()
    assert "CF259X is out of the cart" in body
    assert 'name="quantity" value="5"' in body
    assert "Undo" in body


@pytest.mark.parametrize(("line", "quantity"), [("CF259X 15", 15), ("cf 259-x 15", 15), ("CF259X", 5)])
def test_cart_quick_adds_the_exact_article(buyer_client, product, line, quantity):
    make_product("CF259")
    answer = buyer_client.post("/cart/quick/", {"line": line}, headers=HTMX)
    assert answer.status_code == 200
    assert f"line-{product.uid}" in answer.content.decode()
    assert CartLine.objects.get().quantity == quantity


def test_cart_quick_without_a_quantity_leaves_what_is_in_the_cart(buyer_client, product):
    add(buyer_client, product, 20)
    buyer_client.post("/cart/quick/", {"line": "CF259X"})
    assert CartLine.objects.get().quantity == 20


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("", "Write an article and a quantity"),
        ("NO-SUCH 5", "No product has the article"),
        ("TWIN-1 5", "2 products have the article"),
        ("CF259X 7", "multiples of 5"),
    ],
)
def test_cart_quick_says_why_it_adds_nothing_and_keeps_the_words(buyer_client, product, line, sentence):
    for brand in ("HP", "Bosch"):
        make_price(make_product("TWIN-1", brand))
    answer = buyer_client.post("/cart/quick/", {"line": line}, headers=HTMX)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in body
    assert f'value="{line}"' in body
    assert not CartLine.objects.exists()


def test_cart_change_of_an_unknown_product_is_404(buyer_client):
    assert buyer_client.post("/cart/change/", {"product": uuid4(), "quantity": 1}).status_code == 404


def test_cart_order_goes_to_the_order_and_twice_to_the_same(buyer_client, product):
    add(buyer_client, product, 5)
    form = order_form(buyer_client, buyer_number="ZPK-1", comment="second floor")
    first = buyer_client.post("/cart/order/", form)
    second = buyer_client.post("/cart/order/", form)
    order = Order.objects.get()
    assert first["Location"] == second["Location"] == f"/orders/{order.number}/"
    assert (order.buyer_number, order.comment) == ("ZPK-1", "second floor")


def test_cart_order_of_the_persons_other_companys_page_is_a_conflict(buyer, buyer_client, product):
    other = make_actor(user=buyer.user)
    add(buyer_client, product, 5)
    answer = buyer_client.post("/cart/order/", order_form(buyer_client, acting_for=str(other.company.uid)))
    assert answer.status_code == 409
    assert "another company" in answer.content.decode()
    assert not Order.objects.exists()


def test_cart_order_for_a_strange_company_is_404(buyer_client, product):
    add(buyer_client, product, 5)
    answer = buyer_client.post("/cart/order/", order_form(buyer_client, acting_for=str(make_actor().company.uid)))
    assert answer.status_code == 404
    assert not Order.objects.exists()


def test_cart_order_keeps_what_was_typed_when_refused(buyer_client, product):
    add(buyer_client, product, 5)
    form = order_form(buyer_client, buyer_number="ZPK-7", comment="gate 3")
    Price.objects.update(unit_price=9000)
    answer = buyer_client.post("/cart/order/", form)
    assert answer.status_code == 409
    assert "ZPK-7" in answer.content.decode()
    assert "gate 3" in answer.content.decode()
    assert "Prices changed" in answer.content.decode()


def filler_of(company):
    """Somebody who may fill a cart and order nothing."""
    filler = make_actor(company, Role.VIEWER)
    role = make_own_role(company, Permission.VIEW_PRICES, Permission.EDIT_CART)
    filler.user.memberships.update(own_role=role)
    return client_of(filler)


def test_cart_order_refuses_who_may_not_even_propose_with_403_naming_who_can(buyer, product):
    client = filler_of(buyer.company)
    add(client, product, 5)
    answer = client.post("/cart/order/", {})
    assert answer.status_code == 403
    assert str(buyer.user) in answer.content.decode()


def test_cart_tells_who_may_not_order_who_can(buyer, product):
    client = filler_of(buyer.company)
    add(client, product, 5)
    page = client.get("/cart/").content.decode()
    assert str(buyer.user) in page
    assert 'id="order-form"' not in page


def test_cart_of_a_viewer_is_403(buyer):
    assert client_of(make_actor(buyer.company, Role.VIEWER)).get("/cart/").status_code == 403


def test_cart_is_the_persons_own(buyer_client, buyer, product):
    add(buyer_client, product, 5)
    colleague = client_of(make_actor(buyer.company))
    assert f"line-{product.uid}" not in colleague.get("/cart/").content.decode()


@pytest.mark.parametrize("lines", [1, 3])
def test_cart_costs_the_same_queries_for_one_and_three_lines(buyer_client, lines, django_assert_num_queries):
    for _ in range(lines):
        product = make_product()
        make_price(product)
        make_stock(product)
        add(buyer_client, product, 1)
    buyer_client.get("/cart/")
    # session, person, header: actor and cart summary; lines: lines, lists, prices, stock, links; order form: moved
    # days, last order, contract, addresses, ways of delivery, cost centres, budgets, own limits
    with django_assert_num_queries(19):
        buyer_client.get("/cart/")
