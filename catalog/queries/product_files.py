"""Pictures and papers of a product."""

import mimetypes
from dataclasses import dataclass
from uuid import UUID

from accounts.actors import Actor
from catalog.enums import ProductFileKind
from catalog.models import Product, ProductFile


@dataclass(frozen=True)
class ProductFiles:
    """What hangs on a product: pictures, the main one first, and papers to save."""

    pictures: tuple[ProductFile, ...]
    papers: tuple["Paper", ...]


@dataclass(frozen=True)
class Paper:
    """A file to save: what it is, its type as a buyer names it ("PDF"), its size in bytes."""

    uid: UUID
    kind: ProductFileKind
    title: str
    file_type: str
    size: int


def files_of(product: Product) -> ProductFiles:
    """Everything that hangs on a product. One query."""
    rows = list(ProductFile.objects.filter(product=product).select_related("file").order_by("position", "id"))
    pictures = tuple(row for row in rows if row.kind == ProductFileKind.PICTURE)
    return ProductFiles(pictures, tuple(_paper(row) for row in rows if row.kind != ProductFileKind.PICTURE))


def visible_file(actor: Actor, product: UUID, file: UUID) -> ProductFile | None:
    """The file of a product that the actor may see, else None. One query."""
    seen = ProductFile.objects.filter(product__in=Product.objects.visible_to(actor), product__uid=product)
    return seen.select_related("file").filter(uid=file).first()


def _paper(row: ProductFile) -> Paper:
    suffix = mimetypes.guess_extension(row.file.content_type) or ""
    return Paper(row.uid, ProductFileKind(row.kind), row.title, suffix.removeprefix(".").upper(), row.file.size)
