"""Prices a line by the rows of the list that serves it, and explains the price; knows no database.

The order of rounding is docs/pricing.md; queries/chosen_price.py says the same in SQL. `own` is the unit price in the
list's own sense, net or gross, in roubles.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from b2b_portal.core.money import (
    ONE,
    UNIT_STEP,
    Amounts,
    exact_product,
    exact_sum,
    line_amounts,
    to_step,
    unit_gross_of,
    unit_net_of,
    unit_price4,
)

ROUBLE = "RUB"
PERCENT = "%"
FLOOR = "floor"  # kind of a step that not everybody of staff may see
_HUNDREDTH = Decimal("0.01")
_NOTHING = Decimal(0)

_LIST_LABELS = {
    "base": _("Price of your tier"),
    "contract": _("Contract price"),
    "promotion": _("Promotion price"),
}
_OTHER_LIST = _("List price")
_SOURCE = _("Base price")
_SCOPE_LABELS = {
    "": _("Change by your terms"),
    "brand": _("Your terms for the brand"),
    "category": _("Your terms for the section"),
    "brand_category": _("Your terms for the brand in this section"),
}


class Rule(NamedTuple):
    """What a computed list adds for a brand, for a section with all below it, or for a brand in a section (ids)."""

    brand: int | None
    category: int | None
    percent: Decimal
    amount: Decimal

    @property
    def scope(self) -> str:
        """A key of the labels above."""
        return "_".join(name for name in ("brand", "category") if getattr(self, name) is not None)


@dataclass(frozen=True, slots=True)
class Formula:
    """How a computed list makes its price: percent, then roubles, then rounding to a step, and not below the floor.

    `scope` says for what the percent and the sum are meant: "" for everything, else Rule.scope. `step` None: four
    decimals. `floor` is in roubles, in the list's sense.
    """

    percent: Decimal = _NOTHING
    amount: Decimal = _NOTHING
    scope: str = ""
    step: Decimal | None = None
    rounding: str = "nearest"
    floor: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One row of a price list: what a unit costs from `quantity` on, in the list's currency, net or gross.

    `formula` is set where the list is computed from the one that holds the row.
    """

    list_code: str
    list_kind: str
    currency: str
    is_gross: bool
    quantity: Decimal | int
    unit_price: Decimal
    formula: Formula | None = None


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

    `kind` is for programs: list, base (the row that a computed list starts from), rate, percent, amount, rounding,
    floor, break, unit_net, tax, unit_gross, next_break, next_price.
    """

    kind: str
    label: str | Promise
    value: Decimal | int | None
    unit: str


@dataclass(frozen=True, slots=True)
class PricedLine:
    """The price of one line in roubles: unit prices with four decimals, sums with two, all breaks, and why."""

    row: PriceRow
    rate: Decimal
    tax_rate: Decimal | None
    unit_net: Decimal
    unit_gross: Decimal
    amounts: Amounts
    breaks: tuple[Break, ...]
    next_break: NextBreak | None

    @property
    def explanation(self) -> tuple[Step, ...]:
        """Why the price is what it is, in the order in which it is computed."""
        return (
            *_list_steps(self.row, self.rate),
            *_formula_steps(self.row, self.rate),
            *_break_steps(self),
            *_tax_steps(self),
            *_next_steps(self.next_break),
        )


def best_rule(rules: Iterable[Rule], brand: int, lineage: Sequence[int]) -> Rule | None:
    """The rule that fits a product best: brand and section, the brand, the deeper section, the higher one; or None.

    `lineage` are the ids of the product's section and of all above it, the root first.
    """
    fitting = [
        rule
        for rule in rules
        if (rule.brand is None or rule.brand == brand) and (rule.category is None or rule.category in lineage)
    ]
    return max(fitting, key=lambda rule: _closeness(rule, lineage), default=None)


def own_unit_price(row: PriceRow, rate: Decimal) -> Decimal | None:
    """The row's unit price in roubles with four decimals, net or gross as its list is; None where none is left.

    A price of 0 or less is no price: the product is sold on request, and a floor does not change that. `rate` is
    roubles per unit of the currency. Raises ValueError for a rate of 0 or less, or -100 percent or less.
    """
    own = _rounded(_exact(row, rate), row.formula)
    if own <= 0:
        return None
    floor = row.formula.floor if row.formula else None
    return own if floor is None else max(own, unit_price4(floor))


def price_line(
    rows: Sequence[PriceRow], *, quantity: Decimal | int, tax_rate: Decimal | None, rate: Decimal = ONE
) -> PricedLine | None:
    """Prices a quantity by one list's rows for a product; None where no row with a price starts so low.

    Of the rows with a price the largest quantity not above the asked one counts. `rate` is roubles per unit of the
    list's currency (1 for roubles). The sums come from the price in the list's own sense: a net list gives
    net = q(unit_net * quantity), a gross one gross = q(unit_gross * quantity). Raises ValueError for rows of two lists.
    """
    if len({(row.list_code, row.currency) for row in rows}) > 1:
        raise ValueError("the rows belong to different lists")
    priced = sorted(_priced(rows, rate), key=_quantity_of)
    reached = [one for one in priced if one[0].quantity <= quantity]
    if not reached:
        return None
    chosen, own = reached[-1]
    ladder = tuple(Break(row.quantity, _unit_gross(row, price, tax_rate)) for row, price in priced)
    unit_gross = ladder[len(reached) - 1].unit_gross
    return PricedLine(
        row=chosen,
        rate=rate,
        tax_rate=tax_rate,
        unit_net=unit_net_of(own, tax_rate) if chosen.is_gross else own,
        unit_gross=unit_gross,
        amounts=line_amounts(own, quantity, tax_rate, chosen.is_gross),
        breaks=ladder,
        next_break=_next_break(ladder[len(reached) :], quantity, unit_gross),
    )


def _closeness(rule: Rule, lineage: Sequence[int]) -> tuple[bool, int]:
    """Larger for the rule that fits better."""
    return rule.brand is not None, lineage.index(rule.category) + 1 if rule.category is not None else 0


def _exact(row: PriceRow, rate: Decimal) -> Decimal:
    """The price before rounding."""
    if rate <= 0:
        raise ValueError(f"exchange rate {rate} is not positive")
    if row.formula is None:
        return exact_product(row.unit_price, rate)
    if row.formula.percent <= -100:
        raise ValueError(f"{row.formula.percent} percent leaves no price")
    factor = ONE + exact_product(row.formula.percent, _HUNDREDTH)
    return exact_sum(exact_product(row.unit_price, rate, factor), row.formula.amount)


def _rounded(exact: Decimal, formula: Formula | None) -> Decimal:
    if formula is None or formula.step is None:
        return unit_price4(exact)
    return to_step(exact, formula.step, formula.rounding)


def _priced(rows: Iterable[PriceRow], rate: Decimal) -> Iterator[tuple[PriceRow, Decimal]]:
    for row in rows:
        own = own_unit_price(row, rate)
        if own is not None:
            yield row, own


def _quantity_of(priced: tuple[PriceRow, Decimal]) -> Decimal | int:
    return priced[0].quantity


def _unit_gross(row: PriceRow, own: Decimal, tax_rate: Decimal | None) -> Decimal:
    return own if row.is_gross else unit_gross_of(own, tax_rate)


def _next_break(above: Iterable[Break], quantity: Decimal | int, unit_gross: Decimal) -> NextBreak | None:
    """The first break above the quantity that is cheaper: nobody is told to buy more for the same price."""
    for step in above:
        if step.unit_gross < unit_gross:
            return NextBreak(step.quantity - quantity, step.unit_gross)
    return None


def _list_steps(row: PriceRow, rate: Decimal) -> Iterator[Step]:
    label = _LIST_LABELS.get(row.list_kind, _OTHER_LIST)
    if row.formula is None:
        yield Step("list", label, row.unit_price, row.currency)
    else:
        yield Step("list", label, None, "")
        yield Step("base", _SOURCE, row.unit_price, row.currency)
    if row.currency != ROUBLE:
        yield Step("rate", _("Exchange rate"), rate, ROUBLE)


def _formula_steps(row: PriceRow, rate: Decimal) -> Iterator[Step]:
    """What the list adds, and only the roundings and floors that moved the price."""
    formula = row.formula
    if formula is None:
        return
    label = _SCOPE_LABELS[formula.scope]
    if formula.percent:
        yield Step("percent", label, formula.percent, PERCENT)
    if formula.amount:
        yield Step("amount", label, formula.amount, ROUBLE)
    exact = _exact(row, rate)
    own = _rounded(exact, formula)
    if own != exact and formula.step is not None and formula.step > UNIT_STEP:
        yield Step("rounding", _("Rounded to"), formula.step, ROUBLE)
    if formula.floor is not None and own < formula.floor:
        yield Step(FLOOR, _("Lowest price of this product"), formula.floor, ROUBLE)


def _break_steps(line: PricedLine) -> Iterator[Step]:
    if len(line.breaks) > 1:
        yield Step("break", _("Price from this quantity on"), line.row.quantity, "")


def _tax_steps(line: PricedLine) -> Iterator[Step]:
    if line.tax_rate is None:
        yield Step("tax", _("Without VAT"), None, "")
    elif line.row.is_gross:
        yield Step("tax", _("VAT included"), exact_product(line.tax_rate, Decimal(100)), PERCENT)
    else:
        yield Step("unit_net", _("Unit price without VAT"), line.unit_net, ROUBLE)
        yield Step("tax", _("VAT added"), exact_product(line.tax_rate, Decimal(100)), PERCENT)
    yield Step("unit_gross", _("Your unit price"), line.unit_gross, ROUBLE)


def _next_steps(next_break: NextBreak | None) -> Iterator[Step]:
    if next_break is not None:
        yield Step("next_break", _("More to the next price"), next_break.quantity_missing, "")
        yield Step("next_price", _("Next price"), next_break.unit_gross, ROUBLE)
