"""What a form carries of a cart's lines, and what comes back of it."""

from decimal import Decimal
from uuid import UUID

import pytest

from orders.seen_prices import SeenLine, seen_line, seen_lines

UID = UUID("6f1c2f8e-2f6b-4a53-9d3e-0c5d6a7b8c9d")


@pytest.mark.parametrize(
    "line",
    [
        SeenLine(5, Decimal("8720.0000"), Decimal("43600.00")),
        SeenLine(1),
        SeenLine(2, Decimal("0.0050"), Decimal("0.01")),
    ],
)
def test_seen_lines_reads_what_seen_line_wrote(line: SeenLine) -> None:
    assert seen_lines([line.text(UID)]) == {UID: line}


def test_seen_line_without_a_price_says_so() -> None:
    assert seen_line(3, None) == SeenLine(3, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        f"{UID}|1|2",
        f"{UID}|1|2|3|4",
        f"{UID}|one|2|3",
        "1|1|2|3",
        f"{UID}|1|NaN|3",
        f"{UID}|1|2|Infinity",
        f"{UID}|1|2,5|3",
    ],
)
def test_seen_lines_refuses_what_no_page_sent(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        seen_lines([text])
