"""What a company bought last of a product. Pure."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True)
class LastPurchase:
    """So many at this price of one unit with VAT, ordered at that moment."""

    product_id: int
    bought_at: datetime
    quantity: int
    unit_gross: Decimal
