"""./run manage search QUERY --company CODE --json: what the search page would show."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.enums import Channel
from accounts.permissions import Role
from accounts.queries.companies import company_by_code
from catalog.queries.listing import Row, list_products
from catalog.queries.search import search


class Command(BaseCommand):
    help = "Searches as a company's purchaser; QUERY - reads one query per line from standard input."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("query", help="what is typed into the box; - for lines from standard input")
        parser.add_argument("--company", required=True, help="the company's INN or code")
        parser.add_argument("--json", action="store_true", help="one JSON array per query on stdout")
        parser.add_argument("--limit", type=int, default=20, help="hits per query at most (200)")

    def handle(self, *, query: str, company: str, limit: int, **options: Any) -> None:
        buyer = company_by_code(company)
        if buyer is None:
            raise CommandError(_("There is no company with the INN or code «%(code)s».") % {"code": company})
        actor = Actor(company=buyer, role=Role.PURCHASER, channel=Channel.COMMAND)
        for line in _lines(query):
            result = search(actor, line, limit=limit)
            listing = list_products(actor, [(hit.product, hit.match) for hit in result.hits], timezone.now())
            if options["json"]:
                self.stdout.write(json.dumps([_hit(row) for row in listing.rows], ensure_ascii=False))
            else:
                for row in listing.rows:
                    self.stdout.write("  ".join(str(value) for value in _hit(row).values()))


def _lines(query: str) -> Iterable[str]:
    if query != "-":
        return [query]
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    return (line.rstrip("\r\n") for line in sys.stdin)


def _hit(row: Row) -> dict[str, str | int | None]:
    return {
        "article": row.product.article,
        "brand": row.product.brand.name,
        "name": row.product.name,
        "match": row.match.value if row.match else None,
        "price": str(row.price.unit_gross) if row.price else None,
        "available": row.available,
    }
