"""Good and hostile tables, made small: what is large is one compressed block, said again and again."""

import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
BOOK = '<sheets><sheet name="Price" sheetId="1" r:id="rId1"/></sheets>'
FRAME = {
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}">{BOOK}</workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{RELS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
SHEET = "xl/worksheets/sheet1.xml"
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR, SHORTEST_STREAM = 512, 4096


def workbook(path: Path, rows: Iterable[Sequence[object]], **options: object) -> Path:
    """An XLSX as xlsxwriter writes it."""
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def parts(sheet: str = "", **more: str) -> dict[str, str]:
    """The parts of an XLSX whose only sheet has this data, as XML."""
    return {**FRAME, SHEET: f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>', **more}


def zipped(path: Path, contents: dict[str, str]) -> Path:
    """A zip of these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return path


def repeated(block: bytes, times: int) -> bytes:
    """What deflate makes of a block said so many times, without ever holding it."""
    deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    one = deflater.compress(block) + deflater.flush(zlib.Z_FULL_FLUSH)
    return one * times + deflater.flush()


def bomb(path: Path, block: bytes, times: int, *, told_size: int | None = None) -> Path:
    """An XLSX whose sheet inflates to the block so many times, whatever its directory tells."""
    packed = repeated(block, times)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in FRAME.items():
            archive.writestr(name, content)
        archive.writestr(SHEET, packed)
        entry = archive.getinfo(SHEET)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.file_size = len(block) * times if told_size is None else told_size
    return path


def gzip_bomb(path: Path, block: bytes, times: int) -> Path:
    """A gzip that inflates to the block so many times."""
    path.write_bytes(b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + repeated(block, times) + b"\0" * 8)
    return path


def ole(streams: dict[str, bytes]) -> bytes:
    """An OLE compound file, the shape of XLS and of what Excel encrypts."""
    fat: list[int] = []
    body = b""
    entries = [_entry("Root Entry", 5, child=1, start=END)]
    for number, (name, content) in enumerate(streams.items(), start=1):
        content = content.ljust(SHORTEST_STREAM, b"\0")
        right = number + 1 if number < len(streams) else FREE
        entries.append(_entry(name, 2, right=right, start=len(fat), size=len(content)))
        body += _sectors(content, fat)
    directory = len(fat)
    body += _sectors(b"".join(entries), fat)
    table = len(fat)
    count = 1
    while (len(fat) + count) * 4 > count * SECTOR:
        count += 1
    fat += [FAT] * count
    fat += [FREE] * (count * SECTOR // 4 - len(fat))
    numbers = (0x3E, 3, 0xFFFE, 9, 6, b"", 0, count, directory, 0, SHORTEST_STREAM, END, 0, END, 0)
    head = struct.pack("<8s16xHHHHH6sLLLLLLLLL", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", *numbers)
    places = struct.pack("<109L", *range(table, table + count), *[FREE] * (109 - count))
    return head + places + body + struct.pack(f"<{len(fat)}L", *fat)


def _entry(name: str, kind: int, *, child: int = FREE, right: int = FREE, start: int = 0, size: int = 0) -> bytes:
    raw = name.encode("utf-16-le")
    return struct.pack("<64sHBBLLL36xLQ", raw, len(raw) + 2, kind, 1, FREE, right, child, start, size)


def _sectors(content: bytes, fat: list[int]) -> bytes:
    """The content in whole sectors, chained in the table."""
    count = -(-len(content) // SECTOR)
    fat += [*range(len(fat) + 1, len(fat) + count), END]
    return content.ljust(count * SECTOR, b"\0")


Merged = tuple[int, int, int, int]  # first and last row, first and last column


def xls(
    rows: Sequence[Sequence[object]], *, merged: Sequence[Merged] = (), is_encrypted: bool = False, name: str = "Прайс"
) -> bytes:
    """An XLS with one sheet. None leaves a cell out."""
    start = _record(0x0809, struct.pack("<HHHHLL", 0x0600, 5, 0, 0, 0, 0))
    if is_encrypted:
        start += _record(0x2F, struct.pack("<HHH48x", 1, 1, 1))
    raw = name.encode("utf-16-le")
    place = len(start) + 12 + len(raw) + 4
    start += _record(0x85, struct.pack("<LBBBB", place, 0, 0, len(name), 1) + raw) + _record(0x0A)
    cells = b"".join(
        _cell(row, column, value) for row, values in enumerate(rows) for column, value in enumerate(values)
    )
    areas = struct.pack("<H", len(merged)) + b"".join(struct.pack("<HHHH", *area) for area in merged)
    sheet = _record(0x0809, struct.pack("<HHHHLL", 0x0600, 0x10, 0, 0, 0, 0)) + cells + _record(0xE5, areas)
    return ole({"Workbook": start + sheet + _record(0x0A)})


def _cell(row: int, column: int, value: object) -> bytes:
    if value is None:
        return b""
    if isinstance(value, str):
        return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(value), 1) + value.encode("utf-16-le"))
    return _record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def _record(code: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", code, len(data)) + data
