from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.actions.add_power import PowerEnded, PowerKnown, add_power
from accounts.actions.revoke_power import revoke_power
from accounts.actors import Actor
from accounts.models import PowerOfAttorney
from accounts.permissions import Role
from accounts.queries.access import NotAllowed
from accounts.queries.powers import powers_good_on, powers_of
from tests.factories import make_actor
from tests.factories.accounts import make_power
from tests.races import race

ISSUED = date(2026, 11, 20)


def test_add_power_belongs_to_the_company(buyer: Actor, now: datetime) -> None:
    power = add_power(number=" 27 ", holder="Гусев Н. В.", issued_on=now.date(), by=buyer, at=now)
    assert power.number == "27"
    assert (power.valid_until_on - power.issued_on).days in (365, 366)
    assert powers_of(make_actor(buyer.company)) == [power]
    assert powers_of(make_actor()) == []


def test_add_power_refuses_what_is_over_and_what_is_known(buyer: Actor, now: datetime) -> None:
    day = now.date()
    for issued_on, until in ((day - timedelta(days=9), day - timedelta(days=1)), (day + timedelta(days=9), day)):
        with pytest.raises(PowerEnded):
            add_power(number="1", holder="N", issued_on=issued_on, valid_until_on=until, by=buyer, at=now)
    add_power(number="а-1", holder="N", issued_on=day, valid_until_on=day, by=buyer, at=now)
    with pytest.raises(PowerKnown, match="А-1"):
        add_power(number="А-1", holder="M", issued_on=day, by=buyer, at=now)


def test_add_power_refuses_a_requester(buyer: Actor, now: datetime) -> None:
    requester = make_actor(buyer.company, Role.REQUESTER)
    with pytest.raises(NotAllowed):
        add_power(number="1", holder="N", issued_on=now.date(), by=requester, at=now)
    with pytest.raises(NotAllowed):
        revoke_power(power=make_power(buyer.company), by=requester, at=now)


def test_revoked_is_good_no_more_and_its_number_is_free(buyer: Actor, now: datetime) -> None:
    power = make_power(buyer.company)
    assert powers_good_on(buyer, power.valid_until_on) == [power]
    assert powers_good_on(buyer, power.valid_until_on + timedelta(days=1)) == []
    for _time in range(2):
        revoke_power(power=power, by=buyer, at=now)
    assert powers_good_on(buyer, power.valid_until_on) == []
    add_power(number=power.number, holder="N", issued_on=now.date(), by=buyer, at=now)


def test_the_database_refuses_a_power_that_ends_before_it_was_issued(buyer: Actor) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_power(buyer.company, issued_on=ISSUED, valid_until_on=ISSUED - timedelta(days=1))


@pytest.mark.django_db(transaction=True)
def test_add_power_twice_at_once_adds_one(now: datetime) -> None:
    buyer = make_actor()
    facts = {"number": "1", "holder": "N", "issued_on": now.date()}
    answers = race([lambda: add_power(**facts, by=buyer, at=now)] * 2)
    assert sum(isinstance(answer, PowerKnown) for answer in answers) == 1
    assert PowerOfAttorney.objects.count() == 1
