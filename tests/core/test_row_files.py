"""Tables of any length, written to a file some rows at a time."""

import io
import tracemalloc
import zipfile
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook

from b2b_portal.core.row_files import CsvFile, XlsxFile, xml_text

ROWS = [("CF259X", 3, Decimal("1234.50"), None), ("=1+1", 0, Decimal("-0.1250"), "")]
HEADINGS = ["a", "b", "c", "d"]
FORMULAS = ["=1+1", "+7", "-1", "@A1", "\t=1", "\r=1", "\n=1"]


def written(kind, rows, headings=HEADINGS, **options):
    stream = io.BytesIO()
    file = kind(stream, headings, **options)
    file.write(iter(rows))
    file.close()
    return stream.getvalue()


@pytest.mark.parametrize(
    ("language", "line"), [("ru", "CF259X;3;1234,50;"), ("en", "CF259X,3,1234.50,")], ids=["ru", "en"]
)
def test_csv_file_follows_the_readers_language(language, line):
    with translation.override(language):
        assert written(CsvFile, ROWS).decode("utf-8-sig").splitlines()[1] == line


@pytest.mark.parametrize("typed", FORMULAS)
def test_no_cell_starts_a_formula(typed):
    text = written(CsvFile, [(typed,)], ["a"]).decode("utf-8-sig")
    assert text.partition("\r\n")[2].lstrip('"').startswith("'")
    with zipfile.ZipFile(io.BytesIO(written(XlsxFile, [(typed,)], ["a"], title="t"))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert 't="inlineStr"><is><t xml:space="preserve">' in sheet
    assert "<f>" not in sheet


def test_xlsx_file_keeps_numbers_and_text():
    book = CalamineWorkbook.from_filelike(io.BytesIO(written(XlsxFile, ROWS, title="Prices: [a/b")))
    assert book.sheet_names == ["Prices   a b"]
    assert book.get_sheet_by_index(0).to_python() == [HEADINGS, ["CF259X", 3, 1234.5, ""], ["=1+1", 0, -0.125, ""]]


def test_xlsx_file_goes_on_in_another_sheet_and_says_so():
    stream = io.BytesIO()
    file = XlsxFile(stream, ["a"], title="Prices", sheet_rows=2)
    for number in range(5):
        file.write([(number,)])
    file.about = "About", [f"{file.sheets} sheets"]
    file.close()
    book = CalamineWorkbook.from_filelike(io.BytesIO(stream.getvalue()))
    assert book.sheet_names == ["Prices", "Prices 2", "Prices 3", "About"]
    sheets = [book.get_sheet_by_index(place).to_python() for place in range(4)]
    assert sheets == [[["a"], [0], [1]], [["a"], [2], [3]], [["a"], [4]], [["3 sheets"]]]


def test_xlsx_file_fills_a_sheet_to_its_last_row_at_once():
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(written(XlsxFile, [(n,) for n in range(4)], ["a"], title="P", sheet_rows=2))
    )
    assert [len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names] == [3, 3]


def test_xlsx_file_without_rows_is_a_head():
    book = CalamineWorkbook.from_filelike(io.BytesIO(written(XlsxFile, [], ["a"], title="t")))
    assert book.get_sheet_by_index(0).to_python() == [["a"]]


def test_xlsx_file_names_columns_beyond_z():
    rows = [tuple(range(60))]
    book = CalamineWorkbook.from_filelike(io.BytesIO(written(XlsxFile, rows, ["h"] * 60, title="t")))
    assert book.get_sheet_by_index(0).to_python()[1] == list(range(60))


@pytest.mark.parametrize("text", ["a & b", "<tag>", '"quoted"', "]]>", "\x00\x0b\ufffe bell\x07", "\ud800", "ёж 🦔"])
def test_xml_text_is_read_back_without_what_xml_cannot_hold(text):
    whole = f'<a b="{xml_text(text)}">{xml_text(text)}</a>'.encode()
    read = ElementTree.fromstring(whole)
    unwritable = dict.fromkeys(map(ord, "\x00\x0b\ufffe\x07\ud800"))
    assert (read.text or "") == read.get("b") == text.translate(unwritable)


def test_memory_does_not_grow_with_the_rows(tmp_path):
    peaks = []
    for count in (5_000, 50_000):
        tracemalloc.start()
        with open(tmp_path / "file", "wb") as stream:
            file = XlsxFile(stream, HEADINGS, title="t")
            file.write(("CF259X", number, Decimal("1.50"), "x" * 50) for number in range(count))
            file.close()
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5
