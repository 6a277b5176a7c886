"""Announcements: one row per receiver, in the transaction that made the fact."""

import uuid

import pytest
from django.db import transaction

from b2b_portal.core.enums import DeliveryState
from b2b_portal.core.events import Event, announce, owe_again, receiver_of, unannounced
from b2b_portal.core.models import Delivery
from tests.core.receivers import mourn, registered, thing_happened, work


@pytest.mark.django_db
def test_announce_writes_one_delivery_per_receiver():
    with registered(lambda **_: None):
        announce(thing_happened, number=7)

    delivery = Delivery.objects.get()
    assert (delivery.event, delivery.receiver) == ("tests.thing_happened", "tests.work")
    assert (delivery.payload, delivery.state, delivery.attempts) == ({"number": 7}, DeliveryState.WAITING, 0)


@pytest.mark.django_db
def test_announce_to_nobody_writes_nothing():
    announce(Event("tests.nobody_cares"), number=7)
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_announce_refuses_to_part_from_its_transaction():
    with registered(lambda **_: None), pytest.raises(RuntimeError, match="outside the transaction"):
        announce(thing_happened, number=7)
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_announce_is_undone_with_its_transaction():
    with registered(lambda **_: None), transaction.atomic():
        announce(thing_happened, number=7)
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_announce_takes_only_what_json_knows():
    with registered(lambda **_: None), pytest.raises(TypeError), transaction.atomic():
        announce(thing_happened, uid=uuid.uuid4())


@pytest.mark.django_db
def test_unannounced_owes_nothing_until_it_ends_even_by_an_error():
    with registered(lambda **_: None):
        with unannounced():
            announce(thing_happened, number=7)
        with pytest.raises(LookupError), unannounced():
            raise LookupError
        announce(thing_happened, number=8)

    assert Delivery.objects.get().payload == {"number": 8}


@pytest.mark.django_db(transaction=True)
def test_unannounced_is_one_transaction():
    def write_and_fail():
        Delivery.objects.create(event="tests.lost", receiver="tests.work")
        raise LookupError

    with pytest.raises(LookupError), unannounced():
        write_and_fail()
    assert not Delivery.objects.exists()


def test_receiver_of_is_none_when_the_code_is_gone():
    assert receiver_of("tests.thing_happened", "tests.work") is None


@pytest.mark.django_db
@pytest.mark.parametrize("state", DeliveryState.values)
def test_owe_again_writes_only_when_nothing_is_owed(state):
    Delivery.objects.create(event=thing_happened.name, receiver=work.name, payload={"number": 7}, state=state)

    assert owe_again(thing_happened, work, number=7) is (state == DeliveryState.DONE)
    assert owe_again(thing_happened, work, number=8) is True
    assert owe_again(thing_happened, mourn, number=7) is True
    assert owe_again(thing_happened, mourn, number=7) is False
