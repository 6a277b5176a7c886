"""Tell the catalogue what a company bought last."""

from collections.abc import Collection
from datetime import datetime

from accounts.actors import Actor
from accounts.models import Company
from b2b_portal.core.change import change
from catalog.actions.note_purchases import note_purchases
from orders.queries.bought import last_purchases


def note_bought(*, company: Company, product_ids: Collection[int], by: Actor, at: datetime) -> None:
    """Keeps the newest purchase of each product, which counts from the placing of its order until it is cancelled.

    Called by the verbs that place or cancel, under their lock of the company: the newest is read, not assumed.
    """
    with change(by, at):
        bought = last_purchases(company, product_ids)
        undone = set(product_ids) - {one.product_id for one in bought}
        note_purchases(company=company, bought=bought, undone=undone, by=by, at=at)
