"""A credit account as a bar of parts, and what falls due as bars of days: only SVG attributes, no inline style."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.queries.credit import Credit, RunwayDay
from b2b_portal.core.templatetags.ui import day_text, money_text

WIDTH = 1000
HEIGHT, TALLEST, STEP, BAR = 132, 128, 100, 48
MOST_BARS = 12


@dataclass(frozen=True)
class GaugePart:
    """One part of the bar; `tone` is its class, and that of its line in the legend."""

    tone: str
    label: str
    gross: Decimal
    x: str
    width: str


@dataclass(frozen=True)
class CreditGauge:
    """Overdue, due, held and free, one after the other, and the same in a sentence."""

    parts: tuple[GaugePart, ...]
    sentence: str


@dataclass(frozen=True)
class RunwayBar:
    """What falls due on one day."""

    x: int
    y: str
    height: str
    label: str
    value: str
    is_overdue: bool


def credit_gauge(credit: Credit) -> CreditGauge:
    """The parts of the limit and what is allowed above it; of what is owed, where more is owed than that."""
    sums = [
        ("bad", _("Overdue"), credit.overdue_gross),
        ("act", _("Owed, not due yet"), credit.due_gross),
        ("soft", _("Held for orders"), credit.held_gross),
        ("free", _("Free"), credit.free_gross),
    ]
    whole = sum((gross for _tone, _label, gross in sums), Decimal(0)) or Decimal(1)
    parts, before = [], Decimal(0)
    for tone, label, gross in sums:
        parts.append(GaugePart(tone, label, gross, _place(before, whole), _place(gross, whole)))
        before += gross
    said = ", ".join(f"{part.label.lower()} {money_text(part.gross)}" for part in parts)
    limit = money_text(credit.limit_gross + credit.overrun_gross)
    return CreditGauge(tuple(parts), _("Of the limit %(limit)s: %(parts)s") % {"limit": limit, "parts": said})


def runway_bars(days: Sequence[RunwayDay]) -> tuple[RunwayBar, ...]:
    """The first days on which something falls due."""
    shown = days[:MOST_BARS]
    most = max((day.gross for day in shown), default=Decimal(1))
    return tuple(_bar(index, day, most) for index, day in enumerate(shown))


def _bar(index: int, day: RunwayDay, most: Decimal) -> RunwayBar:
    height = float(day.gross / most) * TALLEST
    return RunwayBar(
        x=index * STEP + (STEP - BAR) // 2,
        y=f"{HEIGHT - height:.2f}",
        height=f"{height:.2f}",
        label=day_text(day.due_on, "short"),
        value=money_text(day.gross),
        is_overdue=day.is_overdue,
    )


def _place(gross: Decimal, whole: Decimal) -> str:
    return f"{float(gross / whole) * WIDTH:.2f}"
