"""./run manage import_prices FILE --price-list CODE: a price file compared with a list, and published when asked."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files import File as OpenFile
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.enums import Channel
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.files import store_upload
from b2b_portal.core.sheets import SheetRefused, samples
from catalog.actions.open_import import open_import
from catalog.actions.publish_import import publish_import
from catalog.actions.start_import import start_import
from catalog.enums import ImportKind
from catalog.imports.layout import Layout, guess_layout, sheets_alike
from catalog.imports.stage import publish_staged, stage_import
from catalog.models import ImportBatch, ImportProfile, PriceList
from catalog.queries.imports import import_at_work, last_number_of, price_list_of, profile_of

TOLD = (
    "rows", "valid", "invalid", "new", "up", "down", "unchanged", "missing", "unknown", "doubtful", "repeated", "bad",
    "jump", "tenfold", "below_cost", "seconds",
)  # fmt: skip
EPILOG = """
The report: rows = valid + invalid; valid = new + up + down + unchanged + unknown + doubtful; invalid = bad + repeated.
`missing` are prices of the list that the file lacks; they stay unless --remove-missing is given. `version` is the
number of the version in force after the command, null when the list has none; `published` says whether it is new.
One sheet of a workbook is read; `unread_sheets` names others with the same headings.
"""


class Command(BaseCommand):
    help = "Compares a price file (CSV, CSV.gz, XLSX, XLS) with a price list, and publishes it with --publish."

    def create_parser(self, *args: Any, **kwargs: Any) -> Any:
        return super().create_parser(*args, epilog=EPILOG, **kwargs)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--price-list", required=True, help="code of a list with prices of its own")
        parser.add_argument("--profile", help="code of a kept profile; without one the columns are guessed")
        parser.add_argument("--publish", action="store_true", help="publish what differs")
        parser.add_argument("--remove-missing", action="store_true", help="publish also that missing prices go")
        parser.add_argument("--json", action="store_true", help="print last one JSON object on stdout")

    def handle(self, *, file: Path, price_list: str, profile: str | None, **options: Any) -> None:
        wanted = price_list_of(price_list)
        if wanted is None:
            raise CommandError(_("There is no price list with the code «%(code)s».") % {"code": price_list})
        chosen = profile_of(profile, ImportKind.PRICES) if profile else None
        if profile and chosen is None:
            raise CommandError(_("There is no profile «%(code)s» for prices.") % {"code": profile})
        try:
            found = samples(file)
            layout = guess_layout(found, ImportKind.PRICES, chosen)
            batch = _compared(file, layout, wanted, chosen, keeps_all=not options["publish"])
            if options["publish"]:
                batch = _published(batch, options["remove_missing"])
        except RuleBroken as refusal:
            raise CommandError(str(refusal)) from None
        told = {
            **{name: batch.report.get(name, 0) for name in TOLD},
            "version": last_number_of(wanted),
            "published": batch.version is not None,
            "import": str(batch.uid),
            "unread_sheets": sheets_alike(found, layout),
        }
        self.stdout.write(json.dumps(told) if options["json"] else _text(told))


def _actor() -> Actor:
    return Actor(channel=Channel.COMMAND)


def _compared(
    path: Path, layout: Layout, price_list: PriceList, profile: ImportProfile | None, *, keeps_all: bool
) -> ImportBatch:
    with path.open("rb") as stream:
        stored = store_upload(OpenFile(stream, name=path.name), name=path.name, content_type="application/octet-stream")
    batch = open_import(
        kind=ImportKind.PRICES,
        file=stored,
        layout=layout.as_json(),
        price_list=price_list,
        profile=profile,
        by=_actor(),
        at=timezone.now(),
    )
    start_import(batch=batch, by_worker=False, by=_actor(), at=timezone.now())
    stage_import(batch=import_at_work(batch.pk), keeps_all=keeps_all, by=_actor(), at=timezone.now())
    return _sound(batch)


def _published(batch: ImportBatch, removes_missing: bool) -> ImportBatch:
    publish_import(batch=batch, removes_missing=removes_missing, by_worker=False, by=_actor(), at=timezone.now())
    publish_staged(batch=import_at_work(batch.pk), of_session=True, by=_actor(), at=timezone.now())
    return _sound(batch)


def _sound(batch: ImportBatch) -> ImportBatch:
    """The import as it is now. Raises SheetRefused with its sentence when it failed."""
    found = import_at_work(batch.pk)
    if found.error:
        raise SheetRefused(found.error)
    return found


def _text(told: dict[str, Any]) -> str:
    return "\n".join(f"{name:>12} {value}" for name, value in told.items())
