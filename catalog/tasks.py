"""Background work: fetch by id, call one action, log."""

import logging

from celery import shared_task
from django.utils import timezone

from accounts.actors import SYSTEM
from catalog.actions.expire_reservations import expire_reservations
from catalog.actions.reserve_awaited import reserve_awaited
from catalog.queries.awaiting import products_to_serve

logger = logging.getLogger(__name__)


@shared_task
def expire_due_reservations() -> None:
    """Clears what ran out; beat calls it every minute."""
    cleared = expire_reservations(by=SYSTEM, at=timezone.now())
    if cleared:
        logger.info("%s reservations expired", cleared)


@shared_task
def serve_awaited() -> None:
    """Reserves for those who wait what became free without a receipt; beat calls it every minute."""
    pieces = sum(reserve_awaited(product_ids=[pk], by=SYSTEM, at=timezone.now()) for pk in products_to_serve())
    if pieces:
        logger.info("%s awaited pieces reserved", pieces)
