"""Months as bars: only SVG attributes, for the policy forbids inline style."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from b2b_portal.core.templatetags.ui import quantity_text
from orders.queries.spend import Month

HEIGHT, TALLEST, STEP, WIDTH = 132, 128, 100, 48
THOUSANDS_FROM = Decimal(100_000)  # a sum of six digits is read as thousands
GRID = (12, 42, 72, 102)


@dataclass(frozen=True)
class Bar:
    """One month: where its bar stands, what is written under it, and its row of the table."""

    x: int
    y: str
    height: str
    label: str
    value: str
    full_label: str
    orders: int
    gross: Decimal
    is_current: bool


@dataclass(frozen=True)
class SpendChart:
    """The bars, and the same in a sentence for who does not see them."""

    bars: tuple[Bar, ...]
    in_thousands: bool
    width: int
    height: int
    grid: tuple[int, ...]
    sentence: str


def spend_chart(months: Sequence[Month] | None) -> SpendChart | None:
    """The chart of the months, the current one last; None when there is nothing to draw."""
    most = max((month.gross for month in months or ()), default=Decimal(0))
    if not months or not most:
        return None
    in_thousands = most >= THOUSANDS_FROM
    bars = tuple(_bar(index, month, most, in_thousands, index == len(months) - 1) for index, month in enumerate(months))
    best, now = max(bars, key=lambda bar: bar.gross), bars[-1]
    sentence = _("%(now)s so far: %(value)s. The most in 12 months was %(most)s in %(best)s.") % {
        "now": now.full_label,
        "value": now.value,
        "most": best.value,
        "best": best.full_label,
    }
    return SpendChart(bars, in_thousands, STEP * len(bars), HEIGHT, GRID, sentence)


def _bar(index: int, month: Month, most: Decimal, in_thousands: bool, is_current: bool) -> Bar:
    height = float(month.gross / most) * TALLEST
    name = in_a_sentence(date_format(month.first_day, "F"))
    return Bar(
        x=index * STEP + (STEP - WIDTH) // 2,
        y=f"{HEIGHT - height:.2f}",
        height=f"{height:.2f}",
        label=name[:3],
        value=_whole(month.gross / 1000 if in_thousands else month.gross),
        full_label=f"{name} {month.first_day.year}",
        orders=month.orders,
        gross=month.gross,
        is_current=is_current,
    )


def in_a_sentence(name: str) -> str:
    """The name of a month or weekday inside a sentence: Russian writes it small, English does not."""
    return name.lower() if (get_language() or "ru").startswith("ru") else name


def _whole(value: Decimal) -> str:
    return quantity_text(int(value + Decimal("0.5")))
