"""./run manage rollback_prices --price-list CODE: the last version of a list in force is taken back."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.enums import Channel
from b2b_portal.core.errors import RuleBroken
from catalog.actions.rollback_prices import last_version, rollback_prices
from catalog.models import PriceList, PriceListVersion
from catalog.queries.imports import numbered_version, price_list_of


class Command(BaseCommand):
    help = "Takes the last version of a price list that is in force back, as a new version; twice takes two back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--price-list", required=True, help="code of the list")
        parser.add_argument("--version-number", type=int, help="take back this version and all after it")
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, *, price_list: str, version_number: int | None, **options: Any) -> None:
        wanted = price_list_of(price_list)
        if wanted is None:
            raise CommandError(_("There is no price list with the code «%(code)s».") % {"code": price_list})
        try:
            undone = _wanted_version(wanted, version_number)
            made = rollback_prices(version=undone, by=Actor(channel=Channel.COMMAND), at=timezone.now())
        except RuleBroken as refusal:
            raise CommandError(str(refusal)) from None
        told = {
            "price_list": wanted.code,
            "undoes": undone.number,
            "version": made.number if made else None,
            **(made.report if made else {"new": 0, "up": 0, "down": 0, "removed": 0}),
        }
        self.stdout.write(json.dumps(told) if options["json"] else _text(told))


def _wanted_version(price_list: PriceList, number: int | None) -> PriceListVersion:
    if number is None:
        return last_version(price_list)
    found = numbered_version(price_list, number)
    if found is None:
        raise CommandError(_("%(code)s has no version %(number)s.") % {"code": price_list.code, "number": number})
    return found


def _text(told: dict[str, Any]) -> str:
    return "\n".join(f"{name:>12} {value}" for name, value in told.items())
