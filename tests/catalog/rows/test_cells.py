"""What the text of one cell means."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from catalog.enums import Unit
from catalog.feed import Reason, Refused
from catalog.rows.cells import count_of, day_of, stock_of, unit_of, vat_of


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (stock_of, "0", 0),
        (stock_of, "17 шт.", 17),
        (stock_of, "1\u00a0234,00", 1234),
        (stock_of, "5pcs", 5),
        (count_of, "1", 1),
        (day_of, "2026-12-01", date(2026, 12, 1)),
        (day_of, "2026-12-01T00:00:00", date(2026, 12, 1)),
        (day_of, "01.12.2026", date(2026, 12, 1)),
        (day_of, "1.12.26", date(2026, 12, 1)),
        (vat_of, "VAT_20", Decimal("0.20")),
        (vat_of, "22 %", Decimal("0.22")),
        (vat_of, "НДС 10%", Decimal("0.10")),
        (vat_of, "0,22", Decimal("0.22")),
        (vat_of, "0%", Decimal(0)),
        (vat_of, "Без НДС", None),
        (vat_of, "NO_VAT", None),
        (unit_of, "Шт.", Unit.PIECE),
        (unit_of, "796", Unit.PIECE),
        (unit_of, "к-т", Unit.SET),
        (unit_of, "пог. м", Unit.METRE),
    ],
)
def test_a_cell_is_read(read: Callable[[str], Any], text: str, value: object) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text", "reason"),
    [
        (stock_of, "-1", Reason.BAD_STOCK),
        (stock_of, "1,5", Reason.BAD_STOCK),
        (stock_of, ">10", Reason.BAD_STOCK),
        (stock_of, "есть", Reason.BAD_STOCK),
        (stock_of, "шт", Reason.BAD_STOCK),
        (stock_of, "NaN", Reason.BAD_STOCK),
        (stock_of, "1e9", Reason.BAD_STOCK),
        (stock_of, "9" * 40, Reason.BAD_STOCK),
        (count_of, "0", Reason.BAD_COUNT),
        (day_of, "31.02.2026", Reason.BAD_DAY),
        (day_of, "01.12.1926", Reason.BAD_DAY),
        (day_of, "завтра", Reason.BAD_DAY),
        (vat_of, "120%", Reason.BAD_VAT),
        (vat_of, "-20%", Reason.BAD_VAT),
        (vat_of, "Infinity", Reason.BAD_VAT),
        (vat_of, "sNaN", Reason.BAD_VAT),
        (vat_of, "22.5", Reason.BAD_VAT),
        (unit_of, "бочка", Reason.BAD_UNIT),
    ],
)
def test_a_cell_is_refused(read: Callable[[str], Any], text: str, reason: Reason) -> None:
    with pytest.raises(Refused) as refused:
        read(text)
    assert refused.value.reason == reason
