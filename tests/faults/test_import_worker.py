"""The worker dies while it reads a price file, and while it publishes: prices are the old ones or the new ones."""

from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.actors import SYSTEM
from b2b_portal.core.enums import DeliveryState
from b2b_portal.core.files import file_path, store_upload
from b2b_portal.core.models import Delivery
from b2b_portal.core.sheets import samples
from catalog import tasks
from catalog.actions.open_import import open_import
from catalog.actions.publish_import import publish_import
from catalog.actions.start_import import start_import
from catalog.enums import ImportKind, ImportState
from catalog.imports.layout import guess_layout
from catalog.models import ImportBatch, ImportRow, Price, PriceListVersion
from catalog.queries.imports import import_at_work
from tests.factories import make_price, make_price_list, make_product
from tests.faults.conftest import wait_until_nothing_is_owed
from tests.faults.shop import Shop
from tests.waiting import wait_until

GOODS, UNKNOWN = 300, 400_000  # the unknown ones make the reading long enough to be caught


@pytest.mark.slow
def test_a_worker_killed_while_it_reads_and_while_it_publishes_changes_all_prices_once(shop: Shop) -> None:
    price_list = make_price_list(f"killed-{uuid4().hex[:8]}")
    products = [make_product() for _ in range(GOODS)]
    for product in products:
        make_price(product, "100", price_list=price_list)
    rows = [f"{product.brand.name};{product.article};200" for product in products]
    rows += [f"Nobody;U{number};1" for number in range(UNKNOWN)]
    content = "\n".join(["Бренд;Артикул;Цена", *rows]).encode()
    stored = store_upload(ContentFile(content, name="x.csv"), name="x.csv", content_type="text/csv")
    layout = guess_layout(samples(file_path(stored)), ImportKind.PRICES)
    prices = Price.objects.filter(price_list=price_list)
    batch = open_import(
        kind=ImportKind.PRICES,
        file=stored,
        layout=layout.as_json(),
        price_list=price_list,
        by=SYSTEM,
        at=timezone.now(),
    )

    start_import(batch=batch, by=SYSTEM, at=timezone.now())
    _kill_at_work(shop, tasks.compare_import.name)
    assert ImportBatch.objects.get(pk=batch.pk).state == ImportState.READING
    shop.start("worker")
    wait_until_nothing_is_owed()
    batch = import_at_work(batch.pk)
    assert (batch.state, batch.report["up"], batch.report["unknown"]) == (ImportState.READY, GOODS, UNKNOWN)
    assert ImportRow.objects.filter(batch_id=batch.pk).count() == GOODS + UNKNOWN

    publish_import(batch=batch, by=SYSTEM, at=timezone.now())
    _kill_at_work(shop, tasks.publish_import.name)
    assert set(prices.values_list("unit_price", flat=True)) in ({100}, {200})
    shop.start("worker")
    wait_until_nothing_is_owed()
    assert set(prices.values_list("unit_price", flat=True)) == {200}
    version = PriceListVersion.objects.get(price_list=price_list)
    assert (version.report["up"], version.changes.count()) == (GOODS, GOODS)
    assert ImportBatch.objects.get(pk=batch.pk).state == ImportState.PUBLISHED


def _kill_at_work(shop: Shop, receiver: str) -> None:
    """Kills the worker with its children while it runs a delivery to this receiver."""
    running = Delivery.objects.filter(state=DeliveryState.RUNNING, receiver=receiver)

    def is_caught() -> bool:
        if not running.exists():
            return False
        shop.freeze("worker")
        if running.exists():
            return True
        shop.thaw("worker")
        return False

    wait_until(is_caught, seconds=60)
    shop.kill("worker")
