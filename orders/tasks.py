"""Background work: fetch by id, call one action, log."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from accounts.actors import SYSTEM
from orders.actions.note_expired_reservation import note_expired_reservation


@shared_task
def note_expired(holder: str) -> None:
    """Tells the order that its goods are free again."""
    note_expired_reservation(holder=UUID(holder), by=SYSTEM, at=timezone.now())
