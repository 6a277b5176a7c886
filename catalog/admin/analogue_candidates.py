"""Spellings that a file took for one part: one or two, staff decide, once for all makers."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.actors import Actor
from accounts.enums import Channel
from b2b_portal.core.admin.seen_only import SeenOnlyAdmin
from catalog.actions.link_spellings import link_spellings
from catalog.actions.reject_spellings import reject_spellings
from catalog.enums import AnalogueKind, CandidateState
from catalog.models import AnalogueCandidate
from catalog.queries.spellings import Spelled, spelled

ALL = "all"


class StateFilter(admin.SimpleListFilter):
    """What waits for a decision, unless the rest is asked for."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*CandidateState.choices, (ALL, _("All"))]

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        for value, title in self.lookup_choices:
            yield {
                "selected": value == (self.value() or CandidateState.WAITING),
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": title,
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        state = self.value() or CandidateState.WAITING
        return queryset if state == ALL else queryset.filter(state=state)


@admin.register(AnalogueCandidate)
class AnalogueCandidateAdmin(SeenOnlyAdmin):
    """The list on which other spellings of a group wait: nothing is linked before somebody has looked."""

    list_display = ["spelling", "other_spelling", "doubt", "source_name", "found_at", "state", "decided_by"]
    list_display_links = None
    list_filter = [StateFilter, "doubt"]
    list_select_related = ["decided_by"]
    ordering = ["id"]
    search_fields = ["pk"]  # shows the box; get_search_results decides
    search_help_text = _("The beginning of an article")
    actions = ["link_as_functional", "link_as_full", "reject"]

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """The page's products are read at once, not row by row."""
        changelist = super().get_changelist_instance(request)
        rows = list(changelist.result_list)
        found = spelled({article for row in rows for article in (row.article, row.other_article)})
        for row in rows:
            row.spelled = found.get(row.article, Spelled()), found.get(row.other_article, Spelled())
        changelist.result_list = rows
        return changelist

    @admin.display(description=_("article"))
    def spelling(self, row: Any) -> SafeString:
        return _cell(row.article, row.other_article, row.spelled[0])

    @admin.display(description=_("other spelling"))
    def other_spelling(self, row: Any) -> SafeString:
        return _cell(row.other_article, row.article, row.spelled[1])

    @admin.action(description=_("One part: link as functional analogues"), permissions=["decide"])
    def link_as_functional(self, request: HttpRequest, rows: QuerySet[AnalogueCandidate]) -> None:
        self._link(request, rows, AnalogueKind.FUNCTIONAL)

    @admin.action(description=_("One part: link as full replacements"), permissions=["decide"])
    def link_as_full(self, request: HttpRequest, rows: QuerySet[AnalogueCandidate]) -> None:
        self._link(request, rows, AnalogueKind.FULL)

    @admin.action(description=_("Different parts: reject for ever"), permissions=["decide"])
    def reject(self, request: HttpRequest, rows: QuerySet[AnalogueCandidate]) -> None:
        done = reject_spellings(candidates=rows.values_list("pk", flat=True), by=_actor(request), at=timezone.now())
        words = ngettext("%(n)s pair of spellings is rejected.", "%(n)s pairs of spellings are rejected.", done)
        self.message_user(request, words % {"n": done}, messages.SUCCESS)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """Who may link products may say what is one part."""
        return bool(request.user.has_perm("catalog.change_analogue"))

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Rows one of whose articles begins so."""
        term = search_term.strip()
        if not term:
            return queryset, False
        return queryset.filter(Q(article__istartswith=term) | Q(other_article__istartswith=term)), False

    def _link(self, request: HttpRequest, rows: QuerySet[AnalogueCandidate], kind: AnalogueKind) -> None:
        chosen = rows.values_list("pk", flat=True)
        done = link_spellings(candidates=chosen, kind=kind, by=_actor(request), at=timezone.now())
        words = ngettext("%(n)s link of products was made.", "%(n)s links of products were made.", done)
        self.message_user(request, words % {"n": done}, messages.SUCCESS)


def _actor(request: HttpRequest) -> Actor:
    return Actor(user=request.user, channel=Channel.ADMIN)


def _cell(article: str, other: str, products: Spelled) -> SafeString:
    """The spelling with what the other lacks marked, its makers and what one of them calls it."""
    pieces = format_html_join("", "{}", ((piece,) for piece in _marked(article, other)))
    more = products.count - len(products.makers)
    makers = ", ".join([*products.makers, *([f"+{more}"] if more else [])])
    return format_html('<span class="art">{}</span><br><small>{}<br>{}</small>', pieces, makers, products.name)


def _marked(article: str, other: str) -> Iterator[SafeString | str]:
    same = 0
    for block in SequenceMatcher(None, article, other, autojunk=False).get_matching_blocks():
        if block.a > same:
            yield format_html("<mark>{}</mark>", article[same : block.a])
        yield article[block.a : block.a + block.size]
        same = block.a + block.size
