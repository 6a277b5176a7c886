"""A large CSV in pieces: what COPY splits, what is split by hand, and the numbers of rows on both ways."""

import gzip
from dataclasses import replace

import pytest
from django.db import connection

from catalog.imports.layout import Layout
from catalog.imports.raw import PIECE, load_raw
from tests.core.sheet_makers import workbook

ROWS = 40_000  # the first piece is small and split by hand; the second goes to COPY, the last has every trouble
LAYOUT = Layout(sheet="", header_row=1, first_row=2, columns={"article": 0}, width=3, encoding="utf-8", delimiter=";")

pytestmark = pytest.mark.django_db(transaction=True)


def loaded(path, layout=LAYOUT):
    """How many rows went in, and all of import_raw by its line."""
    told = []
    count = load_raw(path, layout, lambda done, _bad, _total: told.append(done))
    with connection.cursor() as cursor:
        cursor.execute("SELECT line, broken, c0, c1, c2 FROM import_raw")
        rows = {line: cells for line, *cells in cursor.fetchall()}
    assert (len(rows), told[-1]) == (count, count)
    return rows


def written(path, troubles, encoding="utf-8"):
    lines = ["Артикул;Название;Цена", *(f"A{line};Товар номер {line};{line},50" for line in range(2, ROWS + 2))]
    for line, text in troubles.items():
        lines[line - 1] = text
    path.write_bytes("\n".join(lines).encode(encoding) + b"\n")
    assert path.stat().st_size > PIECE
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_load_raw_gives_plain_pieces_to_the_database(tmp_path, encoding):
    layout = Layout(**{**LAYOUT.as_json(), "encoding": encoding})
    rows = loaded(written(tmp_path / "x.csv", {}, encoding), layout)
    assert len(rows) == ROWS
    assert rows[ROWS] == [None, f"A{ROWS}", f"Товар номер {ROWS}", f"{ROWS},50"]


@pytest.mark.parametrize("suffix", ["csv", "csv.gz", "xlsx"])
def test_load_raw_says_about_how_many_rows_there_will_be(tmp_path, suffix):
    plain, path, rows, told = written(tmp_path / "x.csv", {}), tmp_path / f"x.{suffix}", ROWS, []
    layout = LAYOUT
    if suffix == "csv.gz":
        path.write_bytes(gzip.compress(plain.read_bytes()))
    if suffix == "xlsx":
        rows, layout = 5_100, replace(LAYOUT, encoding="", delimiter="")
        workbook(path, [["Артикул", "Название", "Цена"], *([f"A{row}", "Товар", row] for row in range(rows))])
    load_raw(path, layout, lambda done, _bad, total: told.append((done, total)))
    assert told[-1][0] == rows
    assert len(told) > 2
    assert all(rows * 0.8 < total < rows * 1.2 for _done, total in told), told


def test_load_raw_splits_troubled_pieces_by_hand_and_counts_on(tmp_path):
    troubles = {
        30_000: ' A30000 ; "Экран 24"" чёрный" ;\u00a01\u00a0234,50',
        30_010: "A30010;слишком;много;ячеек",
        30_020: "A30020",
        30_030: "",
        30_040: '"A30040";"две\nстроки";1',
        30_050: '"A30050"x;кавычки;1',
    }
    rows = loaded(written(tmp_path / "x.csv", troubles))
    assert rows[30_000] == [None, "A30000", '"Экран 24"" чёрный"', "1 234,50"]
    assert rows[30_010][:2] == [True, "A30010"]
    assert rows[30_020] == [None, "A30020", None, None]
    assert 30_030 not in rows
    assert rows[30_040] == [None, "A30040", "две\nстроки", "1"]
    assert rows[30_050][0] is True
    assert rows[ROWS][1] == f"A{ROWS}"  # a cell of two lines is one row


def test_load_raw_cleans_spaces_around_cells_of_plain_pieces(tmp_path):
    rows = loaded(written(tmp_path / "x.csv", {30_000: " A30000 ; Товар\u00a0с пробелом; 1\u202f234,50 "}))
    assert rows[30_000] == [None, "A30000", "Товар с пробелом", "1 234,50"]
