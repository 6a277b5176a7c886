"""A shop of its own for the faults, started once; each test asks its database through Django and leaves it sound."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker, Settings

from b2b_portal.core.models import Delivery
from b2b_portal.embedded.folder import DataFolder
from b2b_portal.invariants import broken
from tests.faults.shop import Shop
from tests.faults.sink import Sink
from tests.shops import asked


@pytest.fixture(scope="package")
def sink() -> Iterator[Sink]:
    """The mail server."""
    sink = Sink()
    yield sink
    sink.close()


@pytest.fixture(scope="package")
def only_shop(sink: Sink, prepared: DataFolder) -> Iterator[Shop]:
    place = Path(tempfile.mkdtemp(prefix="b2b-faults-", dir="/tmp"))
    place.chmod(0o755)
    shop = Shop(place, sink.url)
    try:
        shop.open(prepared)
        yield shop
    finally:
        shop.close()
        shutil.rmtree(place)


@pytest.fixture
def shop(only_shop: Shop, sink: Sink, settings: Settings, django_db_blocker: DjangoDbBlocker) -> Iterator[Shop]:
    """Everything runs at the start. At the end nothing is owed any more, and what must be true is."""
    only_shop.repair()
    sink.open()
    settings.MEDIA_ROOT = only_shop.media
    with django_db_blocker.unblock(), asked(only_shop.folder):
        yield only_shop
        sink.open()
        only_shop.repair()
        wait_until_nothing_is_owed()
        assert broken() == {}


def wait_until_nothing_is_owed(seconds: float = 60) -> None:
    """Waits until every announced fact has reached all its receivers; says which has not."""
    owed = Delivery.objects.exclude(state="done")
    deadline = time.monotonic() + seconds
    while left := list(owed.values_list("receiver", "state", "attempts", "fence", "error")):
        assert time.monotonic() < deadline, left
        time.sleep(0.05)
