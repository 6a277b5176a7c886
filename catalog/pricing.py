"""Prices a line from the row that SQL chose, and explains the price; knows no database.

The order of rounding is docs/pricing.md. In SQL, on numeric columns, the same figures are

    own        = round(unit_price * rate * (1 + coalesce(percent, 0) * 0.01), 4)
    unit_gross = CASE WHEN is_gross THEN own ELSE round(own * (1 + coalesce(tax_rate, 0)), 4) END
    unit_net   = CASE WHEN is_gross THEN round(own / (1 + coalesce(tax_rate, 0)), 4) ELSE own END

`own` is the price in the list's own sense, net or gross, in roubles. Write `percent * 0.01`, never `percent / 100`:
numeric products are exact, numeric quotients are rounded, and then the price would be rounded twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

from b2b_portal.core.money import (
    ONE,
    Amounts,
    exact_product,
    line_amounts,
    unit_gross_of,
    unit_net_of,
    unit_price4,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ROUBLE = "RUB"
PERCENT = "%"
_HUNDREDTH = Decimal("0.01")

_LIST_LABELS = {
    "base": _("Base price"),
    "tier": _("Price of your tier"),
    "contract": _("Contract price"),
    "promotion": _("Promotion price"),
}
_OTHER_LIST = _("List price")


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One row of a price list: what a unit costs from `quantity` on, in the list's currency, net or gross.

    `percent` is set where the list is computed from the one that holds the row: Decimal("-5") is five percent less.
    """

    list_code: str
    list_kind: str
    currency: str
    is_gross: bool
    quantity: Decimal | int
    unit_price: Decimal
    percent: Decimal | None = None


class Break(NamedTuple):
    """From this quantity on a unit costs so much with VAT."""

    quantity: Decimal | int
    unit_gross: Decimal


class NextBreak(NamedTuple):
    """So many more units, and each costs so much with VAT."""

    quantity_missing: Decimal | int
    unit_gross: Decimal


class Step(NamedTuple):
    """One line of "why this price": words, a figure (None where the words say all) and its unit ("RUB", "%" or "").

    `kind` is for programs: list, rate, percent, break, unit_net, tax, unit_gross, next_break, next_price.
    """

    kind: str
    label: "_StrPromise"
    value: Decimal | int | None
    unit: str


@dataclass(frozen=True, slots=True)
class PricedLine:
    """The price of one line in roubles: unit prices with four decimals, sums with two, all breaks, and why."""

    row: PriceRow
    unit_net: Decimal
    unit_gross: Decimal
    amounts: Amounts
    breaks: tuple[Break, ...]
    explanation: tuple[Step, ...]
    next_break: NextBreak | None


def chosen_break(rows: Iterable[PriceRow], quantity: Decimal | int) -> PriceRow | None:
    """The row of one list that a quantity reaches: the largest break not above it; None below the first."""
    reached = [row for row in rows if row.quantity <= quantity]
    return max(reached, key=lambda row: row.quantity, default=None)


def own_unit_price(row: PriceRow, rate: Decimal) -> Decimal:
    """The row's unit price in roubles, still net or gross as its list is, rounded once to four decimals.

    `rate` is roubles per unit of the currency. Raises ValueError for a rate of 0 or less, or -100 percent or less.
    """
    if rate <= 0:
        raise ValueError(f"exchange rate {rate} is not positive")
    if row.percent is None:
        return unit_price4(exact_product(row.unit_price, rate))
    if row.percent <= -100:
        raise ValueError(f"{row.percent} percent leaves no price")
    return unit_price4(exact_product(row.unit_price, rate, ONE + exact_product(row.percent, _HUNDREDTH)))


