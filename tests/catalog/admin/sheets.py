"""Sheets as staff send them: through the pages, the preview first."""

import io
import re

import xlsxwriter
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

Cells = list[list[object]]


def page(model: str, name: str) -> str:
    return reverse(f"admin:catalog_{model}_{name}")


def csv_file(*rows: str, name: str = "table.csv") -> io.BytesIO:
    file = io.BytesIO("\r\n".join(rows).encode())
    file.name = name
    return file


def xlsx_file(*rows: list[object]) -> io.BytesIO:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    file.seek(0)
    file.name = "table.xlsx"
    return file


def send(client: Client, model: str, file: io.BytesIO) -> HttpResponse:
    """The first step: what the sheet would do."""
    return client.post(page(model, "import"), {"import_file": file, "resource": "0"})


def confirm(client: Client, model: str, preview: HttpResponse) -> HttpResponse:
    """The second step, with what the preview's form holds."""
    assert preview.status_code == 200, preview.text
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', preview.text))
    return client.post(page(model, "process_import"), hidden)


def load(client: Client, model: str, *rows: str) -> HttpResponse:
    """Both steps."""
    return confirm(client, model, send(client, model, csv_file(*rows)))
