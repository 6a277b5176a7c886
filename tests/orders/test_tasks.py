"""The mails of an order's life, each worded once per person however often it is owed."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from accounts.models import Membership
from b2b_portal.core.models import Delivery, Mail
from b2b_portal.core.templatetags.ui import moment_text
from catalog.models import Reservation
from catalog.tasks import expire_due_reservations
from orders import tasks
from orders.actions.cancel_order import cancel_order
from orders.events import order_placed
from orders.models import Order
from tests.documents.outbox import run_owed
from tests.factories.accounts import make_staff
from tests.factories.orders import place_one

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(buyer):
    return buyer.company.account_manager.user


def mails(kind):
    return {mail.to: mail for mail in Mail.objects.filter(key__startswith=f"{kind}:")}


def ending_in(order, **left):
    until = timezone.now() + timedelta(**left)
    Order.objects.filter(pk=order.pk).update(reserved_until=until)
    Reservation.objects.filter(holder=order.uid).update(until=until)


def test_order_placed_mails_the_buyer_and_the_account_manager(buyer, manager):
    order = place_one(buyer, 3)
    run_owed()
    told = mails("order_placed")
    assert set(told) == {buyer.user.email, manager.email}
    mine, theirs = told[buyer.user.email], told[manager.email]
    assert mine.subject == f"Order {order.number} is placed"
    assert theirs.subject == f"New order {order.number}: {buyer.company.name}"
    for words in (order.lines.get().article, f"/orders/{order.number}/", "300.00\u00a0₽", "Reserved until: 26"):
        assert words in mine.text
    assert f"/admin/orders/order/{order.pk}/change/" in theirs.text
    assert str(buyer.user) in theirs.html
    assert "/admin/" not in mine.html


def test_order_placed_is_mailed_once_however_often_it_is_owed(buyer):
    order = place_one(buyer)
    for _ in range(3):
        tasks.mail_order_placed(order.pk)
    assert len(mails("order_placed")) == Mail.objects.count() == 2


def test_order_placed_speaks_each_readers_language_in_his_time_zone(buyer, manager):
    manager.language, manager.time_zone = "ru", "Asia/Vladivostok"
    manager.save()
    order = place_one(buyer)
    ending_in(order, days=3)
    order.refresh_from_db()
    tasks.mail_order_placed(order.pk)
    told = mails("order_placed")
    assert "Новый заказ" in told[manager.email].subject.replace("\u00a0", " ")
    for person in (manager, buyer.user):
        with timezone.override(person.time_zone), translation.override(person.language):
            assert moment_text(order.reserved_until) in told[person.email].text


def test_order_placed_escapes_what_the_buyer_wrote(buyer):
    order = place_one(buyer)
    Order.objects.update(comment="<b>Gate & 7</b>", buyer_number="<i>")
    tasks.mail_order_placed(order.pk)
    mail = mails("order_placed")[buyer.user.email]
    assert "&lt;b&gt;Gate &amp; 7" in mail.html
    assert "<b>Gate & 7</b>" in mail.text


def test_whoever_left_the_company_and_a_missing_manager_are_not_mailed(buyer):
    order = place_one(buyer)
    Membership.objects.update(left_at=timezone.now())
    type(buyer.company).objects.update(account_manager=None)
    tasks.mail_order_placed(order.pk)
    assert not Mail.objects.exists()


def test_order_cancelled_is_told_to_whoever_did_not_cancel_it(buyer, manager):
    own, ours = place_one(buyer), place_one(buyer)
    cancel_order(order=own, by=buyer, at=timezone.now(), reason="Twice")
    staff = make_staff()
    cancel_order(order=ours, by=staff, at=timezone.now(), reason="Broken box")
    run_owed()
    told = Mail.objects.filter(key__startswith="order_cancelled:")
    assert sorted(told.filter(key__contains=own.uid).values_list("to", flat=True)) == [manager.email]
    assert set(told.filter(key__contains=ours.uid).values_list("to", flat=True)) == {manager.email, buyer.user.email}
    assert "Reason: Broken box" in told.get(key__contains=ours.uid, to=buyer.user.email).text
    assert str(staff.user) in told.get(key__contains=ours.uid, to=buyer.user.email).text


def test_a_reservation_that_ends_within_a_day_is_told_once(buyer):
    soon, later = place_one(buyer, at=timezone.now() - timedelta(days=2)), place_one(buyer)
    ending_in(soon, hours=23)
    ending_in(later, hours=25)
    for _ in range(2):
        tasks.warn_of_ending_reservations()
    mail = Mail.objects.get()
    assert (mail.to, f"Order {soon.number}: the reservation ends" in mail.subject) == (buyer.user.email, True)


def test_a_reservation_that_was_short_from_the_start_is_not_warned_of(buyer):
    ending_in(place_one(buyer), hours=20)
    tasks.warn_of_ending_reservations()
    assert not Mail.objects.exists()


def test_an_order_that_is_over_is_not_warned_of(buyer):
    order = place_one(buyer, at=timezone.now() - timedelta(days=2))
    ending_in(order, hours=5)
    cancel_order(order=order, by=buyer, at=timezone.now())
    tasks.warn_of_ending_reservations()
    assert not Mail.objects.filter(key__startswith="reservation_ends").exists()


def test_a_prolonged_reservation_is_warned_of_again(buyer):
    order = place_one(buyer, at=timezone.now() - timedelta(days=2))
    for hours in (1, 20):
        ending_in(order, hours=hours)
        tasks.warn_of_ending_reservations()
    assert Mail.objects.count() == 2


def test_a_lost_reservation_is_told_to_both_once(buyer, manager):
    order = place_one(buyer)
    run_owed()
    ending_in(order, seconds=-1)
    expire_due_reservations()
    run_owed()
    tasks.note_expired(str(order.uid))
    run_owed()
    assert set(mails("reservation_lost")) == {buyer.user.email, manager.email}
    assert order.history.filter(kind="reservation_expired").count() == 1
    assert Delivery.objects.filter(event="orders.reservation_lost").count() == 1


def test_a_lost_reservation_of_a_cancelled_order_is_no_news(buyer):
    order = place_one(buyer)
    cancel_order(order=order, by=buyer, at=timezone.now())
    tasks.mail_reservation_lost(order.pk)
    assert not mails("reservation_lost")


def test_the_invoice_and_the_confirmation_hear_of_an_order_each_by_itself(buyer):
    order = place_one(buyer)
    owed = Delivery.objects.filter(event=order_placed.name, payload={"order_id": order.pk})
    assert owed.values("receiver").distinct().count() == owed.count() == 2
