"""Who waits for a product is told once, and nothing that he may not know."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.actors import SYSTEM, Actor
from accounts.enums import CompanyStatus
from accounts.permissions import Role
from accounts.queries.access import NotAllowed
from b2b_portal.core.models import Delivery, Mail
from catalog.actions.reserve_stock import reserve_stock
from catalog.actions.tell_watchers import tell_watchers
from catalog.actions.unwatch_product import unwatch_product
from catalog.actions.watch_product import InStock, NoPriceToWatch, watch_product
from catalog.enums import WatchKind
from catalog.models import Price, Product, Watch
from catalog.notifications import tell_watch
from catalog.queries.watches import watches_page
from catalog.tasks import mail_watch
from tests.factories import make_actor, make_price, make_price_list, make_product, make_stock
from tests.races import meeting_point, race

HOUR = timedelta(hours=1)


@pytest.fixture
def product(db: None) -> Product:
    made = make_product("CF259X")
    make_price(made, "8940")
    return made


def watch(actor: Actor, product: Product, now: datetime, kind: WatchKind = WatchKind.PRICE) -> Watch:
    return watch_product(product=product, kind=kind, by=actor, at=now)


def cheapen(price: str = "8720") -> None:
    Price.objects.update(unit_price=Decimal(price))


def told(at: datetime) -> int:
    """Sweeps, and lets the receivers work."""
    number = tell_watchers(by=SYSTEM, at=at)
    for delivery in Delivery.objects.filter(event="catalog.watch_over", receiver=mail_watch.name):
        mail_watch(**delivery.payload)
    return number


def test_a_lower_price_is_told_once(buyer: Actor, product: Product, now: datetime) -> None:
    assert watch(buyer, product, now) == watch(buyer, product, now + HOUR)
    assert told(now) == 0
    cheapen()
    assert [told(now + HOUR), told(now + HOUR)] == [1, 0]
    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == (buyer.user.email, "CF259X HP is cheaper")
    assert "8,720" in mail.text.replace("\xa0", " ")
    closed = Watch.objects.get()
    assert (closed.told_at, closed.told_unit_gross) == (now + HOUR, Decimal(8720))
    assert watch(buyer, product, now + HOUR) != closed


def test_a_dearer_price_and_none_are_not_told(buyer: Actor, product: Product, now: datetime) -> None:
    watch(buyer, product, now)
    cheapen("9000")
    assert told(now) == 0
    Price.objects.all().delete()
    assert told(now) == 0
    assert not Mail.objects.exists()


def test_what_is_back_is_told_once(buyer: Actor, product: Product, now: datetime) -> None:
    watch(buyer, product, now, WatchKind.BACK)
    assert told(now) == 0
    make_stock(product, 1)
    assert [told(now), told(now)] == [1, 0]
    assert Mail.objects.get().subject == "CF259X HP is back in stock"


def test_what_is_held_by_others_is_not_back(buyer: Actor, product: Product, now: datetime) -> None:
    watch(buyer, product, now, WatchKind.BACK)
    make_stock(product, 1)
    reserve_stock(holder=uuid4(), wanted={product.pk: 1}, until=now + HOUR, by=SYSTEM, at=now)
    assert told(now) == 0
    assert told(now + 2 * HOUR) == 1


def test_only_what_can_come_true_is_watched(buyer: Actor, product: Product, now: datetime) -> None:
    bare = make_product()
    with pytest.raises(NoPriceToWatch):
        watch(buyer, bare, now)
    make_stock(product, 1)
    with pytest.raises(InStock):
        watch(buyer, product, now, WatchKind.BACK)
    with pytest.raises(NotAllowed):
        watch(make_actor(buyer.company, Role.ACCOUNTANT), product, now)


def test_another_companys_price_is_nobodys_news(buyer: Actor, product: Product, now: datetime) -> None:
    watch(buyer, product, now)
    other = make_actor()
    own = make_price_list("theirs", kind="contract")
    own.companies.add(other.company)
    watch(other, product, now)
    make_price(product, "1.11", price_list=own)
    assert told(now) == 1
    assert Mail.objects.get().to == other.user.email


def hide(actor: Actor, product: Product, now: datetime) -> None:
    Product.objects.update(is_on_sale=False)


def leave(actor: Actor, product: Product, now: datetime) -> None:
    actor.user.memberships.update(left_at=now)


def suspend(actor: Actor, product: Product, now: datetime) -> None:
    actor.company.status = CompanyStatus.SUSPENDED
    actor.company.save()


def lose_the_sight_of_prices(actor: Actor, product: Product, now: datetime) -> None:
    actor.user.memberships.update(role=Role.ACCOUNTANT.value)


@pytest.mark.parametrize("happened", [hide, leave, suspend, lose_the_sight_of_prices])
def test_who_may_not_know_is_not_told(buyer: Actor, product: Product, now: datetime, happened: object) -> None:
    watch(buyer, product, now)
    happened(buyer, product, now)
    cheapen()
    assert told(now) == 0
    assert not Mail.objects.exists()


def test_who_left_between_the_sweep_and_the_mail_is_not_told(buyer: Actor, product: Product, now: datetime) -> None:
    watch(buyer, product, now)
    cheapen()
    tell_watchers(by=SYSTEM, at=now)
    leave(buyer, product, now)
    tell_watch(Watch.objects.select_related("user", "company", "product__brand").get())
    assert not Mail.objects.exists()


def test_a_watch_is_removed_by_its_person_alone(buyer: Actor, product: Product, now: datetime) -> None:
    one = watch(buyer, product, now)
    assert not unwatch_product(uid=one.uid, by=make_actor(buyer.company), at=now)
    assert [row.watch for row in watches_page(buyer, now)] == [one]
    assert unwatch_product(uid=one.uid, by=buyer, at=now)
    assert watches_page(buyer, now) == ()


@pytest.mark.parametrize("several", [1, 3])
def test_a_sweep_costs_the_same_for_one_watch_and_three(
    buyer: Actor, several: int, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(several):
        made = make_product()
        make_price(made)
        watch(buyer, made, now)
    with django_assert_num_queries(6):  # stock, watches; members, assortment, lists, prices
        assert tell_watchers(by=SYSTEM, at=now) == 0


@pytest.mark.parametrize("several", [1, 3])
def test_the_page_costs_the_same_for_one_watch_and_three(
    buyer: Actor, several: int, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(several):
        made = make_product()
        make_price(made)
        watch(buyer, made, now)
    with django_assert_num_queries(6):  # watches, products; stock, transit, lists, prices
        assert len(watches_page(buyer, now)) == several


def tell_naively(meet: Callable[[], None], at: datetime) -> int:
    """What a sweep would do that reads, decides, writes."""
    due = list(Watch.objects.open())
    meet()
    for one in due:
        one.told_at = at
        one.save()
    return len(due)


@pytest.fixture
def cheaper(transactional_db: None, now: datetime) -> None:
    """A watch that is due."""
    product = make_product("CF259X")
    make_price(product, "8940")
    watch(make_actor(), product, now)
    cheapen()


def test_two_naive_sweeps_at_once_tell_twice(cheaper: None, now: datetime) -> None:
    assert race([partial(tell_naively, meeting_point(2), now)] * 2) == [1, 1]


def test_two_sweeps_at_once_tell_once(cheaper: None, now: datetime) -> None:
    answers = race([partial(tell_watchers, by=SYSTEM, at=now)] * 2)
    assert sorted(answers) == [0, 1]
    assert Delivery.objects.filter(event="catalog.watch_over").count() == 1
