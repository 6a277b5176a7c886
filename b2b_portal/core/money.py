"""Net, tax and gross arithmetic, and its rounding: the only quantize() in the project.

Sums carry two decimals, unit prices four; a half is rounded away from zero, as PostgreSQL's round(numeric) does.
A tax rate is a fraction, Decimal("0.22"); None means exempt ("без НДС"), which papers word otherwise than a rate of 0.
Products are computed exactly, so nothing is rounded twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal

CENT = Decimal("0.01")
UNIT_STEP = Decimal("0.0001")
ZERO = Decimal("0.00")
ONE = Decimal(1)
# Python's usual 28 digits would round a product of price, exchange rate and percent before we do.
_EXACT = Context(prec=80, rounding=ROUND_HALF_UP)
_STEPWISE = {"nearest": ROUND_HALF_UP, "up": ROUND_CEILING, "down": ROUND_FLOOR}


@dataclass(frozen=True, slots=True)
class Amounts:
    """Net, tax and gross of a line or of a document; net + tax == gross always holds."""

    net: Decimal
    tax: Decimal
    gross: Decimal

    def __post_init__(self) -> None:
        if self.net + self.tax != self.gross:
            raise ValueError(f"net {self.net} + tax {self.tax} is not gross {self.gross}")

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(self.net + other.net, self.tax + other.tax, self.gross + other.gross)


NOTHING = Amounts(ZERO, ZERO, ZERO)


def to_cents(amount: Decimal) -> Decimal:
    """Rounds a sum to two decimals, half away from zero. Raises ValueError for NaN and infinity."""
    return _rounded(amount, CENT)


def unit_price4(price: Decimal) -> Decimal:
    """Rounds a unit price to four decimals, half away from zero. Raises ValueError for NaN and infinity."""
    return _rounded(price, UNIT_STEP)


def to_step(price: Decimal, step: Decimal, rounding: str) -> Decimal:
    """Brings a price to a multiple of the step: "nearest" (half away from zero), "up" or "down". Four decimals."""
    steps = _EXACT.divide(price, step).to_integral_value(_STEPWISE[rounding], _EXACT)
    return unit_price4(_EXACT.multiply(steps, step))


def exact_sum(*summands: Decimal) -> Decimal:
    """Adds without rounding, as PostgreSQL's numeric does."""
    total = Decimal(0)
    for summand in summands:
        total = _EXACT.add(total, summand)
    return total


def exact_product(*factors: Decimal) -> Decimal:
    """Multiplies without rounding, as PostgreSQL's numeric does."""
    product = ONE
    for factor in factors:
        product = _EXACT.multiply(product, factor)
    return product


def unit_gross_of(unit_net: Decimal, tax_rate: Decimal | None) -> Decimal:
    """The unit price with VAT of one without: round(unit_net * (1 + rate), 4)."""
    return unit_price4(_EXACT.multiply(unit_net, ONE + (tax_rate or 0)))


def unit_net_of(unit_gross: Decimal, tax_rate: Decimal | None) -> Decimal:
    """The unit price without VAT of one with: round(unit_gross / (1 + rate), 4)."""
    return unit_price4(_EXACT.divide(unit_gross, ONE + (tax_rate or 0)))


def line_amounts(
    unit_price: Decimal, quantity: Decimal | int, tax_rate: Decimal | None, price_includes_vat: bool
) -> Amounts:
    """Computes one line; each of the three figures has two decimals and net + tax == gross.

    With VAT in the price: gross = q(price * quantity), tax = q(gross * rate / (1 + rate)), net = gross - tax.
    Without: net = q(price * quantity), tax = q(net * rate), gross = net + tax.
    A document's totals are sums of its lines (`sum_amounts`), never computed anew: п.3 Правил 1137, a real УПД.

    Raises ValueError for a negative rate, NaN and infinity.
    """
    if tax_rate is not None and not (tax_rate.is_finite() and tax_rate >= 0):
        raise ValueError(f"tax rate {tax_rate} is not a fraction of 0 or more")
    priced = to_cents(_EXACT.multiply(unit_price, Decimal(quantity)))
    if not tax_rate:
        return Amounts(priced, ZERO, priced)
    if price_includes_vat:
        # Multiply before dividing: rate / (1 + rate) of 20 % is endless and would miss the half kopeck of 0.03.
        tax = to_cents(_EXACT.divide(_EXACT.multiply(priced, tax_rate), ONE + tax_rate))
        return Amounts(priced - tax, tax, priced)
    tax = to_cents(_EXACT.multiply(priced, tax_rate))
    return Amounts(priced, tax, priced + tax)


def share_of(amount: Decimal, part: Decimal, whole: Decimal) -> Decimal:
    """The share of an amount that falls on a part of a whole, rounded to kopecks; all of it where part is whole."""
    return amount if part == whole else to_cents(_EXACT.divide(_EXACT.multiply(amount, part), whole))


def sum_amounts(lines: Iterable[Amounts]) -> Amounts:
    """Adds lines up; the sum of none is zero with two decimals."""
    return sum(lines, NOTHING)


def _rounded(number: Decimal, step: Decimal) -> Decimal:
    if not number.is_finite():
        raise ValueError(f"{number} is not an amount")
    rounded = number.quantize(step, context=_EXACT)
    return rounded if rounded else step - step  # never -0.00
