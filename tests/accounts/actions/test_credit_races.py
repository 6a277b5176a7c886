"""Credit against itself, on real connections; each race has a twin that shows the damage."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import F

from accounts.actions.charge_credit import charge_credit
from accounts.actions.hold_credit import CreditShort, hold_credit
from accounts.actions.move_credit import held_for
from accounts.actions.release_credit import release_credit
from accounts.actions.settle_credit import settle_credit
from accounts.actors import SYSTEM
from accounts.models import CreditAccount, CreditDebt
from tests.factories import make_company
from tests.factories.accounts import give_credit
from tests.races import meeting_point, race, rounds

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 20
DUE_ON = date(2026, 12, 23)


def holder_of(contract, gross, now):
    holder = uuid4()
    hold_credit(contract=contract, holder=holder, gross=Decimal(gross), by=SYSTEM, at=now)
    return holder


def test_two_orders_at_once_share_the_last_rouble_once(now):
    contract = give_credit(make_company(), str(TIMES))

    def order(_: int):
        return hold_credit(contract=contract, holder=uuid4(), gross=Decimal(2), by=SYSTEM, at=now)

    answers = rounds([order, order], TIMES)
    named = [type(answer).__name__ for answer in sum(answers, [])]
    assert named.count("NoneType") == TIMES // 2
    assert named.count(CreditShort.__name__) == TIMES * 2 - TIMES // 2
    assert CreditAccount.objects.get().held_gross == TIMES


@pytest.mark.unsound
def test_control_twin_reads_then_writes_and_spends_the_last_rouble_twice(now):
    """Without the lock both see the rouble free; the constraint, taken away here, would be the last to know."""
    contract = give_credit(make_company(), "1")
    with connection.cursor() as cursor:
        cursor.execute('ALTER TABLE accounts_creditaccount DROP CONSTRAINT "credit_account_within_limit"')
    both_have_looked = meeting_point(2)

    def naive():
        account = CreditAccount.objects.get(contract=contract)
        free = account.limit_gross - account.held_gross
        both_have_looked()
        if free >= 1:
            CreditAccount.objects.update(held_gross=F("held_gross") + 1)

    try:
        assert race([naive, naive]) == [None, None]
        assert CreditAccount.objects.get().held_gross == 2
    finally:
        CreditAccount.objects.update(held_gross=0)
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE accounts_creditaccount ADD CONSTRAINT credit_account_within_limit "
                "CHECK (limit_gross >= held_gross + used_gross - overrun_gross)"
            )


def test_release_credit_twice_at_once_frees_once(now):
    contract = give_credit(make_company(), "100")
    holders = [holder_of(contract, "5", now) for _ in range(TIMES)]

    def free(number: int):
        return release_credit(contract_id=contract.pk, holder=holders[number], by=SYSTEM, at=now)

    for answers in rounds([free, free], TIMES):
        assert sorted(answers) == [0, 5]
    assert CreditAccount.objects.get().held_gross == 0


@pytest.mark.unsound
def test_control_twin_frees_what_another_order_holds(now):
    contract = give_credit(make_company(), "100")
    holder, _other = holder_of(contract, "5", now), holder_of(contract, "5", now)
    both_have_looked = meeting_point(2)

    def naive():
        held = held_for(CreditAccount.objects.get(contract=contract), holder)
        both_have_looked()
        CreditAccount.objects.update(held_gross=F("held_gross") - held)

    assert race([naive, naive]) == [None, None]
    assert CreditAccount.objects.get().held_gross == 0  # and the other order is still under way


def test_payment_beside_shipment_loses_neither(now):
    contract = give_credit(make_company(), "1000")
    holders = [holder_of(contract, "10", now) for _ in range(TIMES)]

    def ship(number: int):
        facts = {"contract_id": contract.pk, "holder": holders[number], "source": holders[number]}
        return charge_credit(**facts, due_on=DUE_ON, by=SYSTEM, at=now)

    def pay(_: int):
        return settle_credit(company=contract.company, gross=Decimal(7), by=SYSTEM, at=now)

    answers = rounds([ship, pay], TIMES)
    assert all(isinstance(shipped, CreditDebt) for shipped, _left in answers)
    paid = sum(7 - left for _shipped, left in answers)
    account = CreditAccount.objects.get()
    assert (account.held_gross, account.used_gross) == (0, TIMES * 10 - paid)


@pytest.mark.unsound
def test_control_twin_loses_a_payment_beside_a_shipment(now):
    contract = give_credit(make_company(), "1000")
    CreditAccount.objects.update(used_gross=10)
    both_have_read = meeting_point(2)

    def naive(step: Decimal):
        def run():
            account = CreditAccount.objects.get(contract=contract)
            both_have_read()
            account.used_gross += step
            account.save(update_fields=["used_gross"])

        return run

    assert race([naive(Decimal(10)), naive(Decimal(-7))]) == [None, None]
    assert CreditAccount.objects.get().used_gross in (20, 3)  # 13 would be right
