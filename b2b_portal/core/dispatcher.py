"""The fourth process: polls the outbox and hands what is due to Celery."""

import logging
from datetime import timedelta

from django.db import Error as DatabaseError
from django.db import connection
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from b2b_portal.core import outbox
from b2b_portal.core.events import receiver_of
from b2b_portal.core.tasks import deliver

BROKER_PAUSE = timedelta(seconds=2)
LAST_SECONDS = 20

logger = logging.getLogger(__name__)


def dispatch_once() -> int:
    """Hands due deliveries over; returns how many. A lost broker or database is logged and met again next time."""
    try:
        handovers = outbox.hand_over()
        for position, handover in enumerate(handovers):
            try:
                publish(handover)
            except (OperationalError, RedisError, OSError) as error:
                logger.warning("the broker does not answer, deliveries wait: %s", error)
                outbox.take_back(handovers[position:], BROKER_PAUSE)
                return 0
        return len(handovers)
    except DatabaseError as error:
        logger.warning("the database does not answer: %s", error)
        connection.close()
        return 0


def publish(handover: outbox.Handover) -> None:
    """Sends one message to the queue that the receiver chose, with the time it may take."""
    receiver = receiver_of(handover.event, handover.receiver)
    queue = receiver.queue if receiver else "default"
    limits = _limits(receiver.seconds) if receiver and receiver.seconds else {}
    deliver.apply_async((handover.delivery_id, handover.fence), queue=queue, retry=False, **limits)


def _limits(seconds: int) -> dict[str, int]:
    """The task hears of its end before its process is killed."""
    return {"soft_time_limit": seconds, "time_limit": seconds + LAST_SECONDS}
