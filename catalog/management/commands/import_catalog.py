"""./run manage import_catalog FILE --profile NAME: a supplier's file into products, prices and stock."""

import json
from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.enums import Channel
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.sheets import read_table
from catalog.actions.import_catalog import ImportReport, import_catalog
from catalog.imports.profiles import PROFILES
from catalog.imports.rows import feed_rows

LONGEST_WAREHOUSE_CODE = 50
KNOWN_PROFILES = ", ".join(sorted(PROFILES))

REPORT = """
The report: every row read is counted once,

  rows = created + updated + unchanged + second_codes + refused

  created       a new product (brand, printed article)
  updated       its name, section, package, prices or stock changed
  unchanged     nothing to write
  second_codes  a known (brand, article) of the same package and section under another code of the supplier: only the
                code is kept; name, prices and stock come from the row of the product's first code
  refused       did not go in; `reasons` counts them: empty_brand, bad_article, bad_code, bad_category, bad_price,
                bad_stock, bad_row, repeated, other_product (the code belongs to another article), other_package (a
                known article in another package or section). Each is listed with its line.
"""


class Command(BaseCommand):
    help = "Imports a catalogue file (CSV, CSV.gz, XLSX) by a named column profile."

    def create_parser(self, *args: Any, **kwargs: Any) -> Any:
        return super().create_parser(*args, epilog=REPORT, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--profile", required=True, help=f"how the columns are named: {KNOWN_PROFILES}")
        parser.add_argument(
            "--warehouse", type=_code, default="main", help="code of the warehouse whose stock the file counts"
        )
        parser.add_argument("--rate", help="roubles for one unit of the file's currency, from today on")
        parser.add_argument("--limit", type=_count, help="read so many rows at most")
        parser.add_argument("--json", action="store_true", help="the report as one JSON object on stdout")

    def handle(self, *, file: Path, profile: str, warehouse: str, rate: str | None, **options: Any) -> None:
        chosen = PROFILES.get(profile)
        if chosen is None:
            facts = {"profile": profile, "known": KNOWN_PROFILES}
            raise CommandError(_("There is no profile %(profile)s; the known ones are: %(known)s.") % facts)
        try:
            with read_table(file) as cells:
                report = import_catalog(
                    feed=chosen.feed,
                    rows=feed_rows(cells, chosen, options["limit"]),
                    warehouse=warehouse,
                    source_name=file.name,
                    rate=_rate(rate),
                    by=Actor(channel=Channel.COMMAND),
                    at=timezone.now(),
                )
        except RuleBroken as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(_json(report) if options["json"] else _text(report))


def _code(text: str) -> str:
    if not 0 < len(text.strip()) <= LONGEST_WAREHOUSE_CODE:
        raise ArgumentTypeError(f"a warehouse's code has 1 to {LONGEST_WAREHOUSE_CODE} characters")
    return text.strip()


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 10 and int(text)):
        raise ArgumentTypeError("a positive number of rows, for example 1000")
    return int(text)


def _rate(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        rate = Decimal(text.replace(",", "."))
    except InvalidOperation:
        rate = Decimal(0)
    if not rate.is_finite() or not 0 < rate < 10**8:
        raise CommandError(_("--rate is a positive number of roubles, for example 90"))
    return rate


def _json(report: ImportReport) -> str:
    problems = [
        {"line": row.line, "reason": row.reason.value, "text": row.text, "words": str(row.reason.label)}
        for row in report.problems
    ]
    return json.dumps({**report.as_json(), "problems": problems}, ensure_ascii=False)


def _text(report: ImportReport) -> str:
    lines = [f"{name:>15} {value}" for name, value in report.as_json().items() if isinstance(value, int)]
    lines += [f"line {row.line}: {row.reason.label}: {row.text}" for row in report.problems]
    return "\n".join(lines)
