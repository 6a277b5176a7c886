"""Tables that people send, good and hostile."""

import gzip
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from b2b_portal.core import sheets
from b2b_portal.core.sheets import Sample, SheetRefused, counted_stream, read_table, samples
from tests.core.sheet_makers import workbook, xls

pytestmark = pytest.mark.usefixtures("english")


def rows_of(path: Path) -> list[tuple[int, list[str]]]:
    with read_table(path) as rows:
        return list(rows)


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("cp1251", ";"), ("cp1251", "\t"), ("utf-16", ";"), ("utf-8", "|")],
)
def test_csv_in_the_encodings_and_delimiters_of_price_lists(tmp_path: Path, encoding: str, mark: str) -> None:
    path = tmp_path / "price.csv"
    path.write_bytes(f'артикул{mark}цена\r\n\r\n"Б-1"{mark}"два\r\nстрока"\r\n'.encode(encoding))
    assert rows_of(path) == [(1, ["артикул", "цена"]), (3, ["Б-1", "два\r\nстрока"])]


def test_a_letter_cut_by_the_first_piece_is_no_other_encoding(tmp_path: Path) -> None:
    path = tmp_path / "price.csv"
    path.write_text("ab\n" + "ж\n" * sheets.PIECE, encoding="utf-8")
    assert path.read_bytes()[sheets.PIECE - 1 : sheets.PIECE + 1] == "ж".encode()
    assert {row[0] for _line, row in rows_of(path)} == {"ab", "ж"}


def test_gzipped_csv(tmp_path: Path) -> None:
    path = tmp_path / "price.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n1,2\n"))
    assert rows_of(path) == [(1, ["a", "b"]), (2, ["1", "2"])]


def test_xlsx_gives_the_texts_that_a_person_sees(tmp_path: Path) -> None:
    path = workbook(tmp_path / "price.xlsx", [["article", "price"], ["0012", 8940], [], ["x", 0.1]])
    assert rows_of(path) == [(1, ["article", "price"]), (2, ["0012", "8940"]), (4, ["x", "0.1"])]


def test_xls_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "price.xls"
    path.write_bytes(xls([["Артикул", "Цена"], ["0012", 8940.5], [], ["x", 4607012345678.0]]))
    assert rows_of(path) == [(1, ["Артикул", "Цена"]), (2, ["0012", "8940.5"]), (4, ["x", "4607012345678"])]


def test_rows_and_columns_are_where_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    path = tmp_path / "price.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(4, 2, "C5")
        sheet.write(7, 3, "D8")
    assert rows_of(path) == [(5, ["", "", "C5", ""]), (8, ["", "", "", "D8"])]


def test_a_merged_area_fills_the_rows_below(tmp_path: Path) -> None:
    xlsx, old = tmp_path / "price.xlsx", tmp_path / "price.xls"
    with xlsxwriter.Workbook(xlsx) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("B2:C4", "HP")
        sheet.write_column("D1", [0, 1, 2, 3, 4])
    old.write_bytes(
        xls(
            [[None, None, None, 0], [None, "HP", None, 1], *([None] * 3 + [n] for n in (2, 3, 4))],
            merged=[(1, 3, 1, 2)],
        )
    )
    brands = ["", "HP", "HP", "HP", ""]
    for path in (xlsx, old):
        assert [row[-3:] for _number, row in rows_of(path)] == [[one, "", str(n)] for n, one in enumerate(brands)]


def book_of_sheets(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for name in ("Hidden", "About", "Prices"):
            sheet = book.add_worksheet(name)
            sheet.write_column(0, 0, [f"{name} {number}" for number in range(100)])
        book.get_worksheet_by_name("Hidden").hide()
        book.get_worksheet_by_name("About").activate()
    return path


def test_read_table_takes_a_sheet_by_name_or_the_first_visible(tmp_path: Path) -> None:
    path = book_of_sheets(tmp_path / "price.xlsx")
    assert rows_of(path)[0] == (1, ["About 0"])
    with read_table(path, "Prices") as rows:
        assert next(rows) == (1, ["Prices 0"])
    with (
        pytest.raises(SheetRefused, match="no sheet “Cost”; the workbook has: About, Prices"),
        read_table(path, "Cost") as rows,
    ):
        next(rows)


def test_samples_of_a_workbook_are_those_of_its_visible_sheets(tmp_path: Path) -> None:
    about, prices = samples(book_of_sheets(tmp_path / "price.xlsx"))
    assert (about.sheet, prices.sheet) == ("About", "Prices")
    assert prices.rows[0] == (1, ["Prices 0"])
    assert len(about.rows) == len(prices.rows) == sheets.SAMPLE_ROWS
    assert (prices.encoding, prices.delimiter) == ("", "")


def test_samples_of_a_csv_tell_how_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "price.csv"
    path.write_bytes("артикул;цена\nA1;1,5\nA2;2,5\n".encode("cp1251"))
    assert samples(path, rows=2) == [Sample("", [(1, ["артикул", "цена"]), (2, ["A1", "1,5"])], "cp1251", ";")]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Прайс-лист, Москва, ноябрь\nАртикул;Цена\nA;1,5\nB;2,5\n", ";"),
        ("опт;розница\n1,5;2,5\n1,6;2,6\n", ";"),
        ("article,price,tiers\nA,5,1:0.5;10:0.4\nB,6,1:0.7;10:0.6\n", ","),
        ("article\tname\nA\tone, two; three\n", "\t"),
        ("article,stock\n1,2\n3,4\n", ","),
        ("article\nA\n", ","),
    ],
)
def test_the_delimiter_is_the_mark_that_cuts_rows_alike(tmp_path: Path, text: str, mark: str) -> None:
    path = tmp_path / "price.csv"
    path.write_text(text, encoding="utf-8")
    with counted_stream(path) as stream:
        assert stream.delimiter == mark


