"""PostgreSQL dies under load: a readable 503, no confirmed order lost, all is well again within seconds."""

import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.urls import reverse

from accounts.models import Company
from catalog.models import Product
from orders.models import Order
from tests.factories import make_actor, make_price, make_product, make_stock
from tests.faults.conftest import wait_until_nothing_is_owed
from tests.faults.shop import Shop
from tests.faults.visitor import Answer, Visitor
from tests.waiting import wait_until

BUYERS = 4
HEALED_SECONDS = 10
THINKING_SECONDS = 0.2
TITLES = {"en": "Back in a moment", "ru": "Сейчас вернёмся"}


class Buyer:
    """Orders one product again and again; what is refused for the moment he sends again, as it was."""

    def __init__(self, visitor: Visitor, product: Product) -> None:
        self.visitor, self.product = visitor, product
        self.statuses: Counter[int] = Counter()
        self.confirmed: dict[str, int] = {}
        self.healed_at = 0.0
        self.is_over = threading.Event()
        self.strange: list[Answer] = []

    @property
    def refused(self) -> int:
        return self.statuses[503]

    def shop_on(self) -> None:
        while not self.is_over.wait(THINKING_SECONDS):
            if self._see(self.visitor.add(self.product)) != 302:
                continue
            page, fields = self.visitor.order_form()
            if self._see(page) != 200 or not fields:
                continue
            while not self._confirm(fields) and not self.is_over.wait(THINKING_SECONDS):
                pass

    def _confirm(self, fields: dict[str, str]) -> bool:
        answer = self.visitor.order(fields)
        self._see(answer)
        if answer.order_number is None:
            return False
        self.confirmed[fields["key"]] = answer.order_number
        self.healed_at = time.monotonic()
        return True

    def _see(self, answer: Answer) -> int:
        self.statuses[answer.status] += 1
        if answer.status not in (200, 302) and not is_readable_503(answer):
            self.strange.append(answer)
        return answer.status


def is_readable_503(answer: Answer, title: str = TITLES["en"]) -> bool:
    return (
        answer.status == 503 and answer.headers.get("retry-after") == "5" and f"<title>{title}</title>" in answer.text
    )


@contextmanager
def at_work(buyers: list[Buyer]) -> Iterator[None]:
    threads = [threading.Thread(target=buyer.shop_on) for buyer in buyers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for buyer in buyers:
            buyer.is_over.set()
        for thread in threads:
            thread.join()


def stocked_product() -> Product:
    product = make_product()
    make_price(product)
    make_stock(product, 1000)
    return product


@pytest.mark.slow
def test_a_database_killed_under_load_loses_no_confirmed_order_and_heals_in_seconds(shop: Shop) -> None:
    buyers = [Buyer(Visitor.signed_in(shop.port, make_actor()), stocked_product()) for _ in range(BUYERS)]
    with at_work(buyers):
        wait_until(lambda: all(len(buyer.confirmed) >= 2 for buyer in buyers))
        shop.kill("postgres")
        connection.close()
        wait_until(lambda: all(buyer.refused for buyer in buyers))
        _look_at_the_outage(Visitor(shop.port, buyers[0].visitor.cookies))

        shop.start("postgres")
        back_at = time.monotonic()
        wait_until(lambda: all(buyer.healed_at > back_at for buyer in buyers))
        assert time.monotonic() - back_at < HEALED_SECONDS
    wait_until_nothing_is_owed()

    assert [answer.text for buyer in buyers for answer in buyer.strange] == []
    for buyer in buyers:
        found = dict(Order.objects.filter(lines__product=buyer.product).values_list("key", "number"))
        assert {uuid.UUID(key): number for key, number in buyer.confirmed.items()} == found
    assert all(shop.is_running(name) for name in ("web", "dispatcher", "worker"))


def _look_at_the_outage(visitor: Visitor) -> None:
    for language, title in TITLES.items():
        answer = visitor.get(reverse("orders:orders"), language)
        assert is_readable_503(answer, title), answer
        assert f'<html lang="{language}"' in answer.text
        assert 'href="/orders/"' in answer.text
        assert answer.headers["cache-control"] == "private, no-store"
    visitor.cookies.clear()  # those who watch over the shop have none
    assert visitor.get("/readyz").status == 503
    assert visitor.get("/livez").status == 200


@pytest.mark.slow
def test_a_lock_that_does_not_come_is_told_in_a_sentence_and_the_same_form_orders_later(shop: Shop) -> None:
    buyer, product = make_actor(), stocked_product()
    visitor = Visitor.signed_in(shop.port, buyer)
    assert visitor.add(product).status == 302
    _, fields = visitor.order_form()

    with transaction.atomic():
        Company.objects.select_for_update().get(pk=buyer.company.pk)
        refused = visitor.order(fields)
    assert (refused.status, refused.headers["retry-after"]) == (503, "1")
    assert "Somebody is changing the same thing" in refused.text
    assert not Order.objects.filter(company=buyer.company).exists()

    number = visitor.order(fields).order_number
    assert Order.objects.get(company=buyer.company).number == number
