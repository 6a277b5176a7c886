"""Versions of price lists: who published what when, and the way back."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.queries.people import names_of
from b2b_portal.core.admin.seen_only import SeenOnlyAdmin
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.jobs import job_of
from b2b_portal.core.models import Job
from catalog.actions.rollback_prices import MOST_VERSIONS
from catalog.actions.undo_version import undo_version
from catalog.admin.imports_frame import staff
from catalog.models import PriceList, PriceListVersion

SHOWN = 50


@admin.register(PriceListVersion)
class PriceListVersionAdmin(SeenOnlyAdmin):
    """Every publication; those of one list stand on a page of their own, where they can be taken back."""

    list_display = ["price_list", "number", "kind", "source_name", "published_at", "of_list"]
    list_select_related = ["price_list"]
    list_filter = ["kind"]
    ordering = ["-id"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("of/<int:list_id>/", view(self.of_page), name="catalog_pricelistversion_of"),
            path("<int:version_id>/undo/", view(self.undo_page), name="catalog_pricelistversion_undo"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("versions"))
    def of_list(self, version: PriceListVersion) -> SafeString:
        address = reverse("admin:catalog_pricelistversion_of", args=[version.price_list_id])
        return format_html('<a href="{}">{}</a>', address, _("Versions of this list"))

    def of_page(self, request: HttpRequest, list_id: int) -> HttpResponse:
        """The versions of one list, the newest first; 3 queries."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        price_list = PriceList.objects.filter(pk=list_id).first()
        if price_list is None:
            raise Http404
        versions = list(price_list.versions.select_related("undoes").order_by("-number")[:SHOWN])
        names = names_of(one.author_uid for one in versions)
        rows = [(one, names.get(one.author_uid, ""), place < MOST_VERSIONS) for place, one in enumerate(versions)]
        return self._answer(
            request,
            "versions",
            price_list,
            rows=rows,
            may_undo=_may_undo(request),
            most_undone=MOST_VERSIONS,
            job=_job(request),
        )

    def undo_page(self, request: HttpRequest, version_id: int) -> HttpResponse:
        """Asks once more, then takes the version and those after it back in the background."""
        if not (self.has_view_permission(request) and _may_undo(request)):
            raise PermissionDenied
        version = PriceListVersion.objects.select_related("price_list").filter(pk=version_id).first()
        if version is None:
            raise Http404
        refusal = ""
        if request.method == "POST":
            try:
                job = undo_version(version=version, by=staff(request), at=timezone.now())
            except RuleBroken as broken:
                refusal = str(broken)
            else:
                address = reverse("admin:catalog_pricelistversion_of", args=[version.price_list_id])
                return HttpResponseRedirect(f"{address}?job={job.uid}")
        price_list = version.price_list
        return self._answer(
            request,
            "version_undo",
            price_list,
            status=409 if refusal else 200,
            version=version,
            later=price_list.versions.filter(number__gt=version.number).count(),
            author=names_of([version.author_uid]).get(version.author_uid, ""),
            refusal=refusal,
        )

    def _answer(
        self, request: HttpRequest, page: str, price_list: PriceList, *, status: int = 200, **context: Any
    ) -> HttpResponse:
        frame = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(price_list),
            "price_list": price_list,
        }
        return TemplateResponse(request, f"admin/catalog/{page}.html", {**frame, **context}, status=status)


def _may_undo(request: HttpRequest) -> bool:
    return bool(request.user.has_perm("catalog.add_importbatch"))


def _job(request: HttpRequest) -> Job | None:
    """The work on a version that was just taken back."""
    try:
        return job_of(UUID(request.GET.get("job", "")))
    except ValueError:
        return None
