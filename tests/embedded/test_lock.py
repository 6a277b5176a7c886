import json
from pathlib import Path

import pytest

from b2b_portal.embedded.errors import Refused
from b2b_portal.embedded.lock import FolderLock, Guests, owned


def test_second_owner_is_refused_with_the_first_ones_name(place: Path) -> None:
    with owned(place, "./run up", url="http://127.0.0.1:8000"):
        with pytest.raises(Refused, match=r"Already running at http://127.0.0.1:8000: ./run up \(process \d+\)"):
            FolderLock(place).take("./run up")
        assert FolderLock(place).holder()["command"] == "./run up"
    assert FolderLock(place).holder() == {}


def test_lock_is_free_again_after_its_block(place: Path) -> None:
    for _ in range(2):
        with owned(place, "./run up"):
            assert json.loads((place / "lock").read_text())["command"] == "./run up"


def test_owner_is_alone_only_after_the_guests_have_left(place: Path) -> None:
    owner, guest = Guests(place), Guests(place)
    owner.enter()
    guest.enter()
    assert not owner.is_alone()
    guest.leave()
    assert owner.is_alone()
    owner.leave()
