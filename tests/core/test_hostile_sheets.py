"""Each file that could hurt: read as what it is, or refused in words, soon, and without memory of this process."""

import gzip
import os
import resource
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

from b2b_portal.core import sheets
from b2b_portal.core.sheets import SheetRefused, read_table, samples
from tests.core.sheet_makers import bomb, gzip_bomb, ole, parts, workbook, xls, zipped

pytestmark = pytest.mark.usefixtures("english")

MOST_SECONDS, MOST_KILOBYTES = 5, 60 * 1024
MEGABYTE = 1024 * 1024
CELLS = b'<c r="A1"><v>1</v></c>' * 100_000

LINE = b"a" * 1_000 + b";1\n"

Make = Callable[[Path], object]


@pytest.fixture(autouse=True)
def _harmless() -> Iterator[None]:
    """However hostile the file, this process does not grow, and neither it nor its child works for long.

    Seconds of work count, not of the clock: a busy machine makes no file hostile.
    """
    worked, memory = seconds_of_work(), kilobytes()
    yield
    assert seconds_of_work() - worked < MOST_SECONDS
    assert kilobytes() - memory < MOST_KILOBYTES


def seconds_of_work() -> float:
    return sum(os.times()[:4])


def kilobytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def rows_of(path: Path) -> list[tuple[int, list[str]]]:
    with read_table(path) as rows:
        return list(rows)


def read_through(path: Path) -> None:
    """Reads all rows and keeps none."""
    with read_table(path) as rows:
        for _row in rows:
            pass


def far(path: Path) -> Path:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return zipped(path, parts(f"<sheetData>{rows}</sheetData>"))


def with_macros(path: Path) -> Path:
    return zipped(path, parts("<sheetData/>", **{"xl/vbaProject.bin": "macro"}))


