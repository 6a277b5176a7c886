"""The kernel's background work: running deliveries, sending mail, pruning what is long done."""

import logging
from datetime import timedelta

from celery import shared_task
from django.db.models.functions import Now

from b2b_portal.core import mail, outbox
from b2b_portal.core.enums import DeliveryState
from b2b_portal.core.events import NotNow, receiver_of
from b2b_portal.core.models import Delivery

KEEP_DONE = timedelta(days=14)

logger = logging.getLogger(__name__)


@shared_task
def deliver(delivery_id: int, fence: int) -> None:
    """Runs the receiver of one delivery under its lease; whatever it raises is counted, never lost."""
    delivery = outbox.begin(delivery_id, fence)
    if delivery is None:
        return
    receiver = receiver_of(delivery.event, delivery.receiver)
    if receiver is None:
        outbox.fail(delivery, f"No receiver {delivery.receiver} is registered for {delivery.event}.")
        return
    try:
        with outbox.renewed_lease(delivery):
            receiver.task.run(**delivery.payload)
    except NotNow as reason:
        logger.warning("delivery %s of %s to %s waits: %s", delivery.pk, delivery.event, delivery.receiver, reason)
        outbox.postpone(delivery, str(reason))
    except Exception as error:
        logger.exception("delivery %s of %s to %s failed", delivery.pk, delivery.event, delivery.receiver)
        outbox.fail(delivery, f"{type(error).__name__}: {error}")
    else:
        outbox.finish(delivery)


@shared_task
def send_mail(mail_id: int) -> None:
    """Sends one queued mail."""
    mail.send(mail_id)


@shared_task
def prune_deliveries() -> None:
    """Deletes deliveries done two weeks ago; dead ones stay until staff decide."""
    Delivery.objects.filter(state=DeliveryState.DONE, done_at__lt=Now() - KEEP_DONE).delete()
