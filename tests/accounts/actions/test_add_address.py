from datetime import datetime

import pytest

from accounts.actions.add_address import AddressKnown, add_address
from accounts.actors import Actor
from accounts.models import Address
from accounts.permissions import Role
from accounts.queries.access import NotAllowed
from accounts.queries.addresses import addresses_of
from tests.factories import make_actor
from tests.races import race

TEXT = "Москва, Складочная ул., 1"


def test_add_address_belongs_to_the_company(buyer: Actor, now: datetime) -> None:
    address = add_address(text=f"  {TEXT} ", hours="9–17", by=buyer, at=now)
    assert (address.text, address.hours) == (TEXT, "9–17")
    assert addresses_of(make_actor(buyer.company)) == [address]
    assert addresses_of(make_actor()) == []


def test_add_address_refuses_the_same_address_in_another_spelling(buyer: Actor, now: datetime) -> None:
    add_address(text=TEXT, by=buyer, at=now)
    with pytest.raises(AddressKnown, match="Складочная"):
        add_address(text="москва,  СКЛАДОЧНАЯ ул., 1", by=buyer, at=now)


def test_add_address_refuses_a_requester(buyer: Actor, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        add_address(text=TEXT, by=make_actor(buyer.company, Role.REQUESTER), at=now)


@pytest.mark.django_db(transaction=True)
def test_add_address_twice_at_once_adds_one(now: datetime) -> None:
    buyer = make_actor()
    answers = race([lambda: add_address(text=TEXT, by=buyer, at=now)] * 2)
    assert sum(isinstance(answer, AddressKnown) for answer in answers) == 1
    assert Address.objects.count() == 1
