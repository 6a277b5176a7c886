"""Pictures and papers on a product's page: added by a form of their own, put in order and taken off in a table."""

from datetime import datetime
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from b2b_portal.core.admin.verbs import Verb
from b2b_portal.core.downloads import file_answer
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.files import drop_file, store_file
from catalog.actions.add_product_file import add_product_file
from catalog.enums import ProductFileKind
from catalog.file_content import EXTENSIONS
from catalog.forms.add_product_file import MOST_BYTES, AddProductFileForm
from catalog.models import Product, ProductFile


class FilesInline(admin.StackedInline):
    """Titles, order and removal; the bytes of a file never change."""

    model = ProductFile
    extra = 0
    fields = [("kind", "stored"), ("title", "position")]
    readonly_fields = ["kind", "stored"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("file", "product__brand")

    @admin.display(description=_("file"))
    def stored(self, product_file: ProductFile) -> str:
        address = reverse("admin:catalog_product_file", args=[product_file.uid])
        size = f"{product_file.file.size // 1024 + 1} KB"
        return format_html('<a href="{}">{}</a>, {}', address, product_file.file.name, size)


class ServesFiles:
    """Hands a product's files to staff. For the ModelAdmin of products."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.file_view)
        return [path("files/<uuid:uid>/", view, name="catalog_product_file"), *super().get_urls()]

    def file_view(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        """The file, to be saved: staff open it with their own programs."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = ProductFile.objects.select_related("file").filter(uid=uid).first()
        if found is None:
            raise Http404
        return file_answer(found.file, inline=False)


def add_file(
    *, product: Product, kind: ProductFileKind, title: str, position: int, upload: UploadedFile, by: Actor, at: datetime
) -> None:
    """Stores the bytes before the action's transaction begins; a refused file leaves no row behind."""
    name = f"{PurePath(upload.name).stem}{EXTENSIONS[upload.content_type]}"
    file = store_file(upload.read(), name=name, content_type=upload.content_type)
    try:
        add_product_file(product=product, kind=kind, title=title, position=position, file=file, by=by, at=at)
    except RuleBroken:
        drop_file(file)
        raise


ADD_FILE = Verb(
    "add-file",
    _("Add a file"),
    _("The file is on the product's page"),
    add_file,
    AddProductFileForm,
    most_body=MOST_BYTES + 64 * 1024,  # the other fields
)
