"""Held, charged, paid, freed, lifted: every move of a credit account, and every refusal."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from accounts.actions.charge_credit import charge_credit
from accounts.actions.hold_credit import CreditOverdue, CreditShort, hold_credit
from accounts.actions.override_credit import (
    NotTheApprover,
    OverrunTooLarge,
    OverrunTooSmall,
    UntilPast,
    override_credit,
)
from accounts.actions.release_credit import release_credit
from accounts.actions.set_credit_limit import LimitTooLow, set_credit_limit
from accounts.actions.settle_credit import settle_credit
from accounts.actions.suspend_company import ReasonMissing
from accounts.actors import SYSTEM
from accounts.models import CreditAccount, CreditDebt, CreditEntry
from accounts.queries.credit import credit_entries, credit_of, runway
from accounts.queries.staff import StaffOnly
from tests.factories import make_company, make_contract
from tests.factories.accounts import give_credit, make_actor, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(db):
    return give_credit(make_company(), "1000")


def hold(contract, gross, now, holder=None):
    holder = holder or uuid4()
    hold_credit(contract=contract, holder=holder, gross=Decimal(gross), by=SYSTEM, at=now)
    return holder


def ship(contract, holder, due_on, now):
    facts = {"contract_id": contract.pk, "holder": holder, "source": holder}
    return charge_credit(**facts, due_on=date.fromisoformat(due_on), by=SYSTEM, at=now)


def owe(contract, gross, due_on, now):
    holder = hold(contract, gross, now)
    ship(contract, holder, due_on, now)
    return holder


def free(contract, holder, now, **more):
    return release_credit(contract_id=contract.pk, holder=holder, by=SYSTEM, at=now, **more)


def pay(contract, gross, now):
    return settle_credit(company=contract.company, gross=Decimal(gross), by=SYSTEM, at=now)


def lift(contract, now, gross="0", despite_overdue=False, until=None, reason="a big project", by=SYSTEM):
    facts = {"gross": Decimal(gross), "despite_overdue": despite_overdue, "reason": reason}
    return override_credit(contract=contract, until=until or now + timedelta(7), **facts, by=by, at=now)


def sums(contract):
    account = CreditAccount.objects.get(contract=contract)
    return account.held_gross, account.used_gross


def test_hold_credit_takes_the_last_rouble_and_nothing_above(contract, now):
    hold(contract, "400", now)
    with pytest.raises(CreditShort) as refusal:
        hold(contract, "600.01", now)
    assert refusal.value.facts["missing"] == Decimal("0.01")
    assert str(contract.company.account_manager) in str(refusal.value)
    hold(contract, "600", now)
    assert sums(contract) == (1000, 0)


def test_hold_credit_holds_once_per_order(contract, now):
    holder = hold(contract, "400", now)
    hold(contract, "400", now, holder)
    assert sums(contract) == (400, 0)


def test_hold_credit_opens_an_account_with_the_limit_of_the_terms(now):
    contract = make_contract(make_company(), is_default=False, credit_limit=Decimal("50"))
    hold(contract, "50", now)
    assert CreditEntry.objects.filter(kind="limit").values_list("limit_delta", flat=True).get() == 50


def test_hold_credit_refuses_beyond_the_grace_of_a_debt_and_not_before(contract, now):
    contract.grace_days = 3
    contract.save()
    owe(contract, "100", "2026-11-20", now)  # today is the 23rd
    hold(contract, "1", now)
    with pytest.raises(CreditOverdue) as refusal:
        hold(contract, "1", now + timedelta(1))
    assert refusal.value.facts["overdue"] == 100
    assert refusal.value.facts["due_on"] == date(2026, 11, 20)
    pay(contract, "100", now)
    hold(contract, "1", now + timedelta(1))


def test_release_credit_frees_what_is_held_once(contract, now):
    holder = hold(contract, "400", now)
    assert free(contract, holder, now) == 400
    assert free(contract, holder, now) == 0
    assert sums(contract) == (0, 0)


def test_release_credit_keeps_what_it_is_told(contract, now):
    holder = hold(contract, "400", now)
    assert free(contract, holder, now, keep=Decimal("150")) == 250
    assert free(contract, holder, now, keep=Decimal("150")) == 0
    assert sums(contract) == (150, 0)


def test_release_credit_of_a_contract_without_an_account_is_nothing(now):
    assert free(make_contract(make_company(), is_default=False), uuid4(), now) == 0


def test_charge_credit_makes_a_debt_once(contract, now):
    holder = hold(contract, "400", now)
    debt = ship(contract, holder, "2026-12-23", now)
    assert (debt.gross, debt.holder, debt.due_on) == (400, holder, date(2026, 12, 23))
    assert ship(contract, holder, "2026-12-23", now) is None
    assert free(contract, holder, now) == 0  # what was shipped stays owed
    assert sums(contract) == (0, 400)


def test_settle_credit_pays_what_is_due_first_over_all_contracts_and_returns_the_rest(contract, now):
    other = make_contract(contract.company, is_default=False, credit_limit=Decimal("500"))
    late = owe(contract, "300", "2026-12-20", now)
    first = owe(other, "200", "2026-12-01", now)
    assert pay(contract, "250", now) == 0
    assert dict(CreditDebt.objects.values_list("holder", "paid_gross")) == {first: 200, late: 50}
    assert pay(contract, "300", now) == 50
    assert sums(contract) == sums(other) == (0, 0)


def test_settle_credit_leaves_other_companies_alone(contract, now):
    stranger = give_credit(make_company(), "100")
    owe(stranger, "100", "2026-12-01", now)
    assert pay(contract, "70", now) == 70


def test_set_credit_limit_writes_terms_account_and_entry(contract, now):
    staff = make_staff()
    set_credit_limit(contract=contract, limit=Decimal("2500"), reason="grew", by=staff, at=now)
    contract.refresh_from_db()
    assert contract.credit_limit == CreditAccount.objects.get().limit_gross == 2500
    entry = CreditEntry.objects.latest("pk")
    assert (entry.limit_delta, entry.reason, entry.by_uid) == (1500, "grew", staff.user_uid)


def test_set_credit_limit_refuses_below_what_is_owed_buyers_and_silence(contract, now):
    hold(contract, "400", now)
    with pytest.raises(LimitTooLow):
        set_credit_limit(contract=contract, limit=Decimal("399.99"), reason="less", by=SYSTEM, at=now)
    with pytest.raises(ReasonMissing):
        set_credit_limit(contract=contract, limit=Decimal("500"), reason=" ", by=SYSTEM, at=now)
    with pytest.raises(StaffOnly):
        set_credit_limit(contract=contract, limit=Decimal("500"), reason="x", by=make_actor(), at=now)


def test_override_credit_lets_go_above_the_limit_until_its_moment(contract, now):
    contract.overrun_gross = Decimal("200")
    contract.save()
    lift(contract, now, "200")
    hold(contract, "1100", now)
    assert credit_of(contract, now).free_gross == 100
    later = now + timedelta(8)
    assert credit_of(contract, later).free_gross == 0
    with pytest.raises(CreditShort):
        hold(contract, "1", later)
    with pytest.raises(OverrunTooSmall):
        lift(contract, later, "99.99")
    lift(contract, later, "100")


def test_override_credit_allows_to_defer_in_spite_of_overdue_debts(contract, now):
    owe(contract, "100", "2026-11-01", now)
    lift(contract, now, despite_overdue=True)
    hold(contract, "1", now)
    with pytest.raises(CreditOverdue):
        hold(contract, "1", now + timedelta(8))


def test_override_credit_is_for_the_named_approver_with_a_reason_and_a_limit(contract, now):
    contract.overrun_gross = Decimal("200")
    contract.overrun_approver = make_staff().user
    contract.save()
    other = make_staff()
    with pytest.raises(NotTheApprover) as refusal:
        lift(contract, now, "10", by=other)
    assert str(contract.overrun_approver) in str(refusal.value)
    with pytest.raises(StaffOnly):
        lift(contract, now, "10", by=make_actor())
    with pytest.raises(OverrunTooLarge):
        lift(contract, now, "200.01")
    with pytest.raises(ReasonMissing):
        lift(contract, now, "10", reason="")
    with pytest.raises(UntilPast):
        lift(contract, now, "10", until=now)


def test_credit_of_counts_overdue_due_held_and_free(contract, now):
    owe(contract, "100", "2026-11-22", now)
    contract.grace_days = 30
    contract.save()
    owe(contract, "200", "2026-11-23", now)
    hold(contract, "300", now)
    credit = credit_of(contract, now)
    assert (credit.overdue_gross, credit.due_gross, credit.held_gross, credit.free_gross) == (100, 200, 300, 400)
    assert not credit.is_blocked


def test_runway_says_what_each_day_frees(contract, now):
    first = owe(contract, "100", "2026-11-25", now)
    second, third = owe(contract, "200", "2026-12-01", now), owe(contract, "50", "2026-12-01", now)
    days = runway(credit_of(contract, now))
    assert [(day.days_left, day.gross, day.free_after, day.holders) for day in days] == [
        (2, 100, 750, (first,)),
        (8, 250, 1000, (second, third)),
    ]


def test_credit_of_costs_the_same_for_one_debt_and_three(contract, now, django_assert_num_queries):
    for _ in range(3):
        owe(contract, "100", "2026-11-25", now)
        with django_assert_num_queries(2):
            credit_of(contract, now)


def test_credit_entries_are_the_companys_own_the_newest_first(contract, now):
    actor = make_actor(contract.company)
    hold(contract, "100", now)
    hold(contract, "200", now)
    entries, older = credit_entries(actor, contract)
    assert [entry.held_delta for entry in entries] == [200, 100, 0]
    assert older is None
    assert [entry.held_delta for entry in credit_entries(actor, contract, entries[0].pk)[0]] == [100, 0]
    assert credit_entries(make_actor(), contract)[0] == []


def test_the_database_itself_refuses_more_than_the_limit(contract):
    with pytest.raises(IntegrityError), transaction.atomic():
        CreditAccount.objects.update(held_gross=Decimal("1000.01"))
