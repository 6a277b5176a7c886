"""What delivery costs and when goods arrive."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal

from b2b_portal.core.calendar import add_working_days, is_working_day
from b2b_portal.core.money import ZERO


def delivery_price(price_gross: Decimal, free_from_gross: Decimal | None, goods_gross: Decimal) -> Decimal:
    """The price with VAT: nothing when the goods reach the sum from which delivery is free."""
    if free_from_gross is not None and goods_gross >= free_from_gross:
        return ZERO
    return price_gross


def left_to_free(price_gross: Decimal, free_from_gross: Decimal | None, goods_gross: Decimal) -> Decimal | None:
    """How much more makes delivery free; None where it is free already or never will be."""
    if free_from_gross is None or not price_gross or goods_gross >= free_from_gross:
        return None
    return free_from_gross - goods_gross


def arrival_day(at: datetime, cut_off: time | None, working_days: int, holidays: Mapping[date, bool]) -> date:
    """The day goods arrive that are ordered now: after the cut-off, or on a day off, they leave a working day later.

    `at` is in the shop's time zone, as `cut_off` is.
    """
    today = at.date()
    is_in_time = is_working_day(today, holidays) and (cut_off is None or at.time() < cut_off)
    leaves = today if is_in_time else add_working_days(today, 1, holidays)
    return add_working_days(leaves, working_days, holidays)


def promised_day(delivery: Mapping[str, str]) -> date | None:
    """The day of arrival among the facts of delivery that an order froze; None where none was agreed."""
    day = delivery.get("expected_on")
    return date.fromisoformat(day) if day else None
