"""How long sheets of 5,000 rows keep a web worker, and exports of 11,111, in a shop with 100,000 products.

./run bench staff_sheets [--rows N]

Sends an XLSX of each kind through the admin's pages, in process with all middleware: the preview, then the import.
Every row changes something. One JSON line per step in milliseconds, beside it this process's own work (no neighbour on
a busy machine adds to it) and `select 1` of the same minute.
"""

import argparse
import io
import os
import re
import tempfile
import time
from typing import Any

import django
import psycopg
import xlsxwriter

from benchmarks._scratch import figure, manage, percentile, round_trip, scratch_database

_PRODUCTS = "SELECT brand.name, article FROM catalog_product p JOIN catalog_brand brand ON brand.id = p.brand_id"
EXPORTED = 11_111  # products whose article begins with CF5
SHEETS: dict[str, tuple[list[str], str]] = {
    "product": (["brand", "article", "name"], f"SELECT *, 'New ' || article FROM ({_PRODUCTS}) p LIMIT %s"),
    "price": (["price_list", "brand", "article", "unit_price"], f"SELECT 'opt-1', *, 7 FROM ({_PRODUCTS}) p LIMIT %s"),
    "stock": (["warehouse", "brand", "article", "on_hand"], f"SELECT 'main', *, 77 FROM ({_PRODUCTS}) p LIMIT %s"),
    "analogue": (
        ["brand", "article", "other_brand", "other_article", "kind"],
        "SELECT b.name, p.article, c.name, o.article, 'accessory' FROM catalog_product p JOIN catalog_brand b "
        "ON b.id = p.brand_id JOIN catalog_product o ON o.id = p.id + 7 "
        "JOIN catalog_brand c ON c.id = o.brand_id LIMIT %s",
    ),
}


def main() -> None:
    """Fills a database of its own, imports each sheet and exports each list."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=5_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder, scratch_database() as environment:
        environment |= {"DATA_DIR": folder, "PUBLIC_URL": "http://127.0.0.1:8000", "DEBUG": "0"}
        manage(environment, "collectstatic", "--noinput", "--verbosity", "0")
        os.environ.update(environment, DATABASE_ROLE="web", DJANGO_SETTINGS_MODULE="b2b_portal.settings")
        django.setup()  # reads the scratch database's address, so what needs settings is imported only now
        from benchmarks import _staff_rows  # noqa: PLC0415

        with psycopg.connect(environment["DATABASE_OWNER_URL"], autocommit=True) as owner:
            _staff_rows.fill(owner)
            machine = round(percentile(round_trip(owner), 50), 3)
            client = _staff_rows.boss()
            for model, (headings, statement) in SHEETS.items():
                file = _sheet(headings, owner.execute(statement.encode(), [rows]).fetchall())
                _measure(client, model, file, rows, machine)


def _measure(client: Any, model: str, file: io.BytesIO, rows: int, machine: float) -> None:
    address = f"/admin/catalog/{model}/"
    preview = _timed(
        client, f"{model}.preview", f"{address}import/", {"import_file": file, "resource": "0"}, rows, machine
    )
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', preview.text))
    done = _timed(client, f"{model}.import", f"{address}process_import/", hidden, rows, machine)
    if done.status_code != 302:
        raise SystemExit(done.text)
    few = "?q=cf-5" if model != "analogue" else "?q=cf-55"  # 1,111 products, either end of a link
    for place, name in ((0, "xlsx"), (1, "csv")):
        wanted = {"format": str(place), "resource": "0"}
        sheet = _timed(client, f"{model}.export_{name}", f"{address}export/{few}", wanted, EXPORTED, machine)
        if "Content-Disposition" not in sheet:
            raise SystemExit(sheet.text)


def _timed(client: Any, name: str, address: str, said: dict[str, Any], rows: int, machine: float) -> Any:
    started, worked = time.perf_counter(), time.process_time()
    answer = client.post(address, said)
    wall, own = (time.perf_counter() - started) * 1000, (time.process_time() - worked) * 1000
    figure(f"staff_sheet.{name}", wall, "ms", own_work_ms=round(own), rows=rows, select_1_ms=machine)
    return answer


def _sheet(headings: list[str], rows: list[Any]) -> io.BytesIO:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([headings, *rows]):
            sheet.write_row(number, 0, row)
    file.seek(0)
    file.name = "sheet.xlsx"
    return file


if __name__ == "__main__":
    main()
