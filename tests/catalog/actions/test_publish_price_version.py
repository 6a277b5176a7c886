"""Two managers publish at once, buyers read meanwhile: one version wins whole, and nobody sees a mixture."""

import threading

import pytest
from django.db import connection, transaction

from accounts.actors import SYSTEM
from b2b_portal.core.files import store_file
from catalog.actions.publish_price_version import ListChanged, publish_price_version
from catalog.enums import ImportKind, ImportState
from catalog.models import ImportBatch, ImportRow, Price, PriceChange, PriceListVersion
from tests.factories import make_price, make_price_list, make_product
from tests.races import meeting_point, race

GOODS = 40


@pytest.fixture
def goods(transactional_db):
    price_list = make_price_list("opt-2")
    products = [make_product(article=f"P{place}") for place in range(GOODS)]
    for product in products:
        make_price(product, "100", price_list=price_list)
    return price_list, products


def compared(price_list, products, becomes):
    """An import that was compared when all prices were 100."""
    batch = ImportBatch.objects.create(
        kind=ImportKind.PRICES,
        file=store_file(b"x", name="x.csv", content_type="text/csv"),
        price_list=price_list,
        state=ImportState.READY,
        base_number=0,
    )
    ImportRow.objects.bulk_create(
        ImportRow(batch_id=batch.pk, line=line, verdict="up", product_id=product.pk, brand_id=product.brand_id,
                  quantity=1, was=100, becomes=becomes)
        for line, product in enumerate(products, start=2)
    )  # fmt: skip
    return batch


def test_publish_price_version_lets_one_of_two_managers_win(goods, now):
    price_list, products = goods
    batches = [compared(price_list, products, becomes) for becomes in (110, 120)]
    answers = race([lambda one=batch: publish_price_version(batch=one, by=SYSTEM, at=now) for batch in batches])
    assert sorted(type(answer) for answer in answers if isinstance(answer, Exception)) == [ListChanged]
    assert PriceListVersion.objects.count() == 1
    assert len(set(Price.objects.values_list("unit_price", flat=True))) == 1
    assert PriceChange.objects.count() == GOODS


def test_without_the_lock_and_the_number_the_second_overwrites_the_first_unseen(goods, now):
    """The control: what publishing would be if it only wrote what was compared."""
    price_list, products = goods
    batches = [compared(price_list, products, becomes) for becomes in (110, 120)]
    meet = meeting_point(2)

    def naive(batch):
        number = PriceListVersion.objects.filter(price_list=price_list).count()
        meet()
        with transaction.atomic():
            for row in ImportRow.objects.filter(batch_id=batch.pk).order_by("line"):
                Price.objects.filter(price_list=price_list, product_id=row.product_id).update(unit_price=row.becomes)
        return number + 1

    answers = race([lambda one=batch: naive(one) for batch in batches])
    assert answers == [1, 1]  # both believe that they published version 1, and one manager's prices are gone


def test_publish_price_version_is_seen_whole_or_not_at_all(goods, now):
    price_list, products = goods
    batch = compared(price_list, products, 110)
    is_over, seen = threading.Event(), set()

    def read():
        while not is_over.is_set():
            seen.add(frozenset(Price.objects.filter(price_list=price_list).values_list("unit_price", flat=True)))
        return len(seen)

    def publish():
        try:
            publish_price_version(batch=batch, by=SYSTEM, at=now)
        finally:
            is_over.set()

    race([read, publish])
    assert seen <= {frozenset({100}), frozenset({110})}
    assert frozenset(Price.objects.values_list("unit_price", flat=True)) == {110}


def test_publish_price_version_leaves_all_as_it_was_when_it_breaks_off(goods, now):
    price_list, products = goods
    batch = compared(price_list, products, 110)
    with transaction.atomic():
        publish_price_version(batch=batch, by=SYSTEM, at=now)
        transaction.set_rollback(True)  # the worker is killed before the commit
    assert set(Price.objects.values_list("unit_price", flat=True)) == {100}
    assert not PriceListVersion.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM catalog_pricechange")
        assert cursor.fetchone() == (0,)
