import pytest
from django.utils import timezone

from accounts.permissions import Role
from b2b_portal.pages.order import order_steps
from orders.enums import OrderStatus
from orders.queries.order import order_page
from tests.conftest import client_of
from tests.factories import make_actor
from tests.factories.orders import place_one


def test_order_shows_lines_and_reservation(buyer, buyer_client):
    order = place_one(buyer)
    page = buyer_client.get(f"/orders/{order.number}/").content.decode()
    assert order.lines.get().article in page
    assert "100<i>.00\u00a0₽</i>" in page


def test_order_of_another_company_is_404(buyer_client):
    assert buyer_client.get(f"/orders/{place_one(make_actor()).number}/").status_code == 404


def test_order_without_the_right_to_papers_shows_none(buyer):
    order = place_one(buyer)
    page = client_of(make_actor(buyer.company, Role.REQUESTER)).get(f"/orders/{order.number}/")
    assert page.status_code == 200
    assert 'id="papers"' not in page.content.decode()


def states(actor, order):
    page = order_page(actor, order.number, timezone.now())
    return [step.state for step in order_steps(page, ())]


@pytest.mark.unsound
@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (OrderStatus.PLACED, ["done", "done", "now", "todo", "todo"]),
        (OrderStatus.CANCELLED, ["done", "now"]),
    ],
)
def test_order_steps_show_where_the_order_is(buyer, status, expected):
    order = place_one(buyer)
    type(order).objects.filter(pk=order.pk).update(status=status)
    assert states(buyer, order) == expected


def test_order_says_when_its_reservation_ran_out(buyer, buyer_client):
    order = place_one(buyer)
    order.company.contracts.update(reservation_working_days=0)
    type(order).objects.filter(pk=order.pk).update(reserved_until=timezone.now())
    page = order_page(buyer, order.number, order.reserved_until)
    assert page.is_reservation_over


@pytest.mark.parametrize("orders", [1, 3])
def test_order_costs_the_same_queries_however_many_there_are(buyer, buyer_client, orders, django_assert_num_queries):
    order = [place_one(buyer) for _ in range(orders)][-1]
    buyer_client.get("/")
    # session, person, header: actor and cart summary; page: order, lines, what is held, history, papers
    with django_assert_num_queries(10):
        buyer_client.get(f"/orders/{order.number}/")
