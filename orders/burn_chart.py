"""A budget that melts away as bars: only SVG attributes, for the policy forbids inline style."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from b2b_portal.core.templatetags.ui import day_text, quantity_text

HEIGHT, TALLEST, STEP, WIDTH = 132, 128, 100, 48
THOUSANDS_FROM = Decimal(100_000)  # a sum of six digits is read as thousands
GRID = (12, 42, 72, 102)


@dataclass(frozen=True)
class BurnBar:
    """One step: where its bar stands and what is written under it."""

    x: int
    y: str
    height: str
    label: str
    value: str
    full_label: str
    is_current: bool


@dataclass(frozen=True)
class BurnChart:
    """The bars; an empty one stands for what is still to come."""

    bars: tuple[BurnBar, ...]
    in_thousands: bool
    width: int
    height: int = HEIGHT
    bar_width: int = WIDTH
    grid: tuple[int, ...] = GRID


def burn_chart(steps: Sequence[tuple[date, Decimal | None, bool]], allotted: Decimal) -> BurnChart | None:
    """The chart of (last day, what was left, is it now); None when there is nothing to draw."""
    most = max([allotted, *(left for _day, left, _now in steps if left)])
    if most <= 0:
        return None
    in_thousands = most >= THOUSANDS_FROM
    bars = tuple(_bar(at, *step, most, in_thousands) for at, step in enumerate(steps))
    return BurnChart(bars, in_thousands, STEP * len(bars))


def _bar(at: int, day: date, left: Decimal | None, is_current: bool, most: Decimal, in_thousands: bool) -> BurnBar:
    height = float(max(Decimal(0), left or Decimal(0)) / most) * TALLEST
    return BurnBar(
        x=at * STEP + (STEP - WIDTH) // 2,
        y=f"{HEIGHT - height:.2f}",
        height=f"{height:.2f}",
        label=day_text(day, "short"),
        value="" if left is None else quantity_text(round(left / 1000 if in_thousands else left)),
        full_label=day_text(day),
        is_current=is_current,
    )
