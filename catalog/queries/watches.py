"""What a person waits for."""

from dataclasses import dataclass
from datetime import datetime

from accounts.actors import Actor
from catalog.models import Product, Watch
from catalog.queries.listing import Listing, Row, list_products
from catalog.queries.products import products_named

MOST = 200


@dataclass(frozen=True)
class WatchedRow:
    """A watch, and the product as it stands now."""

    watch: Watch
    row: Row


def watches_page(actor: Actor, at: datetime) -> tuple[WatchedRow, ...]:
    """The actor's open watches of products that he may see, the newest first. At most 6 queries."""
    watches = list(Watch.objects.visible_to(actor).open().order_by("-pk")[:MOST])
    products = {one.pk: one for one in products_named(actor).filter(pk__in={watch.product_id for watch in watches})}
    listing: Listing = list_products(actor, [(product, None) for product in products.values()], at)
    rows = {row.product.pk: row for row in listing.rows}
    return tuple(WatchedRow(watch, rows[watch.product_id]) for watch in watches if watch.product_id in rows)


def watches_of(actor: Actor, product: Product) -> dict[str, Watch]:
    """The actor's open watches of one product by kind. One query."""
    return {watch.kind: watch for watch in Watch.objects.visible_to(actor).open().filter(product=product)}


def watch_to_tell(watch_id: int) -> Watch:
    """The watch of an announced event, with whom and what it concerns."""
    watch: Watch = Watch.objects.select_related("user", "company", "product__brand").get(pk=watch_id)
    return watch
