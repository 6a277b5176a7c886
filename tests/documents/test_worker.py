"""The whole road with a real dispatcher, a real worker and a broker that is away when the order is placed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction

from b2b_portal.core.events import owe_again
from b2b_portal.core.models import Delivery, Mail
from documents import tasks
from documents.enums import DocumentState
from documents.models import Document
from orders.events import order_placed
from tests.core.brokers import own_broker
from tests.factories.orders import make_order
from tests.waiting import wait_until


def environment(broker_url: str) -> dict[str, str]:
    """What the shop's processes need to work on the database and in the folders of this test."""
    address = urlsplit(django_settings.DATABASE_URLS["owner"])
    database = urlunsplit(address._replace(path=f"/{connection.settings_dict['NAME']}"))
    keys = ("DATABASE_URL", "DATABASE_WORKER_URL", "DATABASE_OWNER_URL")
    folder = Path(django_settings.MEDIA_ROOT).parent
    return {**os.environ, **dict.fromkeys(keys, database), "REDIS_URL": broker_url, "DATA_DIR": str(folder)}


@contextmanager
def running(environment: dict[str, str], *arguments: str) -> Iterator[None]:
    """One of the shop's processes, asked to end with the block."""
    with subprocess.Popen([sys.executable, *arguments], env=environment, cwd=django_settings.BASE_DIR) as process:
        try:
            yield
            assert process.poll() is None, f"{arguments} ended by itself"
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_order_placed_while_the_broker_is_away_gets_its_invoice_and_mail_when_it_is_back():
    worker = ["-m", "celery", "-A", "b2b_portal", "worker", "-Q", "default,mail,pdf", "--concurrency", "1"]
    with own_broker() as broker:
        shop = environment(broker.url)
        Path(shop["DATA_DIR"]).mkdir(parents=True, exist_ok=True)
        with running(shop, "manage.py", "dispatch", "--every", "0.1"), running(shop, *worker):
            broker.stop()
            order = make_order()
            with transaction.atomic():
                owe_again(order_placed, tasks.issue_invoice, order_id=order.pk)
            wait_until(Delivery.objects.filter(fence__gte=1, state="waiting").exists, seconds=60)
            assert not Document.objects.exists()

            broker.start()
            wait_until(Mail.objects.filter(state="sent").exists, seconds=90)

    document = Document.objects.get(order=order)
    assert (document.number, document.state) == (1, DocumentState.READY)
    assert Mail.objects.get().to == order.placed_by.email
    assert len(list((Path(shop["DATA_DIR"]) / "mail").glob("*.eml"))) == 1
    wait_until(lambda: not Delivery.objects.exclude(state="done").exists())
    assert list(Delivery.objects.order_by("pk").values_list("attempts", flat=True)) == [1, 1, 1, 1]