REFUSED: dict[str, tuple[str, Make, str]] = {
    "zip bomb": ("p.xlsx", lambda path: bomb(path, b" " * MEGABYTE, 1_000), "unpacks to too much"),
    "zip bomb that denies it": ("p.xlsx", lambda path: bomb(path, b" " * MEGABYTE, 1_000, told_size=9), "too much"),
    "zip that lies about its size": ("p.xlsx", lambda path: bomb(path, b" " * 99, 9, told_size=9), "damaged"),
    "ten million cells": ("p.xlsx", lambda path: bomb(path, CELLS, 100), "more than 2.000.000 cells"),
    "far cell": ("p.xlsx", far, "perhaps a cell far below"),
    "far column": ("p.xlsx", lambda path: workbook(path, [[None] * 1_000 + [1]]), "more than 1.000 columns"),
    "many parts": ("p.xlsx", lambda path: zipped(path, parts(**{f"{n}": "" for n in range(2_001)})), "too much"),
    "far cell in XLS": (
        "p.xls",
        lambda path: path.write_bytes(xls([["a"], *[[]] * 65_000, [*[None] * 255, "z"]])),
        "far",
    ),
    "encrypted": ("p.xlsx", lambda path: path.write_bytes(ole({"EncryptedPackage": b"x" * 9999})), "password"),
    "encrypted XLS": ("p.xls", lambda path: path.write_bytes(xls([["a"]], is_encrypted=True)), "password"),
    "xlsm": ("p.xlsm", with_macros, "holds macros; save it without them"),
    "xlsm called xlsx": ("p.xlsx", with_macros, "holds macros"),
    "xlsm without macros": (
        "p.xlsm",
        lambda path: workbook(path.with_suffix(".xlsx"), []).rename(path),
        "holds macros",
    ),
    "xlsm without macros called xlsx": (
        "p.xlsx",
        lambda path: zipped(path, parts(**{"[Content_Types].xml": "sheet.macroEnabled.main+xml"})),
        "holds macros",
    ),
    "macros in XLS": (
        "p.xls",
        lambda path: path.write_bytes(ole({"Workbook": b"", "_VBA_PROJECT_CUR": b""})),
        "macros",
    ),
    "xlsb": ("p.xlsx", lambda path: zipped(path, {"xl/workbook.bin": ""}), "of this kind is not read; save it as XLSX"),
    "ods": ("p.ods", lambda path: zipped(path, {"content.xml": ""}), "of this kind is not read"),
    "docx": ("p.xlsx", lambda path: zipped(path, {"word/document.xml": ""}), "no workbook, whatever its name says"),
    "Word file": ("p.xls", lambda path: path.write_bytes(ole({"WordDocument": b""})), "no workbook"),
    "half a workbook": ("p.xlsx", lambda path: path.write_bytes(b"PK\x03\x04 and no more"), "damaged"),
    "broken XML": ("p.xlsx", lambda path: zipped(path, parts("<sheetData><row><c r=")), "damaged"),
    "empty file": ("p.xlsx", lambda path: path.write_bytes(b""), "the file is empty"),
    "empty CSV": ("p.csv", lambda path: path.write_bytes(b"\xef\xbb\xbf\r\n"), "the file is empty"),
    "picture": ("p.xlsx", lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n\0"), "a picture, not a table"),
    "PDF": ("p.csv", lambda path: path.write_bytes(b"%PDF-1.7\n"), "a PDF document"),
    "web page": ("p.xls", lambda path: path.write_bytes(b"\r\n<HTML><table><tr><td>1"), "a web page"),
    "XML": ("p.xls", lambda path: path.write_bytes(b"<?xml version='1.0'?><Workbook/>"), "an XML document"),
    "archive": ("p.xlsx", lambda path: path.write_bytes(b"Rar!\x1a\x07\0"), "an archive: unpack it"),
    "program": ("p.csv", lambda path: path.write_bytes(b"MZ\x90\0\3\0\0\0"), "neither a workbook nor the text"),
    "NUL bytes below": ("p.csv", lambda path: path.write_bytes(LINE * 1_000 + b"b\0;2\n"), "NUL bytes"),
    "endless line": ("p.csv", lambda path: path.write_bytes(b"a" * 3 * MEGABYTE), "a line has more than 1 MB"),
    "gzip bomb": ("p.csv.gz", lambda path: gzip_bomb(path, LINE * 1_000, 300), "more than 200 MB"),
    "gzip bomb of one line": ("p.csv.gz", lambda path: gzip_bomb(path, b"a" * MEGABYTE, 9999), "a line has more"),
    "broken gzip": (
        "p.csv.gz",
        lambda path: path.write_bytes(gzip.compress(b"a,b\n" * 9999)[:-20]),
        "cut off or damaged",
    ),
    "workbook in gzip": ("p.csv.gz", lambda path: path.write_bytes(gzip.compress(b"PK\x03\x04")), "holds no CSV"),
    "no file": ("p.csv", lambda path: None, "there is no such file"),
}


@pytest.mark.parametrize(("name", "make", "words"), REFUSED.values(), ids=REFUSED)
def test_read_table_refuses_in_words(tmp_path: Path, name: str, make: Make, words: str) -> None:
    make(tmp_path / name)
    with pytest.raises(SheetRefused, match=words):
        read_through(tmp_path / name)


@pytest.mark.parametrize("name", ["encrypted", "far cell", "xlsm", "web page", "zip bomb"])
def test_samples_refuses_the_same(tmp_path: Path, name: str) -> None:
    file, make, words = REFUSED[name]
    make(tmp_path / file)
    with pytest.raises(SheetRefused, match=words):
        samples(tmp_path / file)


@pytest.mark.parametrize("kind", [".csv", ".xls", ".csv.gz", ".pdf"])
def test_a_renamed_workbook_is_read_as_what_it_is(tmp_path: Path, kind: str) -> None:
    path = workbook(tmp_path / "price.xlsx", [["article", "price"], ["A1", 5]]).rename(tmp_path / f"price{kind}")
    assert rows_of(path) == [(1, ["article", "price"]), (2, ["A1", "5"])]


@pytest.mark.parametrize("kind", [".xlsx", ".xls", ".csv.gz", ".txt"])
def test_a_renamed_csv_is_read_as_what_it_is(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"price{kind}"
    path.write_bytes(b"article;price\nA1;5\n")
    assert rows_of(path) == [(1, ["article", "price"]), (2, ["A1", "5"])]


@pytest.mark.parametrize("told", ["A1:XFD1048576", "A1", "B7:C9", "nonsense"])
def test_what_a_workbook_says_of_its_dimension_is_not_believed(tmp_path: Path, told: str) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="C3"><v>2</v></c></row>'
    path = zipped(tmp_path / "p.xlsx", parts(f'<dimension ref="{told}"/><sheetData>{rows}</sheetData>'))
    if told == "nonsense":
        with pytest.raises(SheetRefused, match="damaged"):
            rows_of(path)
    else:
        assert rows_of(path) == [(1, ["1", "", ""]), (3, ["", "", "2"])]


def test_a_formula_without_a_value_is_an_empty_cell(tmp_path: Path) -> None:
    row = '<row r="1"><c r="A1"><v>7</v></c><c r="B1"><f>A1*2</f></c><c r="C1"><f>A1</f><v>7</v></c></row>'
    path = zipped(tmp_path / "p.xlsx", parts(f"<sheetData>{row}</sheetData>"))
    assert rows_of(path) == [(1, ["7", "", "7"])]


@pytest.mark.parametrize("is_1904", [False, True])
def test_days_are_right_in_both_calendars_of_excel(tmp_path: Path, is_1904: bool) -> None:
    path = tmp_path / "p.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": is_1904}) as book:
        book.add_worksheet().write_datetime(0, 0, datetime(2026, 12, 1), book.add_format({"num_format": "dd.mm.yyyy"}))
    assert rows_of(path) == [(1, ["2026-12-01"])]


