"""What companies are told of prices: only what they do not know, only while it is so."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.actions.set_tier import set_tier
from accounts.actors import SYSTEM, Actor
from accounts.permissions import Role
from accounts.queries.staff import StaffOnly
from b2b_portal.core.events import receiver_of
from b2b_portal.core.models import Delivery, Mail
from catalog.actions.rollback_prices import rollback_prices
from catalog.actions.save_price_list import save_price_list
from catalog.models import PriceList, PriceRule, Product
from orders import tasks
from orders.actions.note_price_news import note_price_news
from orders.models import OrderLine, PriceNews, PriceNewsLine
from orders.queries.price_concerns import concerned_by_version
from tests.catalog.queries.test_repriced import publish
from tests.documents.outbox import run_owed
from tests.factories import make_actor, make_company, make_price, make_price_list, make_product, make_tier
from tests.factories.orders import make_order

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def bought(actor: Actor, product: Product, pieces: int, at: datetime, price: str = "100", **fields: object) -> None:
    """The company ordered so many pieces."""
    order = make_order(actor, [price], pieces, placed_at=at, **fields)
    OrderLine.objects.filter(order=order).update(product=product, article=product.article)


def make_goods(*articles: str) -> list[Product]:
    goods = [make_product(article) for article in articles]
    for product in goods:
        make_price(product, "100")
    return goods


def told() -> list[tuple[str, Decimal | None, Decimal | None]]:
    """Every told price, the oldest first."""
    lines = PriceNewsLine.objects.order_by("news", "product")
    return [(line.product.article, line.was, line.becomes) for line in lines]


def test_note_price_news_counts_and_weighs_what_the_company_buys(buyer: Actor, now: datetime) -> None:
    dear, cheap, same, foreign = make_goods("DEAR", "CHEAP", "SAME", "FOREIGN")
    for product, pieces in ((dear, 10), (cheap, 30), (same, 60)):
        bought(buyer, product, pieces, now - DAY)
    version = publish(make_price_list(), now, {dear: "120", cheap: "99", foreign: "500"})
    tasks.note_published_prices(version.pk)
    news = PriceNews.objects.get()
    assert (news.company, news.since_at, news.bought) == (buyer.company, now, 3)
    assert told() == [("DEAR", 100, 120), ("CHEAP", 100, 99)]
    assert news.rate == Decimal("0.017")  # 170 roubles on 10,000


def test_note_price_news_is_once_however_often_it_is_owed(buyer: Actor, now: datetime) -> None:
    (product,) = make_goods("CF259X")
    bought(buyer, product, 1, now - DAY)
    version = publish(make_price_list(), now, {product: "110"})
    for _again in range(2):
        tasks.note_published_prices(version.pk)
    assert told() == [("CF259X", 100, 110)]
    run_owed()
    assert Mail.objects.count() == 1


def test_note_price_news_of_what_was_taken_back_at_once_is_none(buyer: Actor, now: datetime) -> None:
    (product,) = make_goods("CF259X")
    bought(buyer, product, 1, now - DAY)
    version = publish(make_price_list(), now, {product: "110"})
    rollback_prices(version=version, by=SYSTEM, at=now)
    run_owed()
    assert told() == []
    assert not Mail.objects.exists()


def test_note_price_news_of_what_was_taken_back_after_a_letter_is_another(buyer: Actor, now: datetime) -> None:
    (product,) = make_goods("CF259X")
    bought(buyer, product, 1, now - DAY)
    version = publish(make_price_list(), now, {product: "110"})
    run_owed()
    rollback_prices(version=version, by=SYSTEM, at=now)
    run_owed()
    assert told() == [("CF259X", 100, 110), ("CF259X", 110, 100)]
    assert Mail.objects.count() == 2


def test_note_price_news_of_two_publications_is_their_net_change(buyer: Actor, now: datetime) -> None:
    (product,) = make_goods("CF259X")
    bought(buyer, product, 1, now - DAY)
    for price in ("110", "121"):
        publish(make_price_list(), now, {product: price})
    run_owed()
    assert told() == [("CF259X", 100, 121)]


def test_note_price_news_starts_from_what_was_paid_last(buyer: Actor, now: datetime) -> None:
    (product,) = make_goods("CF259X")
    bought(buyer, product, 1, now - 9 * DAY, price="80")
    bought(buyer, product, 5, now - DAY, price="100")
    tasks.note_published_prices(publish(make_price_list(), now, {product: "110"}).pk)
    assert told() == [("CF259X", 100, 110)]
    assert PriceNewsLine.objects.get().quantity == 5


def test_note_price_news_of_who_pays_by_a_contract_is_none(buyer: Actor, now: datetime) -> None:
    (product,) = make_goods("CF259X")
    contract = make_price_list("contract", kind="contract")
    contract.companies.add(buyer.company)
    make_price(product, "70", price_list=contract)
    bought(buyer, product, 1, now - DAY, price="70")
    tasks.note_published_prices(publish(make_price_list(), now, {product: "110"}).pk)
    assert told() == []


def test_note_price_news_refuses_buyers(buyer: Actor, now: datetime) -> None:
    (product,) = make_goods("CF259X")
    concern = concerned_by_version(publish(make_price_list(), now, {product: "110"}).pk)
    with pytest.raises(StaffOnly):
        note_price_news(company_ids=[], concern=concern, by=buyer, at=now)


@pytest.mark.parametrize("several", [1, 3])
def test_note_price_news_reads_in_a_fixed_number_of_queries(
    now: datetime, several: int, django_assert_max_num_queries: object
) -> None:
    goods = make_goods(*(f"ART-{number}" for number in range(several)))
    for _one in range(several):
        actor = make_actor()
        for product in goods:
            bought(actor, product, 1, now - DAY)
    concern = concerned_by_version(publish(make_price_list(), now, dict.fromkeys(goods, "110")).pk)
    reading, writing = 11, 3 * several  # of a letter: itself, its lines, its announcement
    with django_assert_max_num_queries(reading + writing):
        assert note_price_news(company_ids=concern.company_ids, concern=concern, by=SYSTEM, at=now) == several


def computed(buyer: Actor, product: Product) -> PriceList:
    """The buyer's contract list, five percent below the base one."""
    own = make_price_list("own", kind="contract", source=make_price_list(), percent=Decimal(-5))
    own.companies.add(buyer.company)
    return own


