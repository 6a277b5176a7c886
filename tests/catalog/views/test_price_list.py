"""The page of price lists: a file now, a file in the background, links."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Company, Token
from accounts.permissions import Role
from b2b_portal.core.enums import JobState
from b2b_portal.core.jobs import ask_to_stop
from b2b_portal.core.models import Delivery, File, Job
from catalog.actions.ask_price_list import ask_price_list
from catalog.actions.forget_price_lists import forget_price_lists
from catalog.enums import FeedFormat
from catalog.models import Category, PriceFeed
from catalog.price_list_columns import USUAL, WantedFile
from catalog.tasks import forget_price_lists_of, give_price_list_up, make_price_list
from tests.accounts.confirmed import confirmed
from tests.conftest import client_of
from tests.factories import make_actor, make_assortment, make_company, make_price, make_price_feed, make_product

pytestmark = pytest.mark.django_db
PAGE, TAKE, OPEN = (reverse(f"catalog:{name}") for name in ("price-list", "price-list-take", "price-feed-open"))
SAID = {"format": "csv", "columns": ["price_gross", "article"]}


@pytest.fixture
def product():
    product = make_product("CF259X", brand="HP")
    make_price(product, "122")
    return product


@pytest.fixture
def _long(monkeypatch, product):
    """Two products are too many for a request."""
    monkeypatch.setattr("catalog.views.price_list.MOST_AT_ONCE", 1)
    make_price(make_product("ZZ1"), "5")


def test_a_short_list_comes_at_once_in_the_order_of_columns(buyer_client, product):
    answer = buyer_client.post(TAKE, SAID)
    assert answer["Content-Disposition"] == f'attachment; filename="price-list-{timezone.now():%Y-%m-%d}.csv"'
    assert answer.content.decode("utf-8-sig").split("\r\n") == ['Article,"Price with VAT, ₽"', "CF259X,122.00", ""]


@pytest.mark.parametrize(
    ("filters", "rows"),
    [({"brand": "hp"}, 1), ({"words": "ZZ"}, 0), ({"words": "cf-259"}, 1), ({"category": "own"}, 1)],
)
def test_a_filter_narrows_the_list(buyer_client, product, filters, rows):
    if "category" in filters:
        filters = {"category": product.category_id}
    answer = buyer_client.post(TAKE, {**SAID, **filters})
    assert len(answer.content.decode().splitlines()) == rows + 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"brand": "H-P"}, "There is no such brand"),
        ({"columns": []}, "Choose at least one column"),
        ({"columns": ["cost"]}, "cost is not one of the available choices"),
        ({"format": "exe"}, "exe is not one of the available choices"),
        ({"category": "0"}, "0 is not one of the available choices"),
    ],
)
def test_what_cannot_be_taken_is_said(buyer_client, product, wrong, words):
    answer = buyer_client.post(TAKE, {**SAID, **wrong})
    assert answer.status_code == 422
    assert words in answer.text


@pytest.mark.usefixtures("_long")
def test_a_long_list_becomes_a_job_and_a_second_one_is_told(buyer, buyer_client):
    answer = buyer_client.post(TAKE, SAID)
    job = Job.objects.get()
    assert answer["Location"] == reverse("core:job", args=[job.uid])
    assert Delivery.objects.filter(event="catalog.price_list_asked", payload={"job_id": job.pk}).count() == 1
    again = buyer_client.post(TAKE, SAID)
    assert again.status_code == 409
    assert reverse("core:job", args=[job.uid]) in again.text
    colleague = client_of(make_actor(buyer.company)).post(TAKE, SAID)
    assert colleague.status_code == 409
    assert "A price list of your company is being made now" in colleague.text
    assert reverse("core:job", args=[job.uid]) not in colleague.text
    assert client_of(make_actor()).post(TAKE, SAID).status_code == 302  # another company does not wait


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_long")
def test_the_job_makes_the_file_for_its_owner(buyer, buyer_client):
    buyer_client.post(TAKE, SAID)
    job = Job.objects.get()
    make_price_list(job.pk)
    make_price_list(job.pk)  # a task may run twice
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.report["rows"]) == (JobState.DONE, 2, 2, 2)
    assert File.objects.get() == job.result
    saved = buyer_client.get(reverse("core:job-result", args=[job.uid]))
    assert saved.getvalue().decode("utf-8-sig").splitlines()[1:] == ["CF259X,122.00", "ZZ1,5.00"]
    assert job.result.name in buyer_client.get(PAGE).text
    assert forget_price_lists(by=buyer, at=timezone.now()) == 0
    assert forget_price_lists(by=buyer, at=timezone.now() + timedelta(days=3)) == 1
    assert not File.objects.exists()
    assert "erased" in buyer_client.get(PAGE).text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("why", ["stopped", "left", "suspended"])
@pytest.mark.usefixtures("product")
def test_the_job_makes_nothing_for_whoever_may_not_have_it(buyer, why):
    wanted = WantedFile(FeedFormat.XLSX, USUAL)
    job = ask_price_list(wanted=wanted, by=buyer, at=timezone.now())
    if why == "stopped":
        ask_to_stop(job)
    elif why == "left":
        buyer.user.memberships.update(left_at=timezone.now())
    else:
        Company.objects.filter(pk=buyer.company.pk).update(status="suspended", suspension_reason="Overdue")
    make_price_list(job.pk)
    job.refresh_from_db()
    assert job.state == (JobState.CANCELLED if why == "stopped" else JobState.FAILED)
    assert job.error == {"stopped": "", "left": "You do not act for this company.", "suspended": "Overdue"}[why]
    assert not File.objects.exists()


def test_a_job_that_no_worker_could_make_ends(buyer, product):
    job = ask_price_list(wanted=WantedFile(FeedFormat.XLSX, USUAL), by=buyer, at=timezone.now())
    give_price_list_up(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert ask_price_list(wanted=WantedFile(FeedFormat.XLSX, USUAL), by=buyer, at=timezone.now()).pk != job.pk


def test_a_link_is_shown_once_and_closed(buyer, buyer_client, product):
    answer = confirmed(buyer).post(OPEN, {**SAID, "name": "Accounting"})
    [url] = re.findall(r'value="http://testserver(/price-list/[^"]+)"', answer.text)
    assert url.split("/")[2] not in buyer_client.get(PAGE).text
    feed = PriceFeed.objects.get()
    assert (feed.name, feed.format, feed.columns) == ("Accounting", "csv", ["article", "price_gross"])
    assert feed.token.expires_at - timezone.now() > timedelta(days=364)
    assert buyer_client.get(url).status_code == 200
    page = buyer_client.get(PAGE).text
    assert "given" in page
    assert "127.0.0.1" in page
    buyer_client.post(reverse("catalog:price-feed-close", args=[feed.uid]))
    assert buyer_client.get(url).status_code == 404
    assert buyer_client.post(reverse("catalog:price-feed-close", args=[feed.uid])).status_code == 404
    assert Token.objects.get().revoked_at


def test_a_company_has_so_many_links_and_no_more(buyer, buyer_client, monkeypatch):
    monkeypatch.setattr("catalog.actions.open_price_feed.MOST_OPEN", 1)
    make_price_feed(buyer)
    answer = confirmed(buyer).post(OPEN, {**SAID, "name": "Second"})
    assert answer.status_code == 409
    assert "Your company has 1 links" in answer.text


def test_links_of_another_company_are_not_shown(buyer_client):
    stranger = make_actor()
    make_price_feed(stranger)
    assert "Accounting" not in buyer_client.get(PAGE).text


@pytest.mark.parametrize("role", [Role.REQUESTER, Role.APPROVER, Role.VIEWER, Role.ACCOUNTANT])
def test_other_roles_are_not_led_here(buyer, role):
    client = client_of(make_actor(buyer.company, role))
    assert client.get(PAGE).status_code == 403
    assert f'href="{PAGE}"' not in client.get(reverse("catalog:search")).text


def test_the_catalogue_leads_here(buyer_client):
    assert f'href="{PAGE}"' in buyer_client.get(reverse("catalog:search")).text


def test_the_page_costs_the_same_for_one_and_three_rows(buyer, buyer_client, django_assert_num_queries):
    for number in range(3):
        make_price_feed(buyer)
        Category.objects.create(name=f"Section {number}")
        facts = {"company": str(buyer.company.uid), "title": "Price list", "feed": None}
        Job.objects.create(kind="price_list", owner_uid=buyer.user.uid, report=facts, state="done")
        with django_assert_num_queries(9):
            buyer_client.get(PAGE)


@pytest.mark.django_db(transaction=True)
def test_a_job_stops_between_chunks_and_keeps_nothing(buyer, monkeypatch):
    monkeypatch.setattr("catalog.queries.price_list_rows.CHUNK", 1)
    for _number in range(4):
        make_price(make_product())
    job = ask_price_list(wanted=WantedFile(FeedFormat.JSON, USUAL), by=buyer, at=timezone.now())
    monkeypatch.setattr("catalog.price_list_files._Json.write", lambda file, rows: ask_to_stop(job))
    make_price_list(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (JobState.CANCELLED, 1, 4)
    assert not File.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_long")
def test_a_file_made_before_the_assortment_changed_is_erased(buyer, buyer_client):
    buyer_client.post(TAKE, SAID)
    job = Job.objects.get()
    make_price_list(job.pk)
    other = make_assortment(make_company())
    own = make_assortment(buyer.company.tier)
    forget_price_lists_of(other.pk)
    assert buyer_client.get(reverse("core:job-result", args=[job.uid])).status_code == 200
    forget_price_lists_of(own.pk)
    assert buyer_client.get(reverse("core:job-result", args=[job.uid])).status_code == 404
    assert not File.objects.exists()
