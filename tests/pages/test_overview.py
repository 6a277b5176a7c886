import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.actors import SYSTEM
from accounts.enums import CompanyStatus
from accounts.models import Company, Tier
from accounts.permissions import ROLE_PERMISSIONS, Permission, Role
from documents.actions.issue_document import issue_document
from documents.enums import DocumentKind
from orders.actions.renew_reservation import renew_reservation
from tests.conftest import client_of
from tests.factories import make_actor, make_tier
from tests.factories.orders import make_order, make_shipment, place_one

DAY = timedelta(days=1)
PARTS = ('id="attention"', 'id="recent"', 'id="spend"', "In reserve now", "Orders under way", "Bought this month")


def page_of(client):
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ")


@pytest.fixture
def today(now):
    """The page is opened on a Monday noon in Moscow."""
    with time_machine.travel(now, tick=False):
        yield now


def test_overview_shows_recent_orders_and_the_manager(buyer, buyer_client):
    order = place_one(buyer)
    manager = buyer.company.account_manager
    page = page_of(buyer_client)
    assert str(order.number) in page
    assert str(manager) in page
    assert 'href="tel:+7495000' in page
    assert f'href="mailto:{manager.user.email}"' in page


def test_overview_of_another_company_shows_none_of_ours(buyer):
    order = place_one(buyer)
    assert str(order.number) not in page_of(client_of(make_actor(role=Role.VIEWER)))


def test_overview_of_a_new_company_shows_the_first_step_and_no_figures(buyer_client):
    page = page_of(buyer_client)
    assert "No orders yet" in page
    assert "Nothing burns" in page
    assert 'class="figs"' not in page
    assert 'id="spend"' not in page


def test_overview_sorts_what_burns_by_its_deadline(buyer, today):
    lost = place_one(buyer, at=today - 5 * DAY)
    soon = place_one(buyer, at=today - 4 * DAY + timedelta(hours=6))
    quiet = place_one(buyer, at=today)
    page = page_of(client_of(buyer)).split('id="attention"')[1].split('id="recent"')[0]
    assert page.index(str(lost.number)) < page.index(str(soon.number))
    assert str(quiet.number) not in page
    assert "the goods are no longer held" in page
    assert "tomorrow<small>until 24 Nov, 18:00</small>" in page
    assert "the reservation ends" in page


def test_overview_says_the_deadline_in_hours_and_as_a_time(buyer, today):
    order = place_one(buyer, at=today - 5 * DAY + timedelta(hours=7, minutes=30))
    assert order.reserved_until == today + timedelta(hours=7, minutes=30)
    page = page_of(client_of(buyer))
    assert "today<small>until 19:30</small>" in page
    assert "the reservation ends in 7 hours" in page


def test_overview_tells_an_invoice_in_the_row_of_its_reservation(buyer, today):
    order = place_one(buyer, at=today - DAY)
    invoice = issue_document(order=order, kind=DocumentKind.INVOICE, by=SYSTEM, at=today)
    page = page_of(client_of(buyer))
    assert page.count('<li id="attention-') == 1
    assert f"invoice № {invoice.number} for 100.00 ₽" in page


def test_overview_names_an_invoice_whose_term_has_passed(buyer, today):
    order = place_one(buyer, at=today - 6 * DAY)
    invoice = issue_document(order=order, kind=DocumentKind.INVOICE, by=SYSTEM, at=today - 6 * DAY)
    renew_reservation(order=order, by=buyer, at=today)
    page = page_of(client_of(buyer))
    assert f"the term of invoice № {invoice.number} has passed" in page
    assert "3 days ago<small>until 20 Nov</small>" in page


def test_overview_figures_are_what_the_rows_say(buyer, today):
    order = place_one(buyer, 3, at=today)
    issue_document(order=order, kind=DocumentKind.INVOICE, by=SYSTEM, at=today)
    make_order(buyer, ("50",), 1, placed_at=today - 40 * DAY, status="shipped")
    page = page_of(client_of(buyer))
    assert page.count('<span class="m">300<i> ₽</i></span>') == 3  # to pay, in reserve, bought this month
    assert 'the month before <span class="m">50<i> ₽</i></span>' in page


