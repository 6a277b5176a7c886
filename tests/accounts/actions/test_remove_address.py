from datetime import datetime

import pytest

from accounts.actions.add_address import add_address
from accounts.actions.remove_address import remove_address
from accounts.actors import Actor
from accounts.permissions import Role
from accounts.queries.access import NotAllowed
from accounts.queries.addresses import address_of, addresses_of
from tests.factories import make_actor

TEXT = "Москва, Складочная ул., 1"


def test_remove_address_offers_it_no_more_and_twice_is_once(buyer: Actor, now: datetime) -> None:
    address = add_address(text=TEXT, by=buyer, at=now)
    for _ in range(2):
        remove_address(address=address, by=buyer, at=now)
    assert addresses_of(buyer) == []
    assert address_of(buyer, address.uid) is None
    assert add_address(text=TEXT, by=buyer, at=now).pk != address.pk


def test_remove_address_refuses_a_viewer_and_a_stranger(buyer: Actor, now: datetime) -> None:
    address = add_address(text=TEXT, by=buyer, at=now)
    for actor in (make_actor(buyer.company, Role.VIEWER), make_actor()):
        with pytest.raises(NotAllowed):
            remove_address(address=address, by=actor, at=now)
    assert addresses_of(buyer) == [address]


def test_remove_address_is_written_down_with_who_did_it(buyer: Actor, now: datetime) -> None:
    address = add_address(text=TEXT, by=buyer, at=now)
    remove_address(address=address, by=buyer, at=now)
    events = list(address.events.order_by("pgh_id"))
    assert [event.is_active for event in events] == [True, False]
    assert {event.pgh_context.metadata["user"] for event in events} == {str(buyer.user_uid)}
