"""The child process of sheets.py: looks into a workbook, counts what is really inside and writes its rows.

Run as a file, `python -I sheet_child.py TASK`, so that nothing of the shop is loaded; TASK is JSON. Each line that it
writes is JSON too: `{"sheet": name, "rows": height}` of the sheet whose rows follow, a batch of rows
`[[number, [text, ...]], ...]`, or last `{"refused": code, ...}`. A death without such a line means that the workbook
wanted more memory or time than allowed.
"""

import json
import resource
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any, BinaryIO

BATCH, BATCH_CELLS = 500, 20_000
PIECE = 256 * 1024
MOST_PARTS, MOST_DIRECTORY = 2_000, 1024 * 1024
LOCAL_HEADER, IS_ENCRYPTED = 30, 1
END_OF_ZIP, LONGEST_COMMENT = b"PK\x05\x06", 65_557
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_SECTOR, FILE_PASS, BEGIN_OF_BOOK = 512, 0x2F, b"\x09\x08\x10\x00\x00\x06\x05\x00"
DIGITS = 15  # what a spreadsheet keeps of a number
MOST = 10**DIGITS


class Refused(Exception):
    """The workbook is not read; the code is one of sheets.REFUSALS."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.told = {"refused": code, **facts}


def main(task: dict[str, Any]) -> None:
    """Does the task under its limits and tells what came of it."""
    resource.setrlimit(resource.RLIMIT_AS, (task["bytes"], task["bytes"]))
    resource.setrlimit(resource.RLIMIT_CPU, (task["seconds"], task["seconds"]))
    try:
        _read(task)
    except Refused as refused:
        _write(refused.told)
    except (MemoryError, ImportError):
        _write({"refused": "memory"})
    except BrokenPipeError:
        return
    except BaseException as error:  # a parser written in Rust panics beside Exception
        _write({"refused": "encrypted" if type(error).__name__ == "PasswordError" else "damaged"})


def _write(line: object) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


def _read(task: dict[str, Any]) -> None:
    _look_inside(task)
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415  under the limits

    with open(task["path"], "rb") as file:
        book = CalamineWorkbook.from_filelike(file)
    sheets = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    names = [one.name for one in sheets if one.visible == SheetVisibleEnum.Visible] or [one.name for one in sheets]
    if not names:
        raise Refused("no_sheet")
    if task["sheet"] and task["sheet"] not in book.sheet_names:
        raise Refused("other_sheet", sheet=task["sheet"], sheets=names[:20])
    wanted = names if task["first"] else [task["sheet"] or names[0]]
    written = 0
    for name in wanted:
        sheet = book.get_sheet_by_name(name)
        if _width(sheet) <= task["columns"]:
            written += 1
            _write({"sheet": name, "rows": sheet.height})
            _write_rows(sheet, task)
    if not written:
        raise Refused("columns")


def _write_rows(sheet: Any, task: dict[str, Any]) -> None:
    rows = _limited(_rows(sheet), task)
    if task["first"]:
        rows = islice(rows, task["first"])
    count = max(1, min(BATCH, BATCH_CELLS // max(_width(sheet), 1)))
    while batch := list(islice(rows, count)):
        line = json.dumps(batch, ensure_ascii=False)
        if "\\u0000" in line:  # no database keeps this character
            line = json.dumps([[number, [cell.replace("\0", "\ufffd") for cell in row]] for number, row in batch])
        sys.stdout.write(line + "\n")


def _width(sheet: Any) -> int:
    """How many columns from A on."""
    return sheet.end[1] + 1 if sheet.end else 0


def _limited(rows: Iterator[tuple[int, list[str]]], task: dict[str, Any]) -> Iterator[tuple[int, list[str]]]:
    """The filled rows, as many as a workbook may have. Of an XLS nothing was counted before."""
    cells = count = 0
    for number, row in rows:
        filled = len(row) - row.count("")
        if not filled:
            continue
        cells += filled
        count += 1
        if count > task["rows"]:
            raise Refused("rows")
        if cells > task["cells"]:
            raise Refused("cells")
        yield number, row


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """Row numbers from 1 and cells from column A, wherever the table begins; a merged area is filled downwards."""
    if sheet.start is None:
        return
    left = [""] * sheet.start[1]
    merged: dict[int, list[tuple[int, int]]] = {}
    for (top, column), (bottom, _right) in sheet.merged_cell_ranges or ():
        if bottom > top:
            merged.setdefault(top, []).append((column, bottom))
    lasting: dict[int, tuple[int, str]] = {}
    for place, values in enumerate(sheet.iter_rows()):
        row = left + [value if value.__class__ is str else text(value) for value in values]
        if lasting:
            _fill_down(row, place, lasting)
        for column, bottom in merged.get(place, ()):
            if column < len(row):
                lasting[column] = bottom, row[column]
        yield place + 1, row


def _fill_down(row: list[str], place: int, lasting: dict[int, tuple[int, str]]) -> None:
    for column, (bottom, value) in list(lasting.items()):
        if place > bottom:
            del lasting[column]
        elif not row[column]:
            row[column] = value


def text(value: Any) -> str:
    """A cell as a person reads it: whole numbers without a fraction, days as ISO dates.

    A number with more digits than a spreadsheet keeps stays in its scientific form: the lost digits are not invented.
    """
    if isinstance(value, float):
        if not abs(value) < MOST:
            return f"{value:.{DIGITS - 1}E}"
        return str(int(value)) if value.is_integer() else format(Decimal(f"{value:.{DIGITS}g}"), "f")
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return str(value)


def _look_inside(task: dict[str, Any]) -> None:
    """Refuses what is no plain workbook, or more than one may be, before anything is parsed."""
    with open(task["path"], "rb") as file:
        is_old = file.read(len(OLE)) == OLE
    if is_old:
        _look_into_ole(task["path"])
    else:
        _look_into_zip(task)


def _look_into_ole(path: str) -> None:
    """Looks for the names in the directory of an OLE file, wherever it lies."""
    with open(path, "rb") as file:
        content = file.read()
    for name, code in (("EncryptedPackage", "encrypted"), ("_VBA_PROJECT_CUR", "macros")):
        if name.encode("utf-16-le") in content:
            raise Refused(code)
    if not any(name.encode("utf-16-le") + b"\0\0" in content for name in ("Workbook", "Book")):
        raise Refused("no_workbook")
    if FILE_PASS in _first_records(content):
        raise Refused("encrypted")


def _first_records(content: bytes) -> Iterator[int]:
    """The codes of the records in the first sector of an XLS, where a password is told of."""
    place = content.find(BEGIN_OF_BOOK)
    end = place + OLE_SECTOR
    while 0 <= place < end and len(content) >= place + 4:
        code, length = struct.unpack_from("<HH", content, place)
        yield code
        place += 4 + length


def _look_into_zip(task: dict[str, Any]) -> None:
    """Inflates the parts without keeping them. What a zip says of its sizes is not believed."""
    _check_directory(task["path"])
    inflated = cells = 0
    with open(task["path"], "rb") as file, zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        _check_names({entry.filename.lstrip("/").lower() for entry in entries})
        if len(entries) > MOST_PARTS:
            raise Refused("inflated")
        _check_kind(file, entries)
        for length, found in (piece for entry in entries for piece in _pieces(file, entry)):
            inflated += length
            cells += found
            if inflated > task["inflated"]:
                raise Refused("inflated")
            if cells > task["cells"]:
                raise Refused("cells")


def _check_directory(path: str) -> None:
    """A directory of more than a megabyte lists a hundred thousand parts: no workbook has them."""
    with open(path, "rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - LONGEST_COMMENT))
        tail = file.read()
    end = tail.rfind(END_OF_ZIP)
    if end < 0 or len(tail) < end + 16:
        raise zipfile.BadZipFile("no end")
    if struct.unpack_from("<L", tail, end + 12)[0] > MOST_DIRECTORY:
        raise Refused("inflated")


def _check_names(names: set[str]) -> None:
    if any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names):
        raise Refused("macros")
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise Refused("other_workbook")
    if not any(name.endswith(".xml") and "workbook" in name for name in names):
        raise Refused("no_workbook")


def _check_kind(file: BinaryIO, entries: list[zipfile.ZipInfo]) -> None:
    """A workbook that may hold macros says so, even while it has none."""
    for entry in entries:
        if entry.filename.lower() == "[content_types].xml" and b"macroEnabled" in next(_inflated(file, entry), b""):
            raise Refused("macros")


def _pieces(file: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[tuple[int, int]]:
    """One part piece by piece: inflated bytes, and cells that start in them. A lie about the size makes it damaged."""
    tail = b""
    length = 0
    for piece in _inflated(file, entry):
        length += len(piece)
        whole = tail + piece  # so that no mark is cut in two
        yield len(piece), whole.count(b"<c ") + whole.count(b"<c>")
        tail = piece[-2:]
    if length != entry.file_size:
        raise zipfile.BadZipFile("another size")


def _inflated(file: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """All that a part inflates to; zipfile would stop where the directory says that it ends."""
    if entry.flag_bits & IS_ENCRYPTED:
        raise Refused("encrypted")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile("another method")
    file.seek(entry.header_offset)
    name, extra = struct.unpack("<HH", file.read(LOCAL_HEADER)[-4:])
    file.seek(name + extra, 1)
    left = entry.compress_size
    inflater = zlib.decompressobj(-zlib.MAX_WBITS) if entry.compress_type else None
    while packed := file.read(min(left, PIECE)):
        left -= len(packed)
        if not inflater:
            yield packed
        while inflater and packed:
            yield inflater.decompress(packed, PIECE)
            packed = inflater.unconsumed_tail
    if inflater:
        yield inflater.flush()


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    main(json.loads(sys.argv[1]))
