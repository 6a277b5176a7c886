"""The search page: what a query, a section or ticks find, with this company's prices."""

from collections import Counter
from dataclasses import replace
from datetime import datetime
from typing import Any

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
from b2b_portal.core.uids import uid_of
from catalog.actions.note_search import note_search
from catalog.enums import Match, Sort
from catalog.narrowing import Narrowing
from catalog.queries.analogues import list_results
from catalog.queries.facets import Facets, chosen_labels, facets, price_span
from catalog.queries.hit_set import HitSet, hit_set
from catalog.queries.listing import list_products
from catalog.queries.narrowed import Narrowed, narrowed
from catalog.queries.newest import newest_products
from catalog.queries.recent_searches import recent_searches
from catalog.queries.result_page import ResultPage, result_page
from catalog.queries.search import RANK, Hit, SearchResult, nearest
from catalog.queries.sections import section_tree

PAGE = 20
SPANNED = 2_000  # goods whose prices are bounded at once; of more, after the page is there


@needs(Permission.VIEW_CATALOG, or_visits=True)
@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Shows what the query finds, or a section holds, with this company's prices; with nothing asked, what is new."""
    narrowing = _narrowing(request)
    if not narrowing.query and not narrowing.is_narrowed:
        return part_or_page(request, part="catalog/_results.html", page="catalog/search.html", context=_start(request))
    context = _found(request, narrowing, timezone.now())
    result: SearchResult = context["result"]
    if result.literal and not is_part(request) and request.GET.keys() <= {"q", "literal"}:
        noted = {"query": result.literal, "understood": result.understood, "hits": context["facets"].total}
        note_search(by=request.actor, at=timezone.now(), **noted)
    has_ticked = is_part(request) and request.headers.get("HX-Target") == "found"
    part = "catalog/_ticked.html" if has_ticked else "catalog/_results.html"
    return part_or_page(request, part=part, page="catalog/search.html", context=context)


@needs(Permission.VIEW_CATALOG, or_visits=True)
@require_safe
def search_prices(request: HttpRequest) -> HttpResponse:
    """Returns the fields of the price facet with the lowest and the highest price of what is found."""
    narrowing = _narrowing(request)
    hits = hit_set(request.actor, narrowing.query, is_literal=narrowing.is_literal)
    shown = narrowed(request.actor, hits, narrowing, timezone.now())
    span = price_span(shown) if shown.can_price else None
    return render(request, "catalog/_price_span.html", {"narrowing": narrowing, "span": span})


def _narrowing(request: HttpRequest) -> Narrowing:
    return Narrowing.read({name: request.GET.getlist(name) for name in request.GET})


def _found(request: HttpRequest, narrowing: Narrowing, at: datetime) -> dict[str, Any]:
    actor = request.actor
    hits = hit_set(actor, narrowing.query, is_literal=narrowing.is_literal)
    shown = narrowed(actor, hits, narrowing, at)
    counted = facets(shown, narrowing)
    page = result_page(actor, hits, shown, narrowing, PAGE)
    result = _result(actor, hits, page, has_any=bool(counted.total or narrowing.is_narrowed))
    found = [*page.found] or [(product, None) for product in result.nearest]
    opened = uid_of(request.GET.get("analogues", ""))
    results = list_results(actor, found, opened, at, result.quantity, shown.lists)
    return {
        "result": result,
        "narrowing": narrowing,
        "query": narrowing.query,
        "can_order": _can_order(actor),
        "facets": counted,
        "counts": [] if narrowing.is_narrowed else _counts(hits),
        "title": result.understood or _title(counted),
        "listing": results.listing,
        "opened": results.opened,
        "analogues": results.analogues,
        "out": results.out,
        **_ordering(shown, narrowing),
        **_price_facet(shown, narrowing, counted.total),
        **_addresses(narrowing, page, result, counted),
    }


def _result(actor: Actor, hits: HitSet, page: ResultPage, *, has_any: bool) -> SearchResult:
    """The products of the page as what was found; nearest ones where there is nothing at all."""
    found = tuple(Hit(product, match or Match.NAME) for product, match in page.found)
    near = () if has_any else nearest(actor, hits.literal)
    return SearchResult(hits.literal, hits.understood, found, bool(page.after), near, hits.quantity)


def _counts(hits: HitSet) -> list[tuple[str, int]]:
    """How many were found why, where all of them were ranked."""
    counts = Counter(hit.match for hit in hits.ranked) if hits.is_whole else Counter[Match]()
    return [(str(match.label), n) for match, n in sorted(counts.items(), key=lambda one: RANK[one[0]])]


def _title(counted: Facets) -> str:
    """What a page without a query shows: the ticked sections or makers."""
    ticked: dict[str, list[str]] = {name: [] for name in ("section", "brand")}
    for name, choice in chosen_labels(counted.groups):
        ticked.setdefault(name, []).append(str(choice.label))
    return ", ".join(ticked["section"] or ticked["brand"]) or _("Catalogue")


def _ordering(shown: Narrowed, narrowing: Narrowing) -> dict[str, Any]:
    priced = (Sort.PRICE, Sort.PRICE_DOWN)
    return {
        "sorts": [one for one in Sort if shown.has_prices or one not in priced],
        "is_unsorted": shown.has_prices and narrowing.sort in priced and not shown.can_price,
        "sorting_pairs": narrowing.without("sort").pairs(),
    }


def _price_facet(shown: Narrowed, narrowing: Narrowing, total: int) -> dict[str, Any]:
    """The bounds of few goods at once; of many the page asks for them when it is there."""
    if not shown.has_prices:
        return {"has_price_facet": False}
    is_quick = total <= SPANNED and narrowing.price_from is None and narrowing.price_to is None
    return {
        "has_price_facet": True,
        "span": price_span(shown) if is_quick else None,
        "prices_url": "" if is_quick else f"{reverse('catalog:search-prices')}?{narrowing.address}",
    }


def _addresses(narrowing: Narrowing, page: ResultPage, result: SearchResult, counted: Facets) -> dict[str, Any]:
    chosen = [
        (choice.label, narrowing.toggled(name or choice.value, choice.value if name else "1"))
        for name, choice in chosen_labels(counted.groups)
    ]
    if narrowing.price_from is not None or narrowing.price_to is not None:
        chosen.append((_("price"), narrowing.without("price_from", "price_to")))
    return {
        "chips": [(label, _address(without)) for label, without in chosen],
        "cleared_url": _address(Narrowing(narrowing.query, narrowing.is_literal, sort=narrowing.sort)),
        "facet_pairs": Narrowing(narrowing.query, narrowing.is_literal, sort=narrowing.sort).pairs(),
        "folded_url": _address(narrowing),
        "literal_url": _address(Narrowing(result.literal, is_literal=True)),
        "first_url": _address(narrowing.without()) if narrowing.after else "",
        "more_url": _address(replace(narrowing, after=page.after)) if page.after else "",
        "take_url": f"{reverse('catalog:search-take')}?{narrowing.without().address}",
    }


def _start(request: HttpRequest) -> dict[str, Any]:
    newest = [(product, None) for product in newest_products(request.actor)]
    return {
        "result": None,
        "recent": recent_searches(request.actor),
        "sections": section_tree(request.actor),
        "listing": list_products(request.actor, newest, timezone.now()),
        "query": "",
        "can_order": _can_order(request.actor),
    }


def _can_order(actor: Actor) -> bool:
    return actor.company is not None and bool(can(actor, Permission.EDIT_CART, actor.company))


def _address(narrowing: Narrowing) -> str:
    return f"{reverse('catalog:search')}?{narrowing.address}"
