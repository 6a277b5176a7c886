"""A price over time as a line of steps, for an SVG: only attributes, for the policy forbids inline style."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

WIDTH, HEIGHT = 240, 48
TOP, BOTTOM = 4, 44


def step_line(steps: Sequence[tuple[datetime, Decimal]], at: datetime) -> str:
    """The path of steps in the order of time, each as long as its price held, the last one up to a moment."""
    moments, prices = [moment for moment, _price in steps], [price for _moment, price in steps]
    lowest, highest = min(prices), max(prices)
    places = [_x(moment, moments[0], at) for moment in moments[1:]] + [f"{WIDTH}"]
    heights = [_y(price, lowest, highest) for price in prices]
    return f"M0 {heights[0]}" + "".join(f"H{x}V{y}" for x, y in zip(places, [*heights[1:], heights[-1]], strict=True))


def _x(moment: datetime, first: datetime, last: datetime) -> str:
    whole = (last - first).total_seconds()
    return f"{WIDTH * (moment - first).total_seconds() / whole:.1f}" if whole > 0 else "0"


def _y(price: Decimal, lowest: Decimal, highest: Decimal) -> str:
    """The dearest on top; a price that never changed runs in the middle."""
    share = float((highest - price) / (highest - lowest)) if highest > lowest else 0.5
    return f"{TOP + share * (BOTTOM - TOP):.1f}"
