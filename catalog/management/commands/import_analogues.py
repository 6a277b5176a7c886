"""./run manage import_analogues FILE --profile NAME: a table of analogues into links of products."""

import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.actors import Actor
from accounts.enums import Channel
from b2b_portal.core.errors import RuleBroken
from catalog.actions.import_analogues import AnalogueReport, import_analogues
from catalog.analogue_feed import MOST_IN_GROUP, RefusedSaying
from catalog.imports.analogue_files import PROFILES, find_table, said_rows

REPORT = f"""
The profiles (docs/analogues.md has their columns):

  pairs            article, brand -> article, brand of the analogue, kind and difference if the table has them
  groups           group, article, brand: products of a group stand for one another
  jlcparts_groups  norm_mpn, mpn, manufacturer: of a group only equal printed articles are linked

The report: rows = known + repeated + unknown + bad. Pairs of products: linked + changed + kept + already.
`kept` differ from the file, and a person vouches for them. `review` counts pairs of spellings of the file that wait for
staff to say whether they are one part, `review_new` those that were not on the list. `problems` names the lines of what
is bad or unknown, of each the first 1,000. Of a group with more than {MOST_IN_GROUP} known products nothing is linked.
"""


class Command(BaseCommand):
    help = "Imports a table of analogues (CSV, CSV.gz, XLSX, XLS) by a named profile."

    def create_parser(self, *args: Any, **kwargs: Any) -> Any:
        return super().create_parser(*args, epilog=REPORT, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--profile", required=True, choices=sorted(PROFILES), help="what the columns mean")
        parser.add_argument("--json", action="store_true", help="print last one JSON object on stdout")

    def handle(self, *, file: Path, profile: str, **options: Any) -> None:
        chosen = PROFILES[profile]
        try:
            report = import_analogues(
                rows=said_rows(file, find_table(file, chosen), chosen),
                is_grouped=chosen.is_grouped,
                only_equal=chosen.only_equal,
                source_name=file.name,
                by=Actor(channel=Channel.COMMAND),
                at=timezone.now(),
            )
        except RuleBroken as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(_json(report) if options["json"] else _text(report))


def _problem(one: RefusedSaying) -> dict[str, object]:
    return {"line": one.line, "reason": one.fault.value, "text": one.text, "words": str(one.fault.label)}


def _json(report: AnalogueReport) -> str:
    problems = [_problem(one) for one in report.problems]
    return json.dumps({**asdict(report), "problems": problems}, ensure_ascii=False)


def _text(report: AnalogueReport) -> str:
    facts = {name: value for name, value in vars(report).items() if name != "problems"}
    lines = [f"{name:>12} {value}" for name, value in facts.items()]
    lines += [f"line {one.line}: {one.fault.label}: {one.text}" for one in report.problems]
    return "\n".join(lines)
