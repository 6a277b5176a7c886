"""A company's conversation with us, the latest page of it first."""

from dataclasses import dataclass
from uuid import UUID

from accounts.actors import Actor
from accounts.models import User
from accounts.queries.people import works_for
from orders.enums import ThreadKind
from orders.models import Message, Thread

PAGE = 30


@dataclass(frozen=True)
class MessagesPage:
    """Messages in the order they were written; `earlier` is where the page before them ends."""

    messages: tuple[Message, ...]
    earlier: UUID | None
    is_latest: bool


def messages_page(actor: Actor, before: UUID | None = None) -> MessagesPage:
    """The company's general thread up to a message of it. One query by index, however long it is."""
    threads = Thread.objects.visible_to(actor).filter(kind=ThreadKind.GENERAL)
    messages = Message.objects.filter(thread__in=threads)
    if before:
        messages = messages.filter(pk__lt=Message.objects.filter(thread__in=threads, uid=before).values("pk"))
    found = list(messages.order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    return MessagesPage(tuple(reversed(shown)), shown[-1].uid if len(found) > PAGE else None, is_latest=before is None)


def last_messages(thread: Thread) -> list[Message]:
    """What staff read before they answer, in the order it was written. One query."""
    return list(reversed(thread.messages.order_by("-pk")[: 3 * PAGE]))


def message_to_tell(message_id: int) -> Message:
    """The message of an announced event, with the people whom it concerns."""
    related = "thread__company__account_manager__user"
    message: Message = Message.objects.select_related("author", related).get(pk=message_id)
    return message


def manager_of(message: Message) -> User | None:
    """The account manager of the company, if it has one."""
    manager = message.thread.company.account_manager
    return manager.user if manager else None


def people_answered(message: Message) -> list[User]:
    """Who wrote since our last word before this one, else whoever wrote last, while they work for the company."""
    before = message.thread.messages.filter(pk__lt=message.pk)
    ours = before.filter(is_ours=True).order_by("-pk").values_list("pk", flat=True).first() or 0
    theirs = before.filter(is_ours=False).select_related("author").order_by("-pk")
    asked = list(theirs.filter(pk__gt=ours)[:PAGE]) or list(theirs[:1])
    people = {one.author_id: one.author for one in asked}
    return [person for person in people.values() if works_for(person, message.thread.company.uid)]
