"""The mails of an order's life, each worded once per person however often it is owed."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone, translation

from accounts.actors import SYSTEM
from accounts.models import Membership
from b2b_portal.core.models import Delivery, Mail
from b2b_portal.core.templatetags.ui import day_text, moment_text
from catalog.actions.expect_stock import expect_stock
from catalog.actions.receive_stock import receive_stock
from catalog.models import Reservation
from catalog.tasks import expire_due_reservations
from orders import tasks
from orders.actions.agree_delivery import DeliveryChoice
from orders.actions.cancel_line import cancel_line
from orders.actions.cancel_order import cancel_order
from orders.actions.change_cart_line import change_cart_line
from orders.actions.confirm_order import confirm_order
from orders.actions.place_order import place_order
from orders.actions.renew_reservation import renew_reservation
from orders.actions.ship_order import ship_order
from orders.events import order_placed
from orders.models import Order
from orders.parties import OtherParty, Parties
from tests.documents.outbox import run_owed
from tests.factories import make_price, make_product, make_stock, make_warehouse
from tests.factories.accounts import make_address, make_staff
from tests.factories.orders import make_delivery_method, place_one

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(buyer):
    return buyer.company.account_manager.user


def mails(kind):
    return {mail.to: mail for mail in Mail.objects.filter(key__startswith=f"{kind}:")}


def place_full(buyer, ordered=5, stock=2):
    """Three products, of the first of which there are too few; delivery and a consignee."""
    at = timezone.now()
    for article, quantity, left in (("LONG-1", ordered, stock), ("SURE-2", 1, 10), ("SURE-3", 1, 10)):
        product = make_product(article)
        make_price(product, "100")
        if left:
            make_stock(product, left)
        change_cart_line(product=product, quantity=quantity, by=buyer, at=at)
    return place_order(
        key=uuid4(),
        by=buyer,
        at=at,
        delivery=DeliveryChoice(make_delivery_method(price_gross=Decimal(1200)), make_address(buyer.company)),
        parties=Parties(consignee=OtherParty("ООО Ромашка", "7707083893")),
        may_await=True,
    )


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
    until = f"Reserved until: {timezone.localtime(order.reserved_until).day}"
    for words in (order.lines.get().article, f"/orders/{order.number}/", "300.00\u00a0₽", until):
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


def test_order_placed_tells_what_is_awaited_and_how_it_is_delivered(buyer, manager):
    order = place_full(buyer)
    product, day = order.lines.get(article="LONG-1").product, date.today() + timedelta(days=9)
    tasks.mail_order_placed(order.pk)
    for mail in mails("order_placed").values():
        for text in (mail.text, mail.html):
            for words in (
                "awaited: 3 pcs, day not known yet",
                "Our transport",
                order.delivery["address"],
                "7707083893",
            ):
                assert words in text, words
    Mail.objects.all().delete()
    expect_stock(product=product, warehouse=make_warehouse(), quantity=3, expected_on=day, by=SYSTEM, at=timezone.now())
    tasks.mail_order_placed(order.pk)
    with translation.override("en"):
        words = f"awaited: 3 pcs, expected on {day_text(day)}"
    assert words in mails("order_placed")[buyer.user.email].text
    assert "None" not in mails("order_placed")[manager.email].text


def test_order_placed_of_which_all_is_awaited_speaks_of_no_reservation(buyer):
    product, at = make_product(), timezone.now()
    make_price(product, "100")
    change_cart_line(product=product, quantity=5, by=buyer, at=at)
    order = place_order(key=uuid4(), by=buyer, at=at, may_await=True)
    run_owed()
    mail = mails("order_placed")[buyer.user.email]
    assert "All goods are awaited" in mail.text
    assert "Reserved until" not in mail.text + mail.html
    assert "None" not in mail.text
    assert order.reserved_until is None


def test_order_confirmed_and_shipped_are_told_to_the_buyer(buyer):
    order, staff, at = place_one(buyer), make_staff(), timezone.now()
    confirm_order(order=order, by=staff, at=at)
    ship_order(order=order, by=staff, at=at)
    for _ in range(2):
        run_owed()
        tasks.mail_order_confirmed(order.pk)
        tasks.mail_order_shipped(order.pk)
    assert mails("order_confirmed")[buyer.user.email].subject == f"Order {order.number} is confirmed"
    assert mails("order_shipped")[buyer.user.email].subject == f"Order {order.number} is shipped"
    assert Mail.objects.filter(key__regex="^order_(confirmed|shipped):").count() == 2


def test_a_cancelled_line_is_told_to_whoever_did_not_cancel_it(buyer, manager):
    order = place_full(buyer, stock=9)
    cancel_line(line=order.lines.get(article="LONG-1"), by=buyer, at=timezone.now(), reason="Too <late>")
    for _ in range(2):
        tasks.mail_order_changed(order.pk)
    assert set(mails("order_changed")) == {manager.email}
    mail = mails("order_changed")[manager.email]
    assert "LONG-1 is cancelled" in mail.subject
    assert "Too &lt;late&gt;" in mail.html
    assert str(buyer.user) in mail.text
    assert "LONG-1" not in mail.text.partition("Sum with VAT")[2]


def test_a_line_cancelled_by_staff_is_told_to_both(buyer, manager):
    order = place_full(buyer, stock=9)
    cancel_line(line=order.lines.get(article="LONG-1"), by=make_staff(), at=timezone.now())
    run_owed()
    assert set(mails("order_changed")) == {buyer.user.email, manager.email}
    assert "do not pay the old one" in mails("order_changed")[buyer.user.email].text


def test_mails_of_goods_that_do_not_come_promise_no_delivery(buyer):
    order = place_full(buyer, stock=9)
    cancel_order(order=order, by=make_staff(), at=timezone.now())
    tasks.mail_order_cancelled(order.pk)
    mail = mails("order_cancelled")[buyer.user.email]
    for words in ("Our transport", "prepayment", "Arrival"):
        assert words not in mail.text + mail.html


def test_two_lines_cancelled_in_a_row_are_both_told(buyer, manager):
    order, staff, at = place_full(buyer, stock=9), make_staff(), timezone.now()
    for article in ("LONG-1", "SURE-2"):
        cancel_line(line=order.lines.get(article=article), by=staff, at=at)
    run_owed()
    subjects = Mail.objects.filter(key__startswith="order_changed:", to=manager.email).values_list("subject", flat=True)
    assert sorted(subject.partition("changed: ")[2][:6] for subject in subjects) == ["LONG-1", "SURE-2"]


def test_awaited_goods_that_came_are_told_once_per_arrival(buyer):
    order = place_full(buyer)
    product = order.lines.get(article="LONG-1").product
    for quantity, words in ((1, "1 pcs by now"), (2, "All awaited goods came")):
        receive_stock(product=product, warehouse=make_warehouse(), quantity=quantity, by=SYSTEM, at=timezone.now())
        for _ in range(2):
            run_owed()
            tasks.mail_awaited_reserved(order.pk)
        mail = Mail.objects.filter(key__startswith="awaited_reserved").latest("pk")
        assert mail.to == buyer.user.email
        assert words in mail.text
    assert Mail.objects.filter(key__startswith="awaited_reserved").count() == 2


def test_a_reservation_lost_again_after_a_renewal_is_told_again(buyer):
    order = place_one(buyer)
    for _ in range(2):
        ending_in(order, seconds=-1)
        expire_due_reservations()
        run_owed()
        renew_reservation(order=order, by=make_staff(), at=timezone.now())
        order.refresh_from_db()
        Order.objects.filter(pk=order.pk).update(reserved_until=timezone.now() + timedelta(days=3))
    told = Mail.objects.filter(key__startswith="reservation_lost", to=buyer.user.email)
    assert told.count() == 2


def test_a_reservation_renewed_before_the_mail_is_worded_is_no_news(buyer):
    order = place_one(buyer)
    ending_in(order, seconds=-1)
    expire_due_reservations()
    tasks.note_expired(str(order.uid))
    renew_reservation(order=order, by=buyer, at=timezone.now())
    tasks.mail_reservation_lost(order.pk)
    assert not mails("reservation_lost")


@pytest.mark.parametrize(("renewals", "words"), [(0, "by a button on the page"), (1, "ask your account manager")])
def test_a_warning_names_the_way_that_is_open(buyer, renewals, words):
    order = place_one(buyer, at=timezone.now() - timedelta(days=2))
    ending_in(order, hours=5)
    Order.objects.update(renewals=renewals)
    tasks.warn_of_ending_reservations()
    assert words in Mail.objects.get().text