def test_overview_draws_months_as_bars_with_a_table_behind(buyer, today):
    make_order(buyer, ("200000",), 1, placed_at=today, status="shipped")
    make_order(buyer, ("400000",), 1, placed_at=today - 30 * DAY, status="shipped")
    page = page_of(client_of(buyer))
    assert page.count("<rect ") == 12
    assert '<rect x="1126" y="68.00" width="48" height="64.00" class="cur">' in page
    assert "November 2026 so far: 200. The most in 12 months was 400 in October 2026." in page
    assert "<summary>Show as table</summary>" in page
    assert " style=" not in page


def without(monkeypatch, permission):
    """A purchaser's role that lacks one right."""
    granted = ROLE_PERMISSIONS[Role.PURCHASER] - {permission}
    monkeypatch.setitem(ROLE_PERMISSIONS, Role.PURCHASER, granted)


def test_overview_without_the_right_to_see_orders_shows_none_of_them(buyer, monkeypatch):
    order = place_one(buyer)
    without(monkeypatch, Permission.VIEW_ORDERS)
    page = page_of(client_of(buyer))
    assert [part for part in PARTS if part in page] == ['id="attention"']  # invoices may burn
    assert str(order.number) not in page


def test_overview_without_the_right_to_see_documents_shows_no_invoice(buyer, today):
    order = place_one(buyer, at=today - DAY)
    issue_document(order=order, kind=DocumentKind.INVOICE, by=SYSTEM, at=today)
    page = page_of(client_of(make_actor(buyer.company, Role.REQUESTER)))
    assert "invoice №" not in page
    assert "To pay by open invoices" not in page
    assert f"Order {order.number}" in page


def test_overview_of_a_suspended_company_says_why_and_whom_to_ask(buyer, buyer_client):
    place_one(buyer)
    assert "Ordering is suspended" not in page_of(buyer_client)
    Company.objects.filter(pk=buyer.company.pk).update(
        status=CompanyStatus.SUSPENDED, suspension_reason="A debt of <90> days."
    )
    page = page_of(buyer_client)
    manager = buyer.company.account_manager
    assert "A debt of &lt;90&gt; days." in page
    assert f"Ask {manager}, {manager.phone}." in page


@pytest.mark.parametrize("orders", [1, 3])
def test_overview_costs_the_same_queries_however_many_orders(buyer, orders, today, django_assert_num_queries):
    for _ in range(orders):
        order = place_one(buyer, at=today - DAY)
        issue_document(order=order, kind=DocumentKind.INVOICE, by=SYSTEM, at=today)
    client = client_of(buyer)
    assert page_of(client).count('<li id="attention-') == orders
    # session, person, header: actor and cart summary; page: moved days, orders under way, invoices, months, orders,
    # budgets, contracts, credit account
    with django_assert_num_queries(14):
        client.get("/")


def test_the_clock_of_these_tests_is_the_pages_own(today):
    assert timezone.now() == today


def test_overview_shows_the_way_to_the_next_tier(buyer, buyer_client, today):
    Tier.objects.filter(pk=buyer.company.tier_id).update(turnover_from=0, name="Bronze")
    make_tier("opt-2", name="Silver", turnover_from=300_000, percent=-5, position=1)
    make_shipment(buyer, "180000", today)
    drawn = page_of(buyer_client)
    page = re.sub(r"</?(span|i)\b[^>]*>", "", drawn)
    assert "To Silver: 120,000 ₽ more until 31 Dec" in page
    assert "Prices of Silver are about 5% lower." in page
    assert "goods for 180,000 ₽ of 300,000 ₽" in page
    assert 'aria-label="Silver, 60%"' in drawn


def test_overview_shows_no_way_where_there_is_none(buyer_client):
    assert 'id="tier"' not in page_of(buyer_client)


def test_overview_shows_the_way_to_nobody_who_may_not_see_orders(buyer):
    Tier.objects.filter(pk=buyer.company.tier_id).update(turnover_from=0)
    make_tier("opt-2", turnover_from=300_000)
    seen = {role for role in Role if 'id="tier"' in page_of(client_of(make_actor(buyer.company, role)))}
    assert seen == {role for role in Role if Permission.VIEW_ORDERS in ROLE_PERMISSIONS[role]}
