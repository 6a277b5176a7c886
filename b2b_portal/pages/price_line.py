"""What was paid for a unit over time, as a line of steps: only SVG attributes, for the policy forbids inline style."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from orders.queries.bought import Purchase

WIDTH, HEIGHT = 240, 48
TOP, BOTTOM = 4, 44


@dataclass(frozen=True)
class PriceLine:
    """A step per purchase, each as long as its price held; its ends and extremes for who does not see it."""

    path: str
    first: Purchase
    last: Purchase
    lowest: Decimal
    highest: Decimal
    width: int = WIDTH
    height: int = HEIGHT


def price_line(purchases: Sequence[Purchase], at: datetime) -> PriceLine | None:
    """The line of purchases in any order up to a moment; None for fewer than two: one price is no line."""
    steps = sorted(purchases, key=lambda one: one.placed_at)
    if len(steps) < 2:
        return None
    prices = [one.unit_gross for one in steps]
    lowest, highest = min(prices), max(prices)
    places = [_x(one.placed_at, steps[0].placed_at, at) for one in steps[1:]] + [f"{WIDTH}"]
    heights = [_y(price, lowest, highest) for price in prices]
    path = f"M0 {heights[0]}" + "".join(f"H{x}V{y}" for x, y in zip(places, [*heights[1:], heights[-1]], strict=True))
    return PriceLine(path, steps[0], steps[-1], lowest, highest)


def _x(moment: datetime, first: datetime, last: datetime) -> str:
    whole = (last - first).total_seconds()
    return f"{WIDTH * (moment - first).total_seconds() / whole:.1f}" if whole > 0 else "0"


def _y(price: Decimal, lowest: Decimal, highest: Decimal) -> str:
    """The dearest on top; a price that never changed runs in the middle."""
    share = float((highest - price) / (highest - lowest)) if highest > lowest else 0.5
    return f"{TOP + share * (BOTTOM - TOP):.1f}"
