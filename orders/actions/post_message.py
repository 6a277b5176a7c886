"""Write into a conversation."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.queries.access import buyer_of, require
from accounts.queries.staff import is_staff_at_work
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.events import announce
from orders.enums import ThreadKind
from orders.events import message_posted
from orders.models import Message, Thread

AGAIN = timedelta(minutes=1)  # the same words within this time are a form sent twice


class NothingSaid(RuleBroken):
    """A message has words."""

    message = _("Write what you want to ask.")
    code = "nothing_said"


def post_message(*, text: str, by: Actor, at: datetime, thread: Thread | None = None) -> Message:
    """Adds a message: of staff to any thread, of a buyer to one of his company's, without one to its general thread.

    The same words of the same person sent twice are one message. Locks: the thread. Announces: message_posted. Raises
    NotAllowed, NothingSaid.
    """
    is_ours = is_staff_at_work(by)
    with change(by, at):
        if not is_ours:
            require(by, Permission.WRITE_MESSAGES, thread.company if thread else buyer_of(by)[0])
        text = text.strip()
        if not text:
            raise NothingSaid
        assert by.user
        thread = _locked(thread or _general_thread(by, at))
        last: Message | None = thread.messages.order_by("-id").first()
        if last and (last.author_id, last.text) == (by.user.pk, text) and at - last.written_at < AGAIN:
            return last
        message = Message.objects.create(
            thread=thread, author=by.user, by_name=by.name, is_ours=is_ours, text=text, written_at=at
        )
        thread.last_message_at, thread.is_answered = at, is_ours
        thread.save(update_fields=["last_message_at", "is_answered"])
        announce(message_posted, message_id=message.pk)
        return message


def _general_thread(by: Actor, at: datetime) -> Thread:
    company, _person = buyer_of(by)
    return Thread.objects.get_or_create(
        company=company, kind=ThreadKind.GENERAL, subject=company.uid, defaults={"last_message_at": at}
    )[0]


def _locked(thread: Thread) -> Thread:
    return Thread.objects.select_for_update(no_key=True).get(pk=thread.pk)
