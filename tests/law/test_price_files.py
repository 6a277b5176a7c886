"""Price lists that a company takes away, links for its programs, and letters hold its own prices and nobody else's."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.actions.end_membership import end_membership
from accounts.actors import SYSTEM
from b2b_portal.core.models import Mail
from catalog.actions.set_prices import NewPrice, set_prices
from catalog.enums import FeedFormat
from catalog.models import Price, PriceList, PriceListVersion
from catalog.price_list_columns import PriceColumn
from orders.tasks import note_published_prices
from tests.conftest import client_of
from tests.documents.outbox import run_owed
from tests.factories import make_price_feed
from tests.factories.accounts import make_staff
from tests.law.canaries import leaks_of_answer, leaks_of_mail
from tests.law.planted import Planted
from tests.law.worlds import World

COLUMNS = tuple(PriceColumn)
of_each_kind = pytest.mark.parametrize("kind", FeedFormat)


def link(world: World, kind: FeedFormat) -> str:
    """The address of a link that gives every column."""
    _feed, secret = make_price_feed(world.actor, kind, COLUMNS)
    return reverse("catalog:price-feed", args=[secret])


@of_each_kind
def test_a_file_at_once_holds_prices_of_its_company_only(shop: Planted, kind: FeedFormat):
    data = {"format": kind, "columns": [column.value for column in COLUMNS]}
    taken = {
        name: client_of(world.actor).post(reverse("catalog:price-list-take"), data) for name, world in worlds(shop)
    }
    assert [answer.status_code for answer in taken.values()] == [200, 200]
    assert leaks_of_answer(taken["a"], shop.own_quiet)
    assert leaks_of_answer(taken["b"], shop.others)
    leaks = [str(leak) for leak in leaks_of_answer(taken["a"], shop.secrets)]
    assert not leaks, "\n".join(leaks)


@of_each_kind
def test_a_link_gives_prices_of_its_company_only(shop: Planted, kind: FeedFormat):
    urls = {name: link(world, kind) for name, world in worlds(shop)}
    answers = {name: Client().get(url) for name, url in urls.items()}
    assert [answer.status_code for answer in answers.values()] == [200, 200]
    assert leaks_of_answer(answers["a"], shop.own_quiet)
    assert leaks_of_answer(answers["b"], shop.others)
    leaks = [str(leak) for leak in leaks_of_answer(answers["a"], shop.secrets)]
    assert not leaks, "\n".join(leaks)
    assert answers["a"]["ETag"] != answers["b"]["ETag"]
    crossed = Client().get(urls["a"], headers={"If-None-Match": answers["b"]["ETag"]})
    assert crossed.status_code == 200
    assert {answer["Cache-Control"] for answer in answers.values()} == {"private, no-store"}


@of_each_kind
def test_a_link_dies_with_the_place_of_whoever_made_it(shop: Planted, kind: FeedFormat):
    url = link(shop.b, kind)
    assert Client().get(url).status_code == 200
    membership = shop.b.actor.user.memberships.get(company=shop.b.company)
    end_membership(membership=membership, by=make_staff(), at=timezone.now())
    assert Client().get(url).status_code == 404


@of_each_kind
def test_prices_of_others_do_not_show_in_what_changed_since(shop: Planted, kind: FeedFormat):
    """A's program asks what is new: B's contract moved, so nothing is, and the state is the one it knows."""
    url = link(shop.a, kind)
    known, moment = Client().get(url)["ETag"], timezone.now()
    rise(PriceList.objects.filter(companies=shop.b.company, source=None).first())
    assert Client().get(url, headers={"If-None-Match": known}).status_code == 304
    changed = Client().get(url, {"since": moment.isoformat()})
    assert changed["X-Price-List"] == "changes"
    leaks = [str(leak) for leak in leaks_of_answer(changed, shop.secrets | shop.own_quiet)]
    assert not leaks, "\n".join(leaks)
    rise(PriceList.objects.get(code="opt-1"))
    assert Client().get(url, headers={"If-None-Match": known}).status_code == 200


def test_letters_on_prices_tell_a_company_its_own(shop: Planted, settings: Settings):
    lists = PriceList.objects.filter(companies=shop.b.company, source=None), PriceList.objects.filter(code="opt-1")
    for price_list in (one for found in lists for one in found):
        rise(price_list)
        note_published_prices(PriceListVersion.objects.filter(price_list=price_list).latest("number").pk)
    run_owed()
    mails = [path.read_bytes() for path in Path(settings.MAIL_DIR).glob("*.eml")]
    ours = [mail for mail in mails if f"To: {shop.a.actor.user.email}".encode() in mail]
    assert Mail.objects.filter(to=shop.a.actor.user.email, key__contains="price").exists()
    assert any(leaks_of_mail(mail, shop.own) for mail in ours)
    leaks = [str(leak) for mail in ours for leak in leaks_of_mail(mail, shop.secrets)]
    assert not leaks, "\n".join(leaks)


def worlds(shop: Planted) -> tuple[tuple[str, World], ...]:
    return ("a", shop.a), ("b", shop.b)


def rise(price_list: PriceList) -> None:
    """All prices of a list go up by a rouble, published as one version."""
    rows = Price.objects.filter(price_list=price_list).select_related("product")
    news = [NewPrice(row.product, row.quantity, row.unit_price + Decimal(1)) for row in rows]
    set_prices(price_list=price_list, prices=news, by=SYSTEM, at=timezone.now())
