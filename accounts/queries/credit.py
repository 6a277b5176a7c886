"""What a contract's credit is at a moment: limit, held, used, overdue, free; and what falls due when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.credit import forbids_from, free_gross
from accounts.models import Contract, CreditAccount, CreditDebt, CreditEntry, User
from accounts.queries.terms import contract_terms
from accounts.terms import Terms
from b2b_portal.core.money import ZERO, exact_sum

SHOWN = 50


@dataclass(frozen=True)
class OpenDebt:
    """What is still to be paid for goods of an order, and by which day."""

    holder: UUID
    due_on: date
    gross: Decimal


@dataclass(frozen=True)
class Credit:
    """A contract's credit account at a moment; without an account all but the limit is nothing.

    `overrun_gross` is what counts now above the limit. `debts` are the open ones, the first due first.
    """

    terms: Terms
    limit_gross: Decimal
    overrun_gross: Decimal
    overrun_until: datetime | None
    overdue_is_allowed: bool
    held_gross: Decimal
    used_gross: Decimal
    debts: tuple[OpenDebt, ...]
    today: date

    @property
    def free_gross(self) -> Decimal:
        return free_gross(self.limit_gross, self.overrun_gross, self.held_gross, self.used_gross)

    @cached_property
    def overdue_gross(self) -> Decimal:
        return exact_sum(ZERO, *(debt.gross for debt in self.debts if debt.due_on < self.today))

    @property
    def due_gross(self) -> Decimal:
        """What is owed and not yet overdue."""
        return self.used_gross - self.overdue_gross

    @property
    def blocked_due_on(self) -> date | None:
        """The day by which the oldest debt had to be paid, if its grace is over."""
        oldest = self.debts[0].due_on if self.debts else None
        return oldest if oldest and forbids_from(oldest, self.terms.grace_days) <= self.today else None

    @property
    def is_blocked(self) -> bool:
        """Whether a debt past its grace forbids to defer anything new."""
        return self.blocked_due_on is not None and not self.overdue_is_allowed

    @property
    def has_terms(self) -> bool:
        """Whether there is anything to show: a deferral in the contract, a limit or a debt."""
        return bool(self.terms.prepayment_percent < 100 or self.limit_gross or self.used_gross)


@dataclass(frozen=True)
class RunwayDay:
    """What falls due on a day, and how much credit is free once it and all before it are paid."""

    due_on: date
    gross: Decimal
    holders: tuple[UUID, ...]
    days_left: int
    free_after: Decimal

    @property
    def is_overdue(self) -> bool:
        return self.days_left < 0


def shop_day(at: datetime) -> date:
    """The calendar day of the seller's zone: debts fall due by it, wherever the reader lives."""
    return timezone.localdate(at, timezone.get_default_timezone())


def credit_of(contract: Contract, at: datetime) -> Credit:
    """The contract's credit now. Two queries, one without an account."""
    return credit_at(contract, CreditAccount.objects.filter(contract=contract).first(), at)


def credit_at(contract: Contract, account: CreditAccount | None, at: datetime) -> Credit:
    """The credit of an account that was read, or locked, already. One query."""
    terms = contract_terms(contract)
    if account is None:
        return Credit(terms, terms.credit_limit, ZERO, None, False, ZERO, ZERO, (), shop_day(at))
    is_over = account.overrun_until is None or account.overrun_until <= at
    allowed = account.overdue_allowed_until
    return Credit(
        terms=terms,
        limit_gross=account.limit_gross,
        overrun_gross=ZERO if is_over else account.overrun_gross,
        overrun_until=None if is_over else account.overrun_until,
        overdue_is_allowed=allowed is not None and allowed > at,
        held_gross=account.held_gross,
        used_gross=account.used_gross,
        debts=tuple(_debts(account)),
        today=shop_day(at),
    )


def runway(credit: Credit) -> tuple[RunwayDay, ...]:
    """Day by day what falls due, the first first. No query."""
    days, paid = [], ZERO
    for due_on, due in groupby(credit.debts, key=lambda debt: debt.due_on):
        debts = list(due)
        gross = exact_sum(*(debt.gross for debt in debts))
        paid += gross
        free = free_gross(credit.limit_gross, credit.overrun_gross, credit.held_gross, credit.used_gross - paid)
        days.append(RunwayDay(due_on, gross, tuple(debt.holder for debt in debts), (due_on - credit.today).days, free))
    return tuple(days)


def credit_entries(actor: Actor, contract: Contract, before: int | None = None) -> tuple[list[CreditEntry], int | None]:
    """The newest entries of the actor's contract below an entry, and where the next page begins. One query."""
    accounts = CreditAccount.objects.visible_to(actor).filter(contract=contract)
    found = CreditEntry.objects.filter(account__in=accounts).order_by("-pk")
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: SHOWN + 1])
    return rows[:SHOWN], rows[SHOWN - 1].pk if len(rows) > SHOWN else None


def contracts_of(actor: Actor) -> list[Contract]:
    """The actor's company's contracts, the usual one first. One query, with what `credit_of` and `who_lifts` read."""
    assert actor.company
    found = Contract.objects.visible_to(actor).select_related("seller", "overrun_approver")
    contracts = list(found.order_by("-is_default", "-signed_on", "pk"))
    for contract in contracts:
        contract.company = actor.company
    return contracts


def lifter_of(contract: Contract) -> User | None:
    """Who of our people may lift the limit: whom the contract names, else the company's account manager."""
    if contract.overrun_approver:
        return contract.overrun_approver
    manager = contract.company.account_manager
    return manager.user if manager else None


def who_lifts(contract: Contract) -> str:
    """His name, for refusals."""
    lifter = lifter_of(contract)
    return str(lifter) if lifter else _("your account manager")


def _debts(account: CreditAccount) -> Iterable[OpenDebt]:
    debts = CreditDebt.objects.filter(account=account, paid_gross__lt=F("gross")).order_by("due_on", "pk")
    return (OpenDebt(debt.holder, debt.due_on, debt.gross - debt.paid_gross) for debt in debts)
