"""Background work: fetch by id, call one action, log."""

from celery import shared_task
from django.utils import timezone

from accounts.actions.send_invitation import send_invitation as send
from accounts.actors import SYSTEM
from accounts.queries.people import membership_by_id


@shared_task
def send_invitation(membership_id: int, invitation: str) -> None:
    """Mails a set-password link to somebody who was let into a company."""
    send(membership=membership_by_id(membership_id), invitation=invitation, by=SYSTEM, at=timezone.now())
