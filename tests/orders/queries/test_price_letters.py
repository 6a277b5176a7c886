"""Which companies a new version concerns, and what their letters say."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from accounts.actors import Actor
from accounts.permissions import Role
from b2b_portal.core.events import receiver_of
from b2b_portal.core.models import Delivery, Mail
from catalog.models import PriceListVersion, Product
from orders import tasks
from orders.enums import OrderStatus
from orders.models import OrderLine
from orders.queries.price_letters import companies_to_tell, price_letters, versions_of
from tests.catalog.queries.test_repriced import publish
from tests.conftest import client_of
from tests.factories import make_actor, make_company, make_price, make_price_list, make_product, make_tier
from tests.factories.orders import make_order

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def bought(actor: Actor, product: Product, pieces: int, at: datetime, **fields: object) -> None:
    """The company ordered so many pieces, long at the same price."""
    order = make_order(actor, ["100"], pieces, placed_at=at, **fields)
    OrderLine.objects.filter(order=order).update(product=product, article=product.article)


def make_goods(*articles: str) -> list[Product]:
    goods = [make_product(article) for article in articles]
    for product in goods:
        make_price(product, "100")
    return goods


def test_price_letters_count_and_weigh_what_the_company_buys(buyer: Actor, now: datetime) -> None:
    dear, cheap, same, foreign = make_goods("DEAR", "CHEAP", "SAME", "FOREIGN")
    for product, pieces in ((dear, 10), (cheap, 30), (same, 60)):
        bought(buyer, product, pieces, now - DAY)
    version = publish(make_price_list(), now, {dear: "120", cheap: "99", foreign: "500"})
    (letter,) = price_letters(version, companies_to_tell(version))
    assert (letter.company, letter.bought) == (buyer.company, 3)
    assert [(one.product, one.was, one.becomes, one.pieces) for one in letter.goods] == [
        (dear, Decimal(100), Decimal(120), 10),
        (cheap, Decimal(100), Decimal(99), 30),
    ]
    assert letter.rate == Decimal("0.017")  # 170 roubles on 10,000
    assert letter.goods[0].rate == Decimal("0.2")


def test_companies_to_tell_bought_within_a_year_and_did_not_cancel(now: datetime) -> None:
    (product,) = make_goods("CF259X")
    within, before, cancelled, elsewhere = (make_actor() for _one in range(4))
    bought(within, product, 1, now - timedelta(days=364))
    bought(before, product, 1, now - timedelta(days=366))
    bought(cancelled, product, 1, now - DAY, status=OrderStatus.CANCELLED)
    type(elsewhere.company).objects.filter(pk=elsewhere.company.pk).update(tier=make_tier("rrc"))
    bought(elsewhere, product, 1, now - DAY)
    version = publish(make_price_list(), now, {product: "110"})
    assert companies_to_tell(version) == [within.company.pk]


def test_price_letters_of_who_pays_by_a_contract_are_none(buyer: Actor, now: datetime) -> None:
    (product,) = make_goods("CF259X")
    contract = make_price_list("contract", kind="contract")
    contract.companies.add(buyer.company)
    make_price(product, "70", price_list=contract)
    bought(buyer, product, 1, now - DAY)
    version = publish(make_price_list(), now, {product: "110"})
    assert companies_to_tell(version) == [buyer.company.pk]
    assert price_letters(version, companies_to_tell(version)) == []


@pytest.mark.parametrize("several", [1, 3])
def test_price_letters_take_seven_queries(now: datetime, several: int, django_assert_num_queries: object) -> None:
    goods = make_goods(*(f"ART-{number}" for number in range(several)))
    for _one in range(several):
        actor = make_actor()
        for product in goods:
            bought(actor, product, 1, now - DAY)
    version = publish(make_price_list(), now, dict.fromkeys(goods, "110"))
    with django_assert_num_queries(4):
        companies = companies_to_tell(version)
    with django_assert_num_queries(7):
        letters = price_letters(version, companies)
    assert [len(letter.goods) for letter in letters] == [several] * several


def test_mail_price_changes_writes_once_to_whoever_may_order(buyer: Actor, now: datetime) -> None:
    goods = make_goods(*(f"ART-{number}" for number in range(21)))
    for product in goods:
        bought(buyer, product, 1, now - DAY)
    make_actor(buyer.company, Role.VIEWER)
    bought(make_actor(make_company(tier=make_tier("rrc"))), goods[0], 1, now - DAY)
    version = publish(make_price_list(), now, dict.fromkeys(goods, "103.1"))
    tasks.mail_price_changes(version.pk)
    tasks.mail_price_changes(version.pk)
    mail = Mail.objects.get()
    text = mail.text.replace("\u00a0", " ")
    assert mail.to == buyer.user.email
    assert mail.subject.replace("\u00a0", " ") == "21 of the 21 articles you buy change, +3.1% on your volume"
    assert "The 20 articles that move most money" in text
    assert text.count("100.00 ₽ → 103.10 ₽, +3.1%") == 20
    assert "/prices/changes/" in text
    assert "it bought these goods within a year" in text
    assert mail.html.count("103.10") == 20


def test_mail_price_changes_is_owed_by_a_publication() -> None:
    assert receiver_of("catalog.prices_published", "orders.tasks.mail_price_changes")
    assert not Delivery.objects.exists()


def test_versions_of_are_those_that_changed_what_the_company_buys(buyer: Actor, now: datetime) -> None:
    mine, foreign = make_goods("MINE", "FOREIGN")
    bought(buyer, mine, 1, now - timedelta(days=200))
    old = publish(make_price_list(), now - timedelta(days=93), {mine: "101"})
    publish(make_price_list(), now - 2 * DAY, {foreign: "101"})
    new = publish(make_price_list(), now - DAY, {mine: "102"})
    assert old not in versions_of(buyer, now)
    assert versions_of(buyer, now) == [new]
    assert versions_of(make_actor(), now) == []
    assert versions_of(make_actor(buyer.company, Role.ACCOUNTANT), now) == []


def test_versions_of_are_of_lists_that_the_company_pays_by(buyer: Actor, now: datetime) -> None:
    (product,) = make_goods("CF259X")
    bought(buyer, product, 1, now - DAY)
    contract = make_price_list("contract", kind="contract")
    contract.companies.add(make_company())
    make_price(product, "70", price_list=contract)
    publish(contract, now - DAY, {product: "71"})
    assert PriceListVersion.objects.exists()
    assert versions_of(buyer, now) == []
    page = client_of(buyer).get("/prices/changes/").content.decode()
    assert "No changes for you" in page