def test_read_table_takes_an_encoding_and_a_delimiter_chosen_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "price.csv"
    path.write_bytes("код,цена;1\n".encode("cp866"))
    with read_table(path, encoding="cp866", delimiter=",") as rows:
        assert list(rows) == [(1, ["код", "цена;1"])]


def test_counted_stream_gives_the_bytes_as_they_are_unpacked(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbfa;b\r\n" + b"1;2\r\n" * 100_000
    for name, written in (("p.csv", content), ("p.csv.gz", gzip.compress(content))):
        (tmp_path / name).write_bytes(written)
        with counted_stream(tmp_path / name) as stream:
            pieces = list(iter(lambda: stream.read(99_999), b""))
        assert b"".join(pieces) == content


def test_broken_files_are_refused(tmp_path: Path) -> None:
    whole = gzip.compress(b"a,b\n" * 100_000)
    files = {"cut.csv.gz": whole[: len(whole) // 2], "no.xlsx": b"PK\x03\x04", "price.doc": b""}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(SheetRefused):
            rows_of(tmp_path / name)
    with pytest.raises(SheetRefused, match="no such file"):
        rows_of(tmp_path / "absent.csv")


def test_a_zip_that_is_no_workbook_is_refused_by_the_child(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "fake.xlsx", "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    with pytest.raises(SheetRefused, match="no workbook"):
        rows_of(tmp_path / "fake.xlsx")


def test_a_csv_bomb_stops_at_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "CSV_BYTES", 1024**2)
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" * 1024**2))
    with pytest.raises(SheetRefused, match="1 MB"):
        rows_of(path)


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "CSV_ROWS", 2)
    monkeypatch.setattr(sheets, "XLSX_ROWS", 2)
    monkeypatch.setattr(sheets, "HEADING_ROWS", 0)
    (tmp_path / "long.csv").write_text("a\n" * 3)
    for path in (tmp_path / "long.csv", workbook(tmp_path / "long.xlsx", [["a"]] * 3)):
        with pytest.raises(SheetRefused, match="more than 2 rows"):
            rows_of(path)


def test_a_workbook_with_too_many_real_cells_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "XLSX_CELLS", 99)
    path = workbook(tmp_path / "wide.xlsx", [[1] * 10] * 10)
    with pytest.raises(SheetRefused, match="more than 99 cells"):
        rows_of(path)


def test_a_workbook_that_needs_more_memory_than_the_child_may_use_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "CHILD_BYTES", 64 * 1024**2)
    path = workbook(tmp_path / "fat.xlsx", [["x" * 30_000 + str(n)] * 5 for n in range(2_000)])
    with pytest.raises(SheetRefused, match="memory"):
        rows_of(path)


def test_a_row_with_broken_quotes_comes_without_cells_and_reading_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_text('article,name\nA-1,good\nA-2,"broken" quotes\nA-3,good\n', encoding="utf-8")
    with read_table(path) as rows:
        assert list(rows) == [(1, ["article", "name"]), (2, ["A-1", "good"]), (3, []), (4, ["A-3", "good"])]


def test_a_byte_that_is_no_letter_spoils_its_own_row_only(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    head = "article,name\n" + "".join(f"A-{n},good\n" for n in range(100_000))
    path.write_bytes(head.encode() + b"B-1,b\xffd\nB-2,good\n")
    with read_table(path) as rows:
        assert [cells for _line, cells in list(rows)[-2:]] == [["B-1", "b\ufffdd"], ["B-2", "good"]]
