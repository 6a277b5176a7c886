"""Issued documents: to look at, to open, to have made again."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.actors import Actor
from accounts.enums import Channel
from accounts.queries.companies import companies_called
from b2b_portal.core.admin.seen_only import SeenOnlyAdmin
from documents.actions.retry_rendering import retry_rendering
from documents.downloads import download
from documents.models import Document
from orders.models import Order

MOST_DIGITS = 10  # a document's number is an integer of four bytes


@admin.register(Document)
class DocumentAdmin(SeenOnlyAdmin):
    """Never changed: a mistake is corrected by a new document."""

    list_display = ["title", "company", "order", "issued_at", "gross", "state", "open_file"]
    list_filter = ["state", "kind", "issued_at"]
    list_select_related = ["company", "order", "file"]
    search_fields = ["pk"]  # shows the box; get_search_results decides
    search_help_text = _("Number of the document or of its order, or the company's name, INN or code")
    fields = [
        *["title", "company", "order", "revision", "issued_at", "gross"],
        *["state", "open_file", "series", "number", "snapshot"],
    ]
    actions = ["make_again"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Document], search_term: str
    ) -> tuple[QuerySet[Document], bool]:
        """Every way reads an index: no list is searched row by row."""
        text = search_term.strip()
        if not text:
            return queryset, False
        meant = Q(company__in=companies_called(text))
        if text.isascii() and text.isdigit() and len(text) < MOST_DIGITS:
            orders = Order.objects.filter(number=int(text)).values_list("pk", flat=True)
            meant |= Q(number=int(text)) | Q(order__in=list(orders))
        return queryset.filter(meant), False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        """The list does not read the snapshots, which hold every line."""
        found = super().get_queryset(request)
        match = request.resolver_match
        return found.defer("snapshot") if match and match.url_name.endswith("_changelist") else found

    def get_urls(self) -> list[URLPattern]:
        own = path("<int:pk>/file/", self.admin_site.admin_view(self.file_view), name="documents_document_file")
        return [own, *super().get_urls()]

    def file_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The file, shown in the browser."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        document = Document.objects.select_related("file").filter(pk=pk).first()
        if document is None:
            raise Http404
        return download(document, inline=True)

    @admin.display(description=_("document"), ordering="number")
    def title(self, document: Document) -> str:
        return f"{document.get_kind_display()} № {document.number}"

    @admin.display(description=_("file"))
    def open_file(self, document: Document) -> str:
        if document.file_id is None:
            return "—"
        address = reverse("admin:documents_document_file", args=[document.pk])
        return format_html('<a href="{}" target="_blank">{}</a>', address, document.file.name)

    @admin.action(description=_("Make again what was not made"), permissions=["view"])
    def make_again(self, request: HttpRequest, queryset: QuerySet[Document]) -> None:
        by = Actor(user=request.user, channel=Channel.ADMIN)
        retried = sum(retry_rendering(document=document, by=by, at=timezone.now()) for document in queryset)
        words = ngettext("%(n)d document is being made again.", "%(n)d documents are being made again.", retried)
        self.message_user(request, words % {"n": retried}, messages.SUCCESS if retried else messages.WARNING)