def price_line(
    chosen: PriceRow,
    *,
    quantity: Decimal | int,
    tax_rate: Decimal | None,
    rate: Decimal = ONE,
    breaks: Sequence[PriceRow] = (),
) -> PricedLine:
    """Prices a quantity by the chosen row and says why.

    `breaks` are rows of the same list for the same product, with or without the chosen one; `rate` is roubles per unit
    of the list's currency (1 for roubles). The sums come from the price in the list's own sense: a net list gives
    net = q(unit_net * quantity), a gross one gross = q(unit_gross * quantity).

    Raises ValueError if the chosen row starts above the quantity, or breaks are of another list.
    """
    if chosen.quantity > quantity:
        raise ValueError(f"the row starts at {chosen.quantity}, asked for {quantity}")
    if any((row.list_code, row.currency) != (chosen.list_code, chosen.currency) for row in breaks):
        raise ValueError("the breaks belong to another list")
    own = own_unit_price(chosen, rate)
    unit_gross = own if chosen.is_gross else unit_gross_of(own, tax_rate)
    unit_net = unit_net_of(own, tax_rate) if chosen.is_gross else own
    ladder = _ladder(chosen, breaks, rate, tax_rate)
    next_break = _next_break(ladder, quantity, unit_gross)
    return PricedLine(
        row=chosen,
        unit_net=unit_net,
        unit_gross=unit_gross,
        amounts=line_amounts(own, quantity, tax_rate, chosen.is_gross),
        breaks=ladder,
        explanation=(
            *_list_steps(chosen, rate),
            *_break_steps(chosen, ladder),
            *_tax_steps(chosen, unit_net, unit_gross, tax_rate),
            *_next_steps(next_break),
        ),
        next_break=next_break,
    )


def _ladder(chosen: PriceRow, breaks: Sequence[PriceRow], rate: Decimal, tax_rate: Decimal | None) -> tuple[Break, ...]:
    rows = {row.quantity: row for row in (*breaks, chosen)}
    return tuple(Break(quantity, _unit_gross(rows[quantity], rate, tax_rate)) for quantity in sorted(rows))


def _unit_gross(row: PriceRow, rate: Decimal, tax_rate: Decimal | None) -> Decimal:
    own = own_unit_price(row, rate)
    return own if row.is_gross else unit_gross_of(own, tax_rate)


def _next_break(ladder: Iterable[Break], quantity: Decimal | int, unit_gross: Decimal) -> NextBreak | None:
    """The first break above the quantity that is cheaper: nobody is told to buy more for the same price."""
    for step in ladder:
        if step.quantity > quantity and step.unit_gross < unit_gross:
            return NextBreak(step.quantity - quantity, step.unit_gross)
    return None


def _list_steps(row: PriceRow, rate: Decimal) -> Iterable[Step]:
    yield Step("list", _LIST_LABELS.get(row.list_kind, _OTHER_LIST), row.unit_price, row.currency)
    if row.currency != ROUBLE:
        yield Step("rate", _("Exchange rate"), rate, ROUBLE)
    if row.percent is not None:
        yield Step("percent", _("Change by your terms"), row.percent, PERCENT)


def _break_steps(row: PriceRow, ladder: Sequence[Break]) -> Iterable[Step]:
    if len(ladder) > 1:
        yield Step("break", _("Price from this quantity on"), row.quantity, "")


def _tax_steps(row: PriceRow, unit_net: Decimal, unit_gross: Decimal, tax_rate: Decimal | None) -> Iterable[Step]:
    if tax_rate is None:
        yield Step("tax", _("Without VAT"), None, "")
    elif row.is_gross:
        yield Step("tax", _("VAT included"), exact_product(tax_rate, Decimal(100)), PERCENT)
    else:
        yield Step("unit_net", _("Unit price without VAT"), unit_net, ROUBLE)
        yield Step("tax", _("VAT added"), exact_product(tax_rate, Decimal(100)), PERCENT)
    yield Step("unit_gross", _("Your unit price"), unit_gross, ROUBLE)


def _next_steps(next_break: NextBreak | None) -> Iterable[Step]:
    if next_break is not None:
        yield Step("next_break", _("More to the next price"), next_break.quantity_missing, "")
        yield Step("next_price", _("Next price"), next_break.unit_gross, ROUBLE)
