"""How this room tells people of messages, once per message and person."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from b2b_portal.core.mail import queue_mail
from orders.models import Message
from orders.queries.messages import manager_of, people_answered


def tell_message(message: Message) -> None:
    """Tells the account manager of a buyer's words, and whoever asked of our answer."""
    if message.is_ours:
        for person in people_answered(message):
            _tell(message, person, reverse("orders:messages"))
    elif manager := manager_of(message):
        _tell(message, manager, reverse("admin:orders_thread_change", args=[message.thread_id]))


def _tell(message: Message, person: User, address: str) -> None:
    if person.pk == message.author_id:
        return
    with timezone.override(person.time_zone), translation.override(person.language):
        queue_mail(
            key=f"message:{message.uid}:{person.uid}",
            to=person.email,
            template="orders/mail/message",
            language=person.language,
            context={
                "message": message,
                "company": message.thread.company,
                "person": person,
                "link": f"{settings.PUBLIC_URL}{address}",
            },
        )