def test_save_price_list_is_told_once_with_all_that_it_changed(buyer: Actor, now: datetime) -> None:
    first, second = make_goods("ART-1", "ART-2")
    own = computed(buyer, first)
    for product in (first, second):
        bought(buyer, product, 1, now - DAY, price="95")
    own.percent = Decimal(-10)

    def save_rules() -> None:
        PriceRule.objects.create(price_list=own, brand=first.brand, percent=Decimal(-20))
        PriceRule.objects.create(price_list=own, category=first.category, percent=Decimal(-30))

    save_price_list(price_list=own, save_parts=save_rules, by=SYSTEM, at=now)
    assert Delivery.objects.filter(event="catalog.price_terms_changed").count() == 1
    run_owed()
    assert told() == [("ART-1", 95, 80), ("ART-2", 95, 80)]
    assert Mail.objects.count() == 1


def test_save_price_list_that_moves_no_price_is_not_told(buyer: Actor, now: datetime) -> None:
    (product,) = make_goods("CF259X")
    own = computed(buyer, product)
    bought(buyer, product, 1, now - DAY, price="95")
    own.name = "Another name"
    save_price_list(price_list=own, by=SYSTEM, at=now)
    assert not Delivery.objects.exists()
    own.margin_floor = Decimal(1)  # no cost is known: no price moves
    save_price_list(price_list=own, by=SYSTEM, at=now)
    run_owed()
    assert not Mail.objects.exists()


