"""The search page and the panel under the search box."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.queries.access import can
from b2b_portal.core.access import needs
from b2b_portal.core.htmx import is_part, part_or_page
from catalog.actions.note_search import note_search
from catalog.queries.analogues import AnalogueRow, list_results
from catalog.queries.listing import Row, list_products
from catalog.queries.newest import newest_products
from catalog.queries.recent_searches import recent_searches
from catalog.queries.search import LONGEST_QUERY, MOST_HITS, RANK, SearchResult, search

PAGE = 20
SUGGESTIONS = 8
SUGGESTED_ANALOGUES = 3


@needs(Permission.VIEW_CATALOG)
@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Shows what the query finds with this company's prices; without a query, what is new."""
    query = request.GET.get("q", "")
    context = _found(request, query) if query.strip() else _start(request)
    if context["result"] and not is_part(request) and request.GET.keys() <= {"q", "literal"}:
        note_search(by=request.actor, at=timezone.now(), **_noted(context["result"]))
    return part_or_page(
        request,
        part="catalog/_results.html",
        page="catalog/search.html",
        context={**context, "query": query[:LONGEST_QUERY], "can_order": _can_order(request.actor)},
    )


@needs(Permission.VIEW_CATALOG)
@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Returns the panel under the search box: the best hits, what Ctrl Enter adds, or nothing for an empty box."""
    query = request.GET.get("q", "")
    result = search(request.actor, query, limit=SUGGESTIONS)
    sole = result.exact[0].product if len(result.exact) == 1 else None
    found = [(hit.product, hit.match) for hit in result.hits]
    opened = sole.uid if sole else None
    results = list_results(request.actor, found, opened, timezone.now(), result.quantity)
    analogues = results.analogues[:SUGGESTED_ANALOGUES]
    context = {
        "result": result,
        "groups": _groups(results.listing.rows, analogues),
        "sole": sole,
        "query": query[:LONGEST_QUERY],
        "all_url": _address(query[:LONGEST_QUERY]),
        "can_order": _can_order(request.actor),
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


def _found(request: HttpRequest, query: str) -> dict[str, Any]:
    is_literal = request.GET.get("literal") == "1"
    shown = _shown(request.GET.get("shown", ""))
    result = search(request.actor, query, limit=shown, is_literal=is_literal)
    found = [(hit.product, hit.match) for hit in result.hits] or [(product, None) for product in result.nearest]
    opened = _opened(request.GET.get("analogues", ""))
    results = list_results(request.actor, found, opened, timezone.now(), result.quantity)
    more = {"literal": "1"} if is_literal else {}
    return {
        "result": result,
        "counts": [(match.label, n) for match, n in sorted(result.counts.items(), key=lambda one: RANK[one[0]])],
        "listing": results.listing,
        "opened": results.opened,
        "analogues": results.analogues,
        "out": results.out,
        "folded_url": _address(result.literal, **more, **({"shown": str(shown)} if shown != PAGE else {})),
        "literal_url": _address(result.literal, literal="1"),
        "more_url": _address(result.literal, **more, shown=str(shown + PAGE))
        if result.has_more and shown < MOST_HITS
        else "",
    }


def _noted(result: SearchResult) -> dict[str, Any]:
    return {"query": result.literal, "understood": result.understood, "hits": len(result.hits)}


def _start(request: HttpRequest) -> dict[str, Any]:
    newest = [(product, None) for product in newest_products(request.actor)]
    recent = recent_searches(request.actor)
    return {"result": None, "recent": recent, "listing": list_products(request.actor, newest, timezone.now())}


def _shown(text: str) -> int:
    """How many hits the page shows; anything odd is the first page."""
    return min(int(text), MOST_HITS) if text.isascii() and text.isdigit() and 0 < len(text) < 6 and int(text) else PAGE


def _opened(text: str) -> UUID | None:
    """The product whose analogues are unfolded; anything odd is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _can_order(actor: Actor) -> bool:
    return actor.company is not None and bool(can(actor, Permission.EDIT_CART, actor.company))


def _address(query: str, **more: str) -> str:
    return f"{reverse('catalog:search')}?{urlencode({'q': query, **more}, errors='replace')}"
