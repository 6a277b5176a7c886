"""How this room tells people of messages, once per message and person."""

from django.urls import reverse

from accounts.actions.notify import notify
from accounts.models import Company, User
from orders.models import Message
from orders.queries.messages import manager_of, people_answered


def tell_message(message: Message) -> None:
    """Tells the account manager of a buyer's words, and whoever asked of our answer."""
    if message.is_ours:
        for person in people_answered(message):
            _tell(message, person, reverse("orders:messages"), message.thread.company)
    elif manager := manager_of(message):
        _tell(message, manager, reverse("admin:orders_thread_change", args=[message.thread_id]))


def _tell(message: Message, person: User, address: str, opens_for: Company | None = None) -> None:
    if person.pk == message.author_id:
        return
    notify(
        person=person,
        key=f"message:{message.uid}:{person.uid}",
        template="orders/mail/message",
        address=address,
        company=opens_for,
        context={"message": message, "company": message.thread.company},
    )
