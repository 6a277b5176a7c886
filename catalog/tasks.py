"""Background work: fetch by id, call one action, log."""

import logging

from celery import shared_task
from django.utils import timezone

from accounts.actors import SYSTEM
from catalog.actions.expire_reservations import expire_reservations

logger = logging.getLogger(__name__)


@shared_task
def expire_due_reservations() -> None:
    """Clears what ran out; beat calls it every minute."""
    cleared = expire_reservations(by=SYSTEM, at=timezone.now())
    if cleared:
        logger.info("%s reservations expired", cleared)
