"""The panel under the search box."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from accounts.queries.access import can
from b2b_portal.core.access import needs
from catalog.queries.analogues import AnalogueRow, list_results
from catalog.queries.listing import Row
from catalog.queries.recent_searches import recent_searches
from catalog.queries.search import LONGEST_QUERY, search

SUGGESTIONS = 8
SUGGESTED_ANALOGUES = 3


@needs(Permission.VIEW_CATALOG, or_visits=True)
@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Returns the panel under the search box: the best hits, what Ctrl Enter adds; for an empty box recent searches."""
    actor, query = request.actor, request.GET.get("q", "")
    result = search(actor, query, limit=SUGGESTIONS)
    sole = result.exact[0].product if len(result.exact) == 1 else None
    found = [(hit.product, hit.match) for hit in result.hits]
    opened = sole.uid if sole else None
    results = list_results(actor, found, opened, timezone.now(), result.quantity)
    analogues = results.analogues[:SUGGESTED_ANALOGUES]
    context = {
        "result": result,
        "groups": _groups(results.listing.rows, analogues),
        "recent": [] if result.literal else recent_searches(actor),
        "sole": sole,
        "query": query[:LONGEST_QUERY],
        "all_url": f"{reverse('catalog:search')}?{urlencode({'q': query[:LONGEST_QUERY]}, errors='replace')}",
        "can_order": actor.company is not None and bool(can(actor, Permission.EDIT_CART, actor.company)),
    }
    return render(request, "catalog/_suggest.html", context)


def _groups(rows: Sequence[Row], analogues: Sequence[AnalogueRow]) -> list[dict[str, Any]]:
    """The rows by why they were found; analogues of the exact hit stand after it and nowhere else."""
    elsewhere = {analogue.row.product for analogue in analogues}
    shown = [row for row in rows if row.product not in elsewhere]
    groups: list[dict[str, Any]] = [
        {"label": match.label if match else "", "match": match, "rows": [{"row": row} for row in group]}
        for match, group in groupby(shown, key=lambda row: row.match)
    ]
    if analogues:
        beside = [{"row": analogue.row, "analogue": analogue} for analogue in analogues]
        groups.insert(1, {"label": _("Analogues"), "rows": beside})
    return groups
