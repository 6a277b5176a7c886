"""Tables that people send, good and hostile."""

import gzip
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter
from django.utils import translation

from b2b_portal.core import sheets
from b2b_portal.core.sheets import SheetRefused, read_table


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def rows_of(path: Path) -> list[tuple[int, list[str]]]:
    with read_table(path) as rows:
        return list(rows)


def workbook(path: Path, rows: list[list[object]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


@pytest.mark.parametrize(("encoding", "mark"), [("utf-8", ","), ("utf-8-sig", ";"), ("cp1251", ";"), ("cp1251", "\t")])
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
