"""The pages on which one decides, and what its author sees of it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.actors import Actor
from accounts.models import Department
from accounts.permissions import Role
from catalog.models import Product
from orders.models import ApprovalRule, CartLine, Deputy, Order
from tests.accounts.confirmed import confirmed
from tests.conftest import client_of
from tests.factories import make_actor, make_analogue
from tests.factories.accounts import make_own_role
from tests.factories.approvals import asks, make_rule, send_order
from tests.factories.budgets import make_budget, make_priced

pytestmark = pytest.mark.django_db


@pytest.fixture
def product() -> Product:
    return make_priced("1000", 5)


@pytest.fixture
def approver(buyer: Actor) -> Actor:
    return make_actor(buyer.company, Role.APPROVER)


@pytest.fixture
def order(buyer: Actor, approver: Actor, product: Product) -> Order:
    make_rule(buyer.company, asks(approver), name="All of ours")
    return send_order(buyer, product, timezone.now(), quantity=2)


@pytest.fixture
def client(approver: Actor) -> Client:
    return client_of(approver)


def page_of(client: Client, order: Order) -> str:
    return client.get(reverse("order", args=[order.number])).text


def post(client: Client, name: str, order: Order, **data: object) -> str:
    """Sends the form and returns the page that follows."""
    answer = client.post(reverse(f"orders:{name}", args=[order.number]), {"revision": order.revision, **data})
    assert answer.status_code == 302
    return client.get(answer["Location"]).text


def post_line(client: Client, name: str, order: Order, **data: object) -> str:
    address = reverse(f"orders:{name}", args=[order.number, order.lines.get().uid])
    answer = client.post(address, {"revision": order.revision, **data})
    assert answer.status_code == 302
    return client.get(answer["Location"]).text


def test_the_page_says_who_is_asked_and_why_and_lets_him_decide(
    order: Order, client: Client, approver: Actor, buyer_client: Client
) -> None:
    page = page_of(client, order)
    for words in ("All of ours", "the rule asks for every order", str(approver.user), "asked now", "Approve 2"):
        assert words in page
    author = page_of(buyer_client, order)
    assert str(approver.user) in author
    assert reverse("orders:order-approve", args=[order.number]) not in author


def test_a_yes_places_the_order(order: Order, client: Client) -> None:
    assert "Approved. The order is placed." in post(client, "order-approve", order)
    order.refresh_from_db()
    assert order.status == "placed"
    assert "Approved on level 1" in page_of(client, order)


def test_a_yes_of_the_first_level_says_that_others_are_asked(buyer: Actor, approver: Actor, product: Product) -> None:
    make_rule(buyer.company, asks(approver), asks(roles=(Role.ADMINISTRATOR,)))
    make_actor(buyer.company, Role.ADMINISTRATOR)
    order = send_order(buyer, product, timezone.now())
    assert "Others are asked next" in post(client_of(approver), "order-approve", order)


def test_a_stale_yes_says_so(order: Order, client: Client) -> None:
    assert "was changed after you opened it" in post(client, "order-approve", order, revision=2)


def test_a_form_without_a_revision_decides_nothing(order: Order, client: Client) -> None:
    for revision in ("", "x", "-1", "9" * 20):
        post(client, "order-approve", order, revision=revision)
    order.refresh_from_db()
    assert order.status == "approval"


def test_return_wants_a_reason_and_gives_the_order_back(
    order: Order, client: Client, buyer_client: Client, product: Product
) -> None:
    address = reverse("orders:order-return", args=[order.number])
    assert client.get(address).status_code == 200
    empty = client.post(address, {"revision": 1, "reason": " "})
    assert (empty.status_code, "Write the reason" in empty.text) == (422, True)
    assert "returned to its author" in post(client, "order-return", order, reason="Cheaper ones, please")
    author = page_of(buyer_client, order)
    assert "Cheaper ones, please" in author
    buyer_client.post(reverse("orders:order-refill", args=[order.number]))
    assert CartLine.objects.values_list("product", "quantity").get() == (product.pk, 2)


def test_a_line_is_lowered(order: Order, client: Client) -> None:
    address = reverse("orders:order-line-change", args=[order.number, order.lines.get().uid])
    assert address in page_of(client, order)
    assert "How many are enough" in client.get(address).text
    assert "the quantity is lowered" in post_line(client, "order-line-lower", order, quantity=1)
    assert order.lines.get().quantity == 1


def test_a_refused_change_of_a_line_says_why_on_its_page(order: Order, client: Client) -> None:
    assert "Write less than 2" in post_line(client, "order-line-lower", order, quantity=2)
    assert "Ensure this value is greater" in post_line(client, "order-line-lower", order, quantity=-1)


def test_a_line_is_swapped_for_what_the_page_offers(order: Order, client: Client, product: Product) -> None:
    other = make_priced("900", 5)
    make_analogue(product, other)
    page = client.get(reverse("orders:order-line-change", args=[order.number, order.lines.get().uid])).text
    assert str(other.uid) in page
    assert other.article in post_line(client, "order-line-swap", order, other=other.uid)
    assert order.lines.get().product == other


def test_swapping_for_what_nobody_sees_is_404(order: Order, client: Client) -> None:
    hidden = make_priced("1")
    hidden.is_on_sale = False
    hidden.save()
    address = reverse("orders:order-line-swap", args=[order.number, order.lines.get().uid])
    assert client.post(address, {"revision": 1, "other": hidden.uid}).status_code == 404


def test_who_is_not_asked_changes_nothing(order: Order, buyer_client: Client) -> None:
    address = reverse("orders:order-line-change", args=[order.number, order.lines.get().uid])
    assert "Only who is asked now" in buyer_client.get(address).text
    assert "Nobody waits for your decision" in post(buyer_client, "order-approve", order)
    assert "Nobody waits for your decision" in post(buyer_client, "order-return", order, reason="No")


def test_the_list_shows_what_waits_for_me_and_for_others(order: Order, client: Client, buyer_client: Client) -> None:
    address = reverse("orders:approvals")
    mine, others = client.get(address).text, buyer_client.get(address).text
    assert str(order.number) in mine.partition('id="mine"')[2].partition("</section>")[0]
    assert "Nothing waits for your decision." in others
    assert str(order.number) in others


@pytest.mark.parametrize("orders", [1, 3])
def test_the_list_costs_the_same_queries_for_one_and_three(
    buyer: Actor, approver: Actor, orders: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_rule(buyer.company, asks(approver))
    for _ in range(orders):
        send_order(buyer, make_priced(), timezone.now())
    client = client_of(approver)
    client.get("/")
    with django_assert_num_queries(6):
        client.get(reverse("orders:approvals"))


def test_what_waits_for_me_burns_on_the_overview(order: Order, client: Client, buyer_client: Client) -> None:
    assert "waits for your decision" in client.get("/").text
    assert "waits for your decision" not in buyer_client.get("/").text


def test_a_late_order_says_that_its_goods_are_on_sale(order: Order, client: Client) -> None:
    Order.objects.update(approval_due_at=timezone.now() - timedelta(hours=1))
    assert "The time to decide is over" in page_of(client, order)


def test_a_requester_takes_his_proposal_back(buyer: Actor, product: Product) -> None:
    requester = make_actor(buyer.company, Role.REQUESTER)
    order = send_order(requester, product, timezone.now())
    client = client_of(requester)
    assert "Take back" in page_of(client, order)
    assert "is taken back" in post(client, "order-withdraw", order)
    order.refresh_from_db()
    assert order.status == "cancelled"


def test_checkout_says_who_will_be_asked_why_and_by_when(buyer: Actor, approver: Actor, product: Product) -> None:
    make_rule(buyer.company, asks(approver), total_from=900, name="Large")
    client = client_of(buyer)
    client.post("/cart/change/", {"product": product.uid, "quantity": 1})
    page = client.get("/cart/").text
    for words in ("Send for approval", "Large", "the rule asks from", str(approver.user), "To be decided by"):
        assert words in page
    assert "Order and get the invoice" not in page


def test_checkout_of_a_requester_sends_for_approval(buyer: Actor, product: Product) -> None:
    requester = make_actor(buyer.company, Role.REQUESTER)
    client = client_of(requester)
    client.post("/cart/change/", {"product": product.uid, "quantity": 1})
    page = client.get("/cart/").text
    assert "the author proposes orders and does not place them" in page
    assert str(buyer.user) in page


def test_checkout_says_that_nobody_could_decide(buyer: Actor, product: Product) -> None:
    make_rule(buyer.company, name="Four eyes")
    client = client_of(buyer)
    client.post("/cart/change/", {"product": product.uid, "quantity": 1})
    page = client.get("/cart/").text
    assert "“Four eyes” asks for a decision, and nobody but you" in page
    assert 'data-send disabled aria-describedby="why-not"' in page
    assert "?ask=nobody-decides" in page


def test_checkout_lets_a_hard_budget_wait_where_a_rule_says_so(buyer: Actor, approver: Actor, product: Product) -> None:
    make_budget(buyer.company, "500", is_hard=True)
    client = client_of(buyer)
    client.post("/cart/change/", {"product": product.uid, "quantity": 1})
    assert "would be refused" in client.get("/cart/").text
    make_rule(buyer.company, asks(approver), asks_over_budget=True)
    page = client.get("/cart/").text
    assert "whoever is asked below decides" in page
    assert "would be refused" not in page


def test_a_rule_is_made_changed_and_switched_off(buyer: Actor, approver: Actor) -> None:
    administrator = make_actor(buyer.company, Role.ADMINISTRATOR)
    role = make_own_role(buyer.company)
    client = confirmed(administrator)
    place = approver.user.memberships.get()
    data = {
        "name": "Large",
        "total_from": "5000",
        "author_role": f"own:{role.uid}",
        "decide_working_days": 3,
        "who_1": ["head", f"person:{place.uid}"],
        "who_2": ["role:administrator"],
        "all_2": "on",
        "escalates_after_days": 1,
        "escalates_to": f"person:{place.uid}",
        "is_active": "on",
    }
    assert client.post(reverse("orders:approval-rule-add"), data).status_code == 302
    rule = _rule(buyer)
    assert (rule.total_from, rule.own_role, rule.escalates_to) == (5000, role, approver.user)
    assert [(one.asks_head, one.people, one.roles, one.needs_all) for one in rule.asked] == [
        (True, (approver.user.pk,), (), False),
        (False, (), ("administrator",), True),
    ]
    shown = client.get(reverse("orders:approval-rules")).text
    for words in ("Large", str(approver.user), "the head of the author", "Administrator"):
        assert words in shown
    address = reverse("orders:approval-rule", args=[rule.uid])
    page = client.get(address).text
    assert f'value="own:{role.uid}" selected' in page
    data.pop("is_active")
    assert client.post(address, data).status_code == 302
    assert not _rule(buyer).is_active


def _rule(buyer: Actor) -> ApprovalRule:
    return ApprovalRule.objects.get(company=buyer.company)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Write the name."),
        ({"who_1": []}, "Say who is asked on the first level."),
        ({"brand": "Nobody"}, "We sell no brand of this name"),
        ({"escalates_after_days": 2}, "Say both"),
        ({"who_3": ["head"]}, "Fill the second level before the third."),
        ({"total_from": "-1"}, "greater than or equal to 0"),
        ({"department": "nonsense"}, "nonsense"),
    ],
)
def test_a_wrong_rule_says_what_is_wrong(buyer: Actor, changes: dict[str, object], sentence: str) -> None:
    client = confirmed(make_actor(buyer.company, Role.ADMINISTRATOR))
    data = {"name": "Large", "decide_working_days": 2, "who_1": ["head"], **changes}
    answer = client.post(reverse("orders:approval-rule-add"), data)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_deputy_is_named_and_ended_on_the_page(buyer: Actor, approver: Actor) -> None:
    client = client_of(approver)
    uid = {one: str(one.user.memberships.get().uid) for one in (buyer, approver)}
    data = {"person": uid[approver], "deputy": uid[buyer], "valid_from": "2026-12-01", "last_day": "2026-12-05"}
    add, shown = reverse("orders:deputy-add"), reverse("orders:deputies")
    assert client.post(add, {**data, "last_day": "2026-11-01"}).status_code == 422
    assert client.post(add, {**data, "person": uid[buyer]}).status_code == 422
    assert client.post(add, {**data, "deputy": uid[approver]}).status_code == 409
    assert client.post(add, data).status_code == 302
    page = client.get(shown).text
    assert f"in place of {approver.user}" in page
    address = reverse("orders:deputy-end", args=[Deputy.objects.get().uid])
    assert address in page
    assert client_of(buyer).post(address).status_code == 404
    assert client.post(address).status_code == 302
    assert address not in client.get(shown).text


def test_a_rule_keeps_what_it_names_though_that_is_out_of_use(buyer: Actor) -> None:
    """Else saving the rule again would make it ask about everything."""
    role = make_own_role(buyer.company)
    department = Department.objects.create(company=buyer.company, name="Shop", is_active=False)
    rule = make_rule(buyer.company, own_role=role, department=department, name="Narrow")
    role.is_active = False
    role.save()
    client = confirmed(make_actor(buyer.company, Role.ADMINISTRATOR))
    address = reverse("orders:approval-rule", args=[rule.uid])
    page = client.get(address).text
    assert f'value="own:{role.uid}" selected' in page
    assert f'value="{department.uid}" selected' in page
    data = {"name": "Narrow", "author_role": f"own:{role.uid}", "department": department.uid}
    assert client.post(address, {**data, "decide_working_days": 2, "who_1": ["head"]}).status_code == 302
    rule.refresh_from_db()
    assert (rule.own_role, rule.department) == (role, department)
    offered = client.get(reverse("orders:approval-rule-add")).text
    assert str(department.uid) not in offered
