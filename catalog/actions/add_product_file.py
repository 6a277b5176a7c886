"""Add a picture or a paper to a product."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.models import File
from catalog.enums import ProductFileKind
from catalog.file_content import PAPERS, PICTURES
from catalog.models import Product, ProductFile


class FileOfOtherKind(RuleBroken):
    """A picture was given as a paper, or a paper as a picture."""

    message = _("A picture is SVG, PNG, JPEG or WebP; a manual, a certificate or a data sheet is PDF.")
    code = "file_of_other_kind"


class FileKnown(RuleBroken):
    """The product has these very bytes of this kind already. Fact: title."""

    message = _("The product has this file already: “%(title)s”.")
    code = "file_known"


def add_product_file(
    *, product: Product, kind: ProductFileKind, title: str, file: File, position: int = 0, by: Actor, at: datetime
) -> ProductFile:
    """Puts a stored file on the product's page; the picture with the lowest position is the one in lists.

    Locks: the product. Raises FileOfOtherKind, FileKnown.
    """
    if file.content_type not in (PICTURES if kind == ProductFileKind.PICTURE else PAPERS):
        raise FileOfOtherKind
    with change(by, at):
        Product.objects.select_for_update(no_key=True).get(pk=product.pk)
        known = ProductFile.objects.filter(product=product, kind=kind, file__sha256=file.sha256).first()
        if known:
            raise FileKnown(title=known.title)
        return ProductFile.objects.create(product=product, kind=kind, title=title, position=position, file=file)
