"""Invoices for tests that need no database."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from b2b_portal.core.money import line_amounts
from documents.snapshots import Bank, Invoice, Line, Party, draft_invoice, numbered

VAT = Decimal("0.22")


def sample_line(
    price: str = "4723.00", quantity: int = 3, *, rate: Decimal | None = VAT, gross: bool = True, **facts: Any
) -> Line:
    """A line whose sums follow the law; 3 × 4723.00 with VAT is the real УПД of domain.md section 1."""
    amounts = line_amounts(Decimal(price), quantity, rate, gross)
    facts = {"article": "CF259X", "name": "Картридж CF259X, HP", "unit": "шт", **facts}
    return Line(
        quantity=quantity,
        unit_price=Decimal(price),
        price_includes_vat=gross,
        tax_rate=rate,
        net=amounts.net,
        tax=amounts.tax,
        gross=amounts.gross,
        **facts,
    )


def sample_invoice(lines: Iterable[Line] = (), number: int = 12, **facts: Any) -> Invoice:
    """A numbered invoice of the demo seller."""
    facts = {
        "issued_on": date(2026, 11, 23),
        "valid_until_on": date(2026, 11, 26),
        "order_number": 104218,
        "seller": Party(
            "ООО «Артикул»", "7714123459", "771401001", "127006, Москва, ул. Складочная, д. 1", "+7 495 000-21-00"
        ),
        "bank": Bank("ПАО СБЕРБАНК", "044525225", "30101810400000000225", "40702810938000012345"),
        "director": "Орлова А. П.",
        "accountant": "Лунина В. С.",
        "buyer": Party("ООО «Лесной меридиан»", "5000000017", "500101001", "141000, Московская обл., г. Мытищи"),
        "basis": "Договор № 218/24 от 15.01.2026",
        **facts,
    }
    return numbered(draft_invoice(lines=tuple(lines) or (sample_line(),), **facts), number)
