"""The budgets of a company as its people see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.queries.access import can
from accounts.queries.people import department_of
from b2b_portal.core.working_days import moved_days
from orders.budgets import will_end_on
from orders.models import Budget, BudgetEntry, Order
from orders.models.budget import BudgetQuerySet
from orders.queries.budget_balances import Balance, balances_on, shop_day

PAGE = 30


@dataclass(frozen=True)
class BudgetRow:
    """A budget now, and the day on which it ends if it is used on like this; None if it lasts."""

    balance: Balance
    ends_on: date | None
    pace: Decimal

    @property
    def budget(self) -> Budget:
        return self.balance.budget

    @property
    def tone(self) -> str:
        """How its bar is coloured."""
        if self.balance.left <= 0:
            return "bad"
        return "warn" if self.balance.is_warned else ""


@dataclass(frozen=True)
class EntryRow:
    """One move of a budget, and the number of the order that moved it."""

    entry: BudgetEntry
    number: int | None


@dataclass(frozen=True)
class EntriesPage:
    """The newest entries before a place, and where the next page begins (None at the end)."""

    entries: tuple[EntryRow, ...]
    older: int | None


def budgets_seen(actor: Actor) -> BudgetQuerySet:
    """The budgets that the actor may see: all of his company for who sees its money, else those of his department.

    One query more for the department.
    """
    budgets: BudgetQuerySet = Budget.objects.visible_to(actor).select_related("department", "cost_centre", "category")
    if actor.company is None or actor.user is None:
        return budgets.none()
    if can(actor, Permission.VIEW_MONEY, actor.company):
        return budgets
    department = department_of(actor.company, actor.user)
    return budgets.filter(department=department) if department else budgets.none()


def budget_seen(actor: Actor, uid: UUID) -> Budget | None:
    """One of them. One query."""
    return budgets_seen(actor).filter(uid=uid).first()


def budget_rows(actor: Actor, at: datetime) -> tuple[BudgetRow, ...]:
    """Those valid today, the fullest first. Three queries, one without budgets."""
    today = shop_day(at)
    balances = balances_on(budgets_seen(actor).valid_on(today), today)
    holidays = _holidays(at) if balances else {}
    rows = (budget_row(one, today, holidays) for one in balances)
    return tuple(sorted(rows, key=lambda row: (-row.balance.percent, row.budget.name)))


def resting_budgets(actor: Actor, at: datetime) -> list[Budget]:
    """Those that are over or have not begun. One query."""
    today = shop_day(at)
    valid = Budget.objects.visible_to(actor).valid_on(today)
    return list(budgets_seen(actor).exclude(pk__in=valid.values("pk")))


def budget_row_now(budget: Budget, at: datetime) -> BudgetRow:
    """The budget today, even if it is over. Two queries."""
    today = shop_day(at)
    return budget_row(balances_on([budget], today)[0], today, _holidays(at))


def budget_row(balance: Balance, today: date, holidays: Mapping[date, bool]) -> BudgetRow:
    """The balance with its end and how much of its period is over, of a hundred."""
    period = balance.period
    whole = (period.next_on - period.starts_on).days
    pace = Decimal(100 * ((today - period.starts_on).days + 1)) / whole
    return BudgetRow(balance, will_end_on(period, today, balance.allotted, balance.used, holidays), pace)


def budget_entries(actor: Actor, budget: Budget, before: int | None = None) -> EntriesPage:
    """What moved the budget, the newest first, PAGE a page, by index however many there are. Two queries."""
    found = BudgetEntry.objects.filter(period__budget=budget).select_related("period")
    if before is not None:
        found = found.filter(pk__lt=before)
    entries = list(found.order_by("-pk")[: PAGE + 1])
    shown = entries[:PAGE]
    orders = Order.objects.visible_to(actor).filter(uid__in={entry.holder for entry in shown})
    numbers = dict(orders.values_list("uid", "number")) if shown else {}
    rows = tuple(EntryRow(entry, numbers.get(entry.holder)) for entry in shown)
    return EntriesPage(rows, shown[-1].pk if len(entries) > PAGE else None)


def _holidays(at: datetime) -> Mapping[date, bool]:
    """Moved days since the year began: no period is longer."""
    return moved_days(at.replace(month=1, day=1))
