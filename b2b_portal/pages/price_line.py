"""What was paid for a unit over time, as a line of steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from b2b_portal.core.step_line import HEIGHT, WIDTH, step_line
from orders.queries.bought import Purchase


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
    path = step_line([(one.placed_at, one.unit_gross) for one in steps], at)
    return PriceLine(path, steps[0], steps[-1], min(prices), max(prices))
