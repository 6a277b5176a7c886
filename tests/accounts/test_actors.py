"""Who an actor without a person is."""

import pytest

from accounts.actors import SYSTEM, Actor
from accounts.enums import Channel
from accounts.queries.staff import StaffOnly, require_staff


def test_a_stranger_on_the_web_is_not_the_system() -> None:
    stranger = Actor(channel=Channel.WEB)
    assert not stranger.is_system
    with pytest.raises(StaffOnly):
        require_staff(stranger)


def test_background_work_is_the_system() -> None:
    assert SYSTEM.is_system
    assert Actor(channel=Channel.COMMAND).is_system
