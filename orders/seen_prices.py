"""What a buyer saw of his cart's lines: pure, so that the page and the order compare alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from uuid import UUID

from catalog.pricing import PricedLine

BAR = "|"
TOO_LARGE = Decimal(10) ** 12  # above any price that fits into its column


@dataclass(frozen=True)
class SeenLine:
    """How many, at which unit price, for how much, both with VAT; None where there was no price."""

    quantity: int
    unit_gross: Decimal | None = None
    gross: Decimal | None = None

    def text(self, uid: UUID) -> str:
        """What a form carries for the product; `seen_lines` reads it."""
        prices = ["" if one is None else str(one) for one in (self.unit_gross, self.gross)]
        return BAR.join([str(uid), str(self.quantity), *prices])


def seen_line(quantity: int, priced: PricedLine | None) -> SeenLine:
    """What a page shows of a line that is priced so."""
    return SeenLine(quantity, priced.unit_gross, priced.amounts.gross) if priced else SeenLine(quantity)


def seen_lines(texts: Iterable[str]) -> dict[UUID, SeenLine]:
    """Products and what was seen of them, from a form. Raises ValueError for what no page of ours has sent."""
    found = {}
    for text in texts:
        uid, quantity, unit_gross, gross = text.split(BAR)
        found[UUID(uid)] = SeenLine(int(quantity), _price(unit_gross), _price(gross))
    return found


def _price(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        price = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(f"{text} is no price") from error
    if not price.is_finite() or not 0 <= price < TOO_LARGE:  # 1E+999999999 would be written with all its zeros
        raise ValueError(f"{text} is no price")
    return price