def test_save_price_list_is_told_to_whom_it_no_longer_serves(buyer: Actor, now: datetime) -> None:
    (product,) = make_goods("CF259X")
    own = computed(buyer, product)
    bought(buyer, product, 1, now - DAY, price="95")
    save_price_list(price_list=own, save_parts=own.served.all().delete, by=SYSTEM, at=now)
    run_owed()
    assert told() == [("CF259X", 95, 100)]


def test_save_price_list_that_is_out_of_force_is_told(buyer: Actor, now: datetime) -> None:
    (product,) = make_goods("CF259X")
    own = computed(buyer, product)
    bought(buyer, product, 1, now - DAY, price="95")
    own.valid_until = now - timedelta(hours=1)
    save_price_list(price_list=own, by=SYSTEM, at=now)
    run_owed()
    assert told() == [("CF259X", 95, 100)]


def test_note_turned_lists_tells_once_of_lists_that_began_or_ended(buyer: Actor) -> None:
    began, ended, other = make_goods("BEGAN", "ENDED", "OTHER")
    now = timezone.now()
    dates = {"valid_from": now - timedelta(hours=1)}, {"valid_until": now - timedelta(hours=2)}
    for product, fields, paid in ((began, dates[0], "100"), (ended, dates[1], "60")):
        promotion = make_price_list(product.article.lower(), kind="promotion", **fields)
        promotion.companies.add(buyer.company)
        make_price(product, "60", price_list=promotion)
        bought(buyer, product, 1, now - DAY, price=paid)
    bought(buyer, other, 1, now - DAY, price="90")  # another price, but no list of it turned
    for _again in range(2):
        tasks.note_turned_lists()
    assert sorted(told()) == [("BEGAN", 100, 60), ("ENDED", 60, 100)]


def test_set_tier_is_told_by_its_prices(buyer: Actor, now: datetime) -> None:
    (product,) = make_goods("CF259X")
    make_price_list("opt-3", source=make_price_list(), percent=Decimal(-12))
    bought(buyer, product, 1, now - DAY)
    assert buyer.company is not None
    set_tier(company=buyer.company, tier=make_tier("opt-3"), by=SYSTEM, at=now)
    run_owed()
    assert told() == [("CF259X", 100, 88)]
    assert [mail.key.partition(":")[0] for mail in Mail.objects.all()] == ["price_changes"]


def test_mail_price_news_writes_once_to_whoever_may_order(buyer: Actor, now: datetime) -> None:
    goods = make_goods(*(f"ART-{number}" for number in range(21)))
    for product in goods:
        bought(buyer, product, 1, now - DAY)
    make_actor(buyer.company, Role.VIEWER)
    bought(make_actor(make_company(tier=make_tier("rrc"))), goods[0], 1, now - DAY)
    publish(make_price_list(), now, dict.fromkeys(goods, "103.1"))
    run_owed()
    tasks.mail_price_news(PriceNews.objects.get().pk)
    mail = Mail.objects.get()
    text = mail.text.replace("\u00a0", " ")
    assert mail.to == buyer.user.email
    assert mail.subject.replace("\u00a0", " ") == "21 of the 21 articles you buy change, +3.1% on your volume"
    assert "The 20 articles that move most money" in text
    assert text.count("100.00 ₽ → 103.10 ₽, +3.1%") == 20
    assert "/prices/changes/" in text
    assert "it bought these goods within a year" in text
    assert mail.html.count("103.10") == 20


def test_news_are_owed_by_what_moves_prices() -> None:
    assert receiver_of("catalog.prices_published", "orders.tasks.note_published_prices")
    assert receiver_of("catalog.price_terms_changed", "orders.tasks.note_other_terms")
    assert receiver_of("accounts.tier_moved", "orders.tasks.note_prices_of_tier")
