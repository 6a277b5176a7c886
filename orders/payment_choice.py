"""How a buyer wants to pay, as a form sends it."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from b2b_portal.core.money import ZERO, to_cents
from orders.enums import PaymentWay


@dataclass(frozen=True)
class PaymentChoice:
    """What the buyer chose; `deferred_gross` is the part that a split showed him as deferred."""

    way: PaymentWay
    deferred_gross: Decimal = ZERO

    @property
    def text(self) -> str:
        """What a form sends."""
        return f"{self.way}|{self.deferred_gross}" if self.way == PaymentWay.SPLIT else str(self.way)


def payment_choice(text: str) -> PaymentChoice | None:
    """Reads what `text` wrote, None for nothing. Raises ValueError for what no page of ours has sent."""
    if not text:
        return None
    way, _bar, seen = text.partition("|")
    try:
        return PaymentChoice(PaymentWay(way), to_cents(abs(Decimal(seen or 0))))
    except InvalidOperation as error:
        raise ValueError(text) from error