def test_numbers_keep_their_digits_and_invent_none(tmp_path: Path) -> None:
    told = [
        4607012345678.0,
        "0012",
        0.1 + 0.2,
        1234.5600000000001,
        0.0000001,
        -12.0,
        123456789012345678.0,
        1e300,
        12.30,
    ]
    path = workbook(tmp_path / "p.xlsx", [told])
    [(_number, row)] = rows_of(path)
    assert row[:6] == ["4607012345678", "0012", "0.3", "1234.56", "0.0000001", "-12"]
    assert row[6:] == ["1.23456789012346E+17", "1.00000000000000E+300", "12.3"]


def test_quotes_that_never_close_spoil_their_own_rows(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text('a;b\n"A1;1\n' + "A2;2\n" * 20_000 + '"""""""""";"' * 5_000 + "\nA3;3\n", encoding="utf-8")
    rows = rows_of(path)
    assert rows[0] == (1, ["a", "b"])
    assert [] in [cells for _number, cells in rows]
    assert rows[-1][1] == ["A3", "3"]


def test_a_sheet_without_cells_has_no_rows(tmp_path: Path) -> None:
    path = zipped(tmp_path / "p.xlsx", parts("<sheetData/>"))
    assert rows_of(path) == []
    assert [(one.sheet, one.rows) for one in samples(path)] == [("Price", [])]


def test_the_cells_of_an_xls_are_counted_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "XLSX_CELLS", 99)
    path = tmp_path / "p.xls"
    path.write_bytes(xls([["a"] * 10] * 10))
    with pytest.raises(SheetRefused, match="more than 99 cells"):
        rows_of(path)


def test_a_merged_area_of_a_whole_sheet_fills_no_more_than_the_rows_there_are(tmp_path: Path) -> None:
    cells = ('<c r="A1"><v>1</v></c><c r="B1"><v>2</v></c>', '<c r="B2"><v>3</v></c>')
    data = f'<sheetData><row r="1">{cells[0]}</row><row r="2">{cells[1]}</row></sheetData>'
    path = zipped(
        tmp_path / "p.xlsx", parts(f'{data}<mergeCells count="1"><mergeCell ref="A1:A1048576"/></mergeCells>')
    )
    assert rows_of(path) == [(1, ["1", "2"]), (2, ["1", "3"])]


def test_a_row_of_very_many_cells_spoils_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("a;b\n" + ";1" * 200_000 + "\nA1;1\n", encoding="utf-8")
    assert rows_of(path) == [(1, ["a", "b"]), (2, []), (3, ["A1", "1"])]


def test_a_cell_with_nul_is_no_letter(tmp_path: Path) -> None:
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>A_x0000_1</t></is></c></row>'
    [(_number, [text])] = rows_of(zipped(tmp_path / "p.xlsx", parts(f"<sheetData>{row}</sheetData>")))
    assert "\0" not in text
