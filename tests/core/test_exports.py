"""Tables that people take away."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook

from b2b_portal.core.exports import csv_bytes, xlsx_bytes

MOMENT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)  # 12:30 in Moscow
ROW = ("CF259X", 3, Decimal("1234.50"), MOMENT, date(2026, 11, 24), None)
HEADINGS = [f"h{number}" for number in range(len(ROW))]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("ru", "CF259X;3;1234,50;2026-11-23 12:30;2026-11-24;"),
        ("en", "CF259X,3,1234.50,2026-11-23 12:30,2026-11-24,"),
    ],
)
def test_csv_bytes_follows_the_readers_language(language, line):
    with translation.override(language):
        assert csv_bytes(HEADINGS, [ROW]).decode("utf-8-sig").splitlines()[1] == line


@pytest.mark.parametrize("typed", ["=1+1", "+7", "-1", "@A1", "\t=1", "\r=1", "\n=1"])
def test_csv_bytes_makes_text_of_what_would_start_a_formula(typed):
    text = csv_bytes(["a"], [(typed,)]).decode("utf-8-sig")
    assert text.partition("\r\n")[2].lstrip('"').startswith("'")


def test_csv_bytes_leaves_negative_numbers_numbers():
    with translation.override("en"):
        assert csv_bytes(["a"], [(Decimal("-5.10"),)]).decode("utf-8-sig").split() == ["a", "-5.10"]


def test_xlsx_bytes_keeps_numbers_moments_and_text():
    content = xlsx_bytes(HEADINGS, [ROW, ("=1+1", 0, Decimal(0), MOMENT, date(2026, 1, 1), None)], title="x" * 40)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    _head, first, second = sheet.to_python()
    assert first[:5] == ["CF259X", 3, 1234.5, datetime(2026, 11, 23, 12, 30), date(2026, 11, 24)]
    assert second[0] == "=1+1"


def test_xlsx_bytes_writes_no_rows_as_a_head():
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(["a"], [], title="t"))).get_sheet_by_index(0)
    assert sheet.to_python() == [["a"]]
