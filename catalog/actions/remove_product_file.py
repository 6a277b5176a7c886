"""Take a file off a product."""

from datetime import datetime

from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.files import drop_file
from catalog.models import ProductFile


def remove_product_file(*, product_file: ProductFile, by: Actor, at: datetime) -> None:
    """Takes the file off the product's page; its row goes when no other product shows it, its bytes stay."""
    with change(by, at):
        product_file.delete()
        if not ProductFile.objects.filter(file=product_file.file_id).exists():
            drop_file(product_file.file)
