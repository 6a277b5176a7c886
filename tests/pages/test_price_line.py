"""The line of what was paid, as SVG attributes."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from b2b_portal.pages.price_line import price_line
from orders.queries.bought import Purchase

START = datetime(2026, 1, 1, tzinfo=UTC)


def bought_on(day: int, price: str) -> Purchase:
    return Purchase(1, START + timedelta(days=day), "Person", 1, "pcs", Decimal(price))


def test_price_line_steps_when_the_price_was_paid_and_runs_to_today() -> None:
    line = price_line([bought_on(50, "110"), bought_on(0, "100"), bought_on(75, "90")], START + timedelta(days=100))
    assert line
    assert line.path == "M0 24.0H120.0V4.0H180.0V44.0H240V44.0"
    assert (line.first.unit_gross, line.last.unit_gross) == (Decimal(100), Decimal(90))
    assert (line.lowest, line.highest) == (Decimal(90), Decimal(110))


def test_price_line_of_one_price_runs_in_the_middle() -> None:
    line = price_line([bought_on(0, "100"), bought_on(50, "100")], START + timedelta(days=100))
    assert line
    assert line.path == "M0 24.0H120.0V24.0H240V24.0"


def test_price_line_of_two_purchases_at_one_moment_and_now() -> None:
    line = price_line([bought_on(0, "100"), bought_on(0, "90")], START)
    assert line
    assert line.path == "M0 4.0H0V44.0H240V44.0"


def test_price_line_needs_two_purchases() -> None:
    assert price_line([], START) is None
    assert price_line([bought_on(0, "100")], START) is None
