"""The staff's report on what buyers look for and do not find."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from b2b_portal.core.admin.seen_only import SeenOnlyAdmin
from b2b_portal.core.downloads import table_answer
from catalog.models import SearchLog
from catalog.queries.lost_demand import MOST, Lost, lost_demand

DAYS = (7, 30, 90, 365)
USUAL_DAYS = 30


class LostDemandForm(forms.Form):
    """Of how many days; the same address with `format` is the table to take away."""

    days = forms.TypedChoiceField(
        label=capfirst(gettext_lazy("days")), choices=[(days, days) for days in DAYS], coerce=int
    )


@admin.register(SearchLog)
class SearchLogAdmin(SeenOnlyAdmin):
    """One page: single searches are their people's own business."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The queries that found nothing, by how many companies sent them; `format` is csv or xlsx."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = LostDemandForm(request.GET if "days" in request.GET else {"days": USUAL_DAYS})
        days = form.cleaned_data["days"] if form.is_valid() else USUAL_DAYS
        rows = lost_demand(timezone.now() - timedelta(days=days))
        if request.GET.get("format") in {"csv", "xlsx"}:
            return _file(rows, request.GET["format"])
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": _("Lost demand")}
        status = 200 if form.is_valid() else 422
        facts = {"form": form, "rows": rows, "days": days, "choices": DAYS, "most": MOST}
        return TemplateResponse(request, "admin/catalog/lost_demand.html", {**context, **facts}, status=status)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody opens the row of one person."""
        return obj is None and super().has_view_permission(request)


def _file(rows: list[Lost], kind: str) -> HttpResponse:
    headings = [_("Query"), _("Times"), _("Companies"), _("Last")]
    cells = [(row.query, row.times, row.companies, row.last_at) for row in rows]
    name = f"lost-demand-{timezone.localdate().isoformat()}"
    return table_answer(headings, cells, name=name, title=_("Lost demand"), as_csv=kind == "csv")
