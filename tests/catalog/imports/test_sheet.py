"""What a cell's text means, and what is never taken for a formula."""

from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy, override

from catalog.enums import Unit
from catalog.imports.sheet import (
    Column,
    Unreadable,
    choice_of,
    guarded,
    text_up_to,
    unguarded,
    unit_price,
    vat_rate,
    whole_from,
    yes_or_no,
)

READ = [
    (whole_from(0), "1 284", 1284),
    (whole_from(0), "12,0", 12),
    (unit_price, "8 940,50", Decimal("8940.50")),
    (unit_price, "0.0001", Decimal("0.0001")),
    (vat_rate, "22", Decimal("0.22")),
    (vat_rate, "10 %", Decimal("0.1")),
    (vat_rate, "0.22", Decimal("0.22")),
    (vat_rate, "0", Decimal(0)),
    (vat_rate, "Без НДС", None),
    (yes_or_no, "Да", True),
    (yes_or_no, "no", False),
    (choice_of(Unit), "ШТ", Unit.PIECE),
    (choice_of(Unit), "pcs", Unit.PIECE),
    (choice_of(Unit), "006", Unit.METRE),
    (text_up_to(3), "abc", "abc"),
]
UNREADABLE = [
    (whole_from(1), "0"),
    (whole_from(0), "1.5"),
    (whole_from(0), "9999999999"),
    (whole_from(0), "NaN"),
    (unit_price, "0"),
    (unit_price, "-5"),
    (unit_price, "1.23456"),
    (unit_price, "Infinity"),
    (unit_price, "1e13"),
    (vat_rate, "122"),
    (vat_rate, "0.225"),
    (vat_rate, "much"),
    (yes_or_no, "maybe"),
    (choice_of(Unit), "barrel"),
    (text_up_to(3), "abcd"),
]


@pytest.mark.parametrize(("read", "text", "value"), READ)
def test_a_cell_is_read(read, text: str, value: object) -> None:
    assert read(text) == value


@pytest.mark.parametrize(("read", "text"), UNREADABLE)
def test_an_unreadable_cell_says_what_to_write(read, text: str) -> None:
    with pytest.raises(Unreadable) as refusal, override("en"):
        read(text)
    assert str(refusal.value.remedy).endswith(".")


@pytest.mark.parametrize("text", ["=1+1", "+7", "-12V", "@cmd", "CF259X", "'quoted", "1-2"])
def test_the_guard_goes_out_and_comes_back(text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@"))
    assert unguarded(guarded(text)) == text


def test_a_heading_is_known_in_every_language_by_name_and_by_the_commands_profile() -> None:
    column = Column("is_on_sale", gettext_lazy("is on sale"), bool)
    assert all(map(column.is_meant_by, ("is_on_sale", "Is on sale", " В  продаже", "в\u00a0продаже")))
    assert not column.is_meant_by("sale")
    assert Column("unit_price", gettext_lazy("unit price"), bool, alias="prices").is_meant_by("Цена")
