"""Background work: fetch by id, call one action, log."""

import logging

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from accounts import notifications
from accounts.actions.prune_applications import prune_applications
from accounts.actions.send_application_link import send_application_link as send_link
from accounts.actions.send_invitation import send_invitation as send
from accounts.actors import SYSTEM
from accounts.queries.applications import application_by_id
from accounts.queries.people import membership_by_id
from accounts.queries.tiers import move_by_id

logger = logging.getLogger(__name__)


@shared_task
def send_invitation(membership_id: int, invitation: str) -> None:
    """Mails a set-password link to somebody who was let into a company."""
    send(membership=membership_by_id(membership_id), invitation=invitation, by=SYSTEM, at=timezone.now())


@shared_task
def mail_tier_moved(move_id: int) -> None:
    """Mails the company's people what their purchases did to their tier."""
    notifications.tell_tier_moved(move_by_id(move_id))


@shared_task
def send_application_link(application_id: int, sending: str) -> None:
    """Mails an applicant how his application stands, with a link to its page."""
    send_link(application=application_by_id(application_id), sending=sending, by=SYSTEM, at=timezone.now())


@shared_task
def mail_application_sent(application_id: int, sending: str) -> None:
    """Tells those who decide that an application came in."""
    notifications.tell_application_sent(application_by_id(application_id), sending)


@shared_task
def prune_old_applications() -> None:
    """Forgets applicants of whom nothing came; beat calls it every hour."""
    pruned = prune_applications(days=settings.APPLICATION_KEEP_DAYS, by=SYSTEM, at=timezone.now())
    if pruned:
        logger.info("%s applications forgotten", pruned)
