"""Money that came: debts first, the rest stays to be seen, nothing counts twice."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from accounts.actions.charge_credit import charge_credit
from accounts.actions.hold_credit import hold_credit
from accounts.actors import SYSTEM
from accounts.models import CreditAccount, CreditEntry
from accounts.queries.staff import StaffOnly
from documents.actions.record_payment import PaidInFuture, record_payment
from documents.actions.spend_rest import spend_rest
from documents.models import Payment
from tests.factories import make_company
from tests.factories.accounts import give_credit, make_actor, make_staff
from tests.races import race

pytestmark = pytest.mark.django_db
PAID_ON = date(2026, 11, 20)


@pytest.fixture
def contract(db):
    return give_credit(make_company(), "1000")


def owe(contract, gross, now):
    holder = uuid4()
    hold_credit(contract=contract, holder=holder, gross=Decimal(gross), by=SYSTEM, at=now)
    facts = {"contract_id": contract.pk, "holder": holder, "source": holder, "due_on": now.date()}
    charge_credit(**facts, by=SYSTEM, at=now)


def record(contract, gross, now, number="17", paid_on=PAID_ON, by=SYSTEM):
    facts = {"company": contract.company, "number": number, "paid_on": paid_on, "gross": Decimal(gross)}
    return record_payment(**facts, by=by, at=now)


def used():
    return CreditAccount.objects.get().used_gross


def test_record_payment_pays_debts_and_names_itself_in_the_entries(contract, now):
    owe(contract, "300", now)
    assert record(contract, "200", now).left_gross == 0
    assert used() == 100
    assert CreditEntry.objects.get(kind="settled").reason == "17"


def test_record_payment_keeps_what_is_left_over(contract, now):
    owe(contract, "300", now)
    assert record(contract, "450", now).left_gross == 150
    assert used() == 0


def test_record_payment_of_a_company_without_credit_is_wholly_left(now):
    company = make_company()
    assert record(company.contracts.get(), "450", now).left_gross == 450


def test_record_payment_counts_the_same_payment_once(contract, now):
    owe(contract, "300", now)
    assert record(contract, "100", now) == record(contract, "100", now)
    assert used() == 200
    record(contract, "100", now, number="18")
    assert used() == 100


def test_record_payment_refuses_buyers_and_days_to_come(contract, now):
    with pytest.raises(StaffOnly):
        record(contract, "100", now, by=make_actor(contract.company))
    with pytest.raises(PaidInFuture):
        record(contract, "100", now, paid_on=now.date() + timedelta(1), by=make_staff())


def test_spend_rest_pays_what_came_later(contract, now):
    payment = record(contract, "450", now)
    owe(contract, "300", now)
    assert spend_rest(payment=payment, by=SYSTEM, at=now).left_gross == 150
    assert spend_rest(payment=payment, by=SYSTEM, at=now).left_gross == 150
    assert used() == 0


@pytest.mark.django_db(transaction=True)
def test_record_payment_twice_at_once_pays_once(contract, now):
    owe(contract, "300", now)
    first, second = race([lambda: record(contract, "100", now)] * 2)
    assert first == second
    assert Payment.objects.count() == 1
    assert used() == 200
