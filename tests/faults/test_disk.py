"""The disk of the documents is full: they are made when there is room, and nobody ever gets half of one."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import reverse

from b2b_portal.core.enums import DeliveryState
from b2b_portal.core.models import Delivery
from documents import tasks
from documents.enums import DocumentState
from documents.models import Document
from tests.factories import make_actor
from tests.factories.orders import place_one
from tests.faults.conftest import wait_until_nothing_is_owed
from tests.faults.shop import Shop
from tests.faults.visitor import Visitor
from tests.waiting import wait_until

ROOM_FOR_HALF = 4096


@pytest.fixture
def ballast(shop: Shop) -> Iterator[Path]:
    """A file that may fill the disk of the documents; gone at the end."""
    if not shop.media.is_mount():
        pytest.skip("only root can give the documents a disk of their own")
    path = shop.media / "ballast"
    yield path
    path.unlink(missing_ok=True)


def fill(ballast: Path) -> None:
    """Leaves less room than a document takes."""
    ballast.write_bytes(b"\0" * (shutil.disk_usage(ballast.parent).free - ROOM_FOR_HALF))


@pytest.mark.slow
def test_a_full_disk_delays_documents_and_breaks_nothing(shop: Shop, ballast: Path) -> None:
    buyer = make_actor()
    visitor = Visitor.signed_in(shop.port, buyer)
    fill(ballast)
    before = _files(shop)

    order = place_one(buyer)
    waiting = Delivery.objects.filter(receiver=tasks.render.name, error__contains="No space left on device")
    wait_until(waiting.filter(state=DeliveryState.WAITING, fence__gt=3).exists)
    paper = Document.objects.get(order=order)
    assert (paper.state, paper.file) == (DocumentState.RENDERING, None)
    assert _files(shop) == before
    assert "pdf" not in visitor.get(reverse("documents:document", args=[paper.uid])).headers["content-type"]
    assert visitor.get(reverse("order", args=[order.number])).status == 200
    place_one(buyer)

    ballast.unlink()
    wait_until_nothing_is_owed()
    paper = Document.objects.get(order=order)
    answer = visitor.get(reverse("documents:document", args=[paper.uid]))
    assert answer.status == 200
    assert hashlib.sha256(answer.body).hexdigest() == paper.file.sha256
    assert list(waiting.values_list("state", flat=True)) == []
    assert not [path for path in shop.media.rglob("*") if path.name.startswith(".new-")]


def _files(shop: Shop) -> set[str]:
    return {str(path) for path in shop.media.rglob("*") if path.is_file()}
