"""Adds lines up to net, tax and gross, per VAT rate and in all; nothing is computed anew from a total."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from b2b_portal.core.money import NOTHING, Amounts, sum_amounts


@dataclass(frozen=True, slots=True)
class RateTotal:
    """What the lines of one VAT rate come to; None is "без НДС"."""

    tax_rate: Decimal | None
    amounts: Amounts


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of all lines, and of each rate: the highest rate first, "без НДС" last."""

    amounts: Amounts
    by_rate: tuple[RateTotal, ...]


def totals_of(lines: Iterable[tuple[Decimal | None, Amounts]]) -> Totals:
    """Sums (tax rate, amounts) of lines; those of no lines are zero, without rates."""
    by_rate: dict[Decimal | None, Amounts] = {}
    for tax_rate, amounts in lines:
        by_rate[tax_rate] = by_rate.get(tax_rate, NOTHING) + amounts
    rates = sorted(by_rate, key=lambda rate: Decimal(-1) if rate is None else rate, reverse=True)
    return Totals(sum_amounts(by_rate.values()), tuple(RateTotal(rate, by_rate[rate]) for rate in rates))
