"""A company's conversation with its account manager."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.actors import Actor
from accounts.enums import Channel, CompanyStatus
from accounts.permissions import Role
from accounts.queries.access import NotAllowed
from b2b_portal.core.models import Delivery, Mail
from orders.actions.post_message import AGAIN, NothingSaid, post_message
from orders.message_letters import tell_message
from orders.models import Message, Thread
from orders.queries.messages import PAGE, messages_page
from tests.factories import make_actor
from tests.races import race


def manager_of(actor: Actor) -> Actor:
    return Actor(user=actor.company.account_manager.user, channel=Channel.ADMIN)


def test_post_message_makes_one_general_thread_of_a_company(buyer: Actor, now: datetime) -> None:
    colleague = make_actor(buyer.company, Role.REQUESTER)
    post_message(text="  Is it there?\n", by=buyer, at=now)
    post_message(text="And this?", by=colleague, at=now)
    thread = Thread.objects.get()
    assert (thread.company, thread.subject, thread.is_answered) == (buyer.company, buyer.company.uid, False)
    assert [one.text for one in messages_page(colleague).messages] == ["Is it there?", "And this?"]
    assert messages_page(make_actor()).messages == ()


def test_the_same_words_sent_twice_are_one_message(buyer: Actor, now: datetime) -> None:
    for later in (timedelta(), AGAIN / 2, AGAIN):
        post_message(text="Is it there?", by=buyer, at=now + later)
    assert Message.objects.count() == 2
    assert Delivery.objects.filter(event="orders.message_posted").count() == 2


def test_nothing_said_and_no_right_are_refused(buyer: Actor, now: datetime) -> None:
    thread = post_message(text="Ours", by=buyer, at=now).thread
    with pytest.raises(NothingSaid):
        post_message(text=" \n ", by=buyer, at=now)
    for stranger in (make_actor(buyer.company, Role.VIEWER), make_actor()):
        with pytest.raises(NotAllowed):
            post_message(text="Theirs", thread=thread, by=stranger, at=now)
    staff_as_buyer = Actor(user=manager_of(buyer).user)
    with pytest.raises(NotAllowed):
        post_message(text="From the cabinet", thread=thread, by=staff_as_buyer, at=now)


def test_a_suspended_company_may_still_ask(buyer: Actor, now: datetime) -> None:
    buyer.company.status = CompanyStatus.SUSPENDED
    buyer.company.save()
    assert post_message(text="Why?", by=buyer, at=now).pk


def test_an_answer_is_ours_and_marks_the_thread(buyer: Actor, now: datetime) -> None:
    thread = post_message(text="Is it there?", by=buyer, at=now).thread
    answer = post_message(text="Yes", thread=thread, by=manager_of(buyer), at=now)
    assert answer.is_ours
    thread.refresh_from_db()
    assert thread.is_answered
    post_message(text="Thanks", by=buyer, at=now)
    thread.refresh_from_db()
    assert not thread.is_answered


def test_tell_message_mails_the_manager_then_whoever_asked_once(buyer: Actor, now: datetime) -> None:
    colleague, gone = make_actor(buyer.company), make_actor(buyer.company)
    for actor in (buyer, colleague, gone):
        asked = post_message(text="<b>Is it there?", by=actor, at=now)
        for _ in range(2):
            tell_message(asked)
    gone.user.memberships.update(left_at=now)
    answer = post_message(text="Yes", thread=asked.thread, by=manager_of(buyer), at=now)
    tell_message(answer)
    manager = buyer.company.account_manager.user.email
    assert sorted(Mail.objects.values_list("to", flat=True)) == sorted(
        [manager] * 3 + [buyer.user.email, colleague.user.email]
    )
    told = Mail.objects.filter(to=manager).first()
    assert "&lt;b&gt;Is it there?" in told.html
    assert "/admin/orders/thread/" in told.text


def test_a_second_answer_goes_to_who_wrote_last(buyer: Actor, now: datetime) -> None:
    thread = post_message(text="Is it there?", by=buyer, at=now).thread
    for text in ("Yes", "And cheap"):
        tell_message(post_message(text=text, thread=thread, by=manager_of(buyer), at=now))
    assert list(Mail.objects.values_list("to", flat=True)) == [buyer.user.email] * 2


@pytest.mark.parametrize("several", [1, 3])
def test_messages_page_is_one_query(
    buyer: Actor, several: int, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(several):
        post_message(text=str(number), by=buyer, at=now)
    with django_assert_num_queries(1):
        messages_page(buyer)


def test_messages_page_goes_back_page_by_page(buyer: Actor, now: datetime) -> None:
    for number in range(PAGE + 2):
        post_message(text=str(number), by=buyer, at=now)
    latest = messages_page(buyer)
    assert latest.messages[-1].text == str(PAGE + 1)
    earlier = messages_page(buyer, latest.earlier)
    assert [one.text for one in earlier.messages] == ["0", "1"]
    assert earlier.earlier is None
    assert messages_page(make_actor(), latest.earlier).messages == ()


@pytest.mark.django_db(transaction=True)
def test_two_first_words_at_once_make_one_thread(now: datetime) -> None:
    buyer = make_actor()
    people = [buyer, make_actor(buyer.company)]
    race([partial(post_message, text="First", by=actor, at=now) for actor in people])
    assert Thread.objects.get().messages.count() == 2
