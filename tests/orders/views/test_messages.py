"""The page of messages, and the answer in the admin."""

from datetime import datetime

from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from accounts.permissions import Role
from orders.actions.post_message import post_message
from orders.models import Message, Thread
from tests.conftest import client_of
from tests.factories import make_actor, make_product
from tests.factories.accounts import make_staff

PAGE, POST = "/messages/", "/messages/post/"


def test_messages_are_written_and_read(buyer: Actor, buyer_client: Client) -> None:
    assert "Nothing was written yet" in buyer_client.get(PAGE).text
    answer = buyer_client.post(POST, {"text": "<b>Where is it?\nPlease"}, follow=True)
    assert answer.redirect_chain == [(PAGE, 302)]
    assert "&lt;b&gt;Where is it?<br>Please" in answer.text
    assert buyer.company.account_manager.phone in answer.text


def test_an_empty_and_a_long_message_are_refused(buyer_client: Client) -> None:
    for text in (" ", "x" * 4001, "a\0b"):
        answer = buyer_client.post(POST, {"text": text})
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
    assert not Message.objects.exists()


def test_odd_pages_are_the_latest(buyer: Actor, buyer_client: Client, now: datetime) -> None:
    post_message(text="One", by=buyer, at=now)
    for before in ("", "x", "%00", "9" * 40):
        assert "One" in buyer_client.get(PAGE, {"before": before}).text


def test_a_stranger_sees_nothing_and_a_viewer_no_page(buyer: Actor, now: datetime) -> None:
    post_message(text="Our secret", by=buyer, at=now)
    assert "Our secret" not in client_of(make_actor()).get(PAGE).text
    viewer = client_of(make_actor(buyer.company, Role.VIEWER))
    assert viewer.get(PAGE).status_code == 403
    assert PAGE not in viewer.get("/search/").text


def test_staff_read_and_answer_in_the_admin(buyer: Actor, now: datetime) -> None:
    thread = post_message(text="<i>Where?", by=buyer, at=now).thread
    staff = client_of(make_staff())
    page = reverse("admin:orders_thread_change", args=[thread.pk])
    assert "&lt;i&gt;Where?" in staff.get(page).text
    answer = reverse("admin:orders_thread_answer", args=[thread.pk])
    assert staff.post(answer, {"text": " "}).status_code == 422
    assert staff.post(answer, {"text": "Here"}).status_code == 302
    assert Thread.objects.get().is_answered
    assert "account manager" in client_of(buyer).get(PAGE).text
    assert buyer.company.name in staff.get(reverse("admin:orders_thread_changelist")).text
    assert client_of(buyer).post(answer, {"text": "Here"}).status_code == 302
    assert Message.objects.count() == 2


def test_a_link_puts_the_question_into_the_box(buyer: Actor, buyer_client: Client) -> None:
    product, hidden = make_product("CF259X"), make_product("SECRET", is_on_sale=False)
    assert "Please find W712 or an analogue, 10 pcs" in buyer_client.get(PAGE, {"find": "W712 10"}).text
    assert "About HP CF259X" in buyer_client.get(PAGE, {"product": str(product.uid)}).text
    assert "SECRET" not in buyer_client.get(PAGE, {"product": str(hidden.uid)}).text
    for odd in ("x", "'\"><script>", "%00"):
        assert "<script>alert" not in buyer_client.get(PAGE, {"product": odd, "find": odd}).text


def test_nothing_found_is_asked_of_the_manager(buyer: Actor, buyer_client: Client) -> None:
    make_product("KVR32N22S8/16")
    page = buyer_client.get("/search/", {"q": "KVR32N22S8/61777 10"}).text
    assert "Please find KVR32N22S8/61777 or an analogue, 10 pcs</textarea>" in page
    assert buyer.company.account_manager.phone in page
    assert "Similar sections" in page
    assert 'action="/messages/post/"' in page
    viewer = client_of(make_actor(buyer.company, Role.VIEWER))
    assert 'action="/messages/post/"' not in viewer.get("/search/", {"q": "KVR32N22S8/61777"}).text
    found = buyer_client.get("/search/", {"q": "KVR32N22S8/16"}).text
    assert "/messages/?find=KVR32N22S8%2F16#ask" in found
