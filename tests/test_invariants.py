"""A sound shop passes, and every invariant fails when what it guards is broken behind the actions' back."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from accounts.actors import SYSTEM
from accounts.models import CreditAccount, CreditDebt
from b2b_portal.core.events import announce
from b2b_portal.core.files import file_path
from b2b_portal.invariants import INVARIANTS, broken
from catalog.models import Assortment, Backorder, Reservation, Stock
from documents.models import Document, Series
from orders.actions.cancel_order import cancel_order
from orders.actions.confirm_order import confirm_order
from orders.actions.ship_order import ship_order
from orders.events import order_placed
from orders.models import BudgetPeriod, Order, OrderLine
from tests.documents.outbox import run_owed
from tests.factories import hides, make_assortment
from tests.factories.accounts import give_credit, make_staff
from tests.factories.budgets import make_budget
from tests.factories.orders import make_order, place_one
from tests.soundness import broken_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(buyer):
    """Orders in every state, with papers, on credit and charged to a budget."""
    make_budget(buyer.company)
    give_credit(buyer.company)
    held, shipped, cancelled = (place_one(buyer, 2) for _ in range(3))
    staff, now = make_staff(), timezone.now()
    run_owed()
    ship_order(order=confirm_order(order=shipped, by=staff, at=now), by=staff, at=now)
    cancel_order(order=cancelled, by=buyer, at=now)
    return held


def without_constraint(table, name):
    """Lets the test write what the database refuses; the test's rollback puts the constraint back."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


def owe_less(held):
    CreditAccount.objects.update(used_gross=F("used_gross") - 1)


def grow_a_debt(held):
    CreditDebt.objects.update(gross=F("gross") + 1)


def owe_more_than_allowed(held):
    without_constraint("accounts_creditaccount", "credit_account_within_limit")
    CreditAccount.objects.update(held_gross=F("limit_gross") + 1)


def forget_a_hold(held):
    Order.objects.filter(pk=held.pk).update(deferred_gross=F("deferred_gross") - 1)


def lose_a_piece(held):
    Stock.objects.filter(product=held.lines.get().product).update(on_hand=F("on_hand") - 1)


def show_what_is_hidden(held):
    make_assortment(held.company, hides(held.lines.get().product))
    Assortment.objects.update(verdicts={})


def forget_a_reservation(held):
    Reservation.objects.filter(holder=held.uid).update(state="released")


def promise_too_much(held):
    without_constraint("catalog_stock", "stock_no_oversell")
    Stock.objects.filter(product=held.lines.get().product).update(reserved=F("on_hand") + 1)


def charge_more(held):
    Order.objects.filter(pk=held.pk).update(net=F("net") + 1, gross=F("gross") + 1)


def lose_the_lines(held):
    held.lines.all().delete()


def miscount_a_line(held):
    without_constraint("orders_orderline", "order_line_net_plus_tax_is_gross")
    OrderLine.objects.filter(order=held).update(gross=F("gross") + 1)


def cancel_by_hand(held):
    Order.objects.filter(pk=held.pk).update(status="cancelled")


def cancel_and_go_on_waiting(held):
    cancel_order(order=held, by=SYSTEM, at=timezone.now())
    await_too_much(held)


def take_a_line_off_by_hand(held):
    held.lines.update(cancelled_at=timezone.now())


def await_too_much(held):
    product_id = held.lines.get().product_id
    facts = {"quantity": 1, "asked_at": timezone.now(), "working_days": 3}
    Backorder.objects.create(holder=held.uid, product_id=product_id, **facts)


def announce_again(held):
    with transaction.atomic():
        announce(order_placed, order_id=held.pk)


def skip_a_number(held):
    Series.objects.update(last_number=F("last_number") + 1)


def renumber(held):
    last = Document.objects.order_by("-number").first()
    Document.objects.filter(pk=last.pk).update(number=last.number + 1)


def lose_the_bytes(held):
    file_path(Document.objects.get(order=held).file).unlink()


def change_the_bytes(held):
    file_path(Document.objects.get(order=held).file).write_bytes(b"%PDF-else")


def lose_an_entry(held):
    BudgetPeriod.objects.update(committed=F("committed") - 1)


def lose_the_file(held):
    without_constraint("documents_document", "document_ready_has_file")
    Document.objects.filter(order=held).update(file=None)


DAMAGES = [
    (owe_less, "credit is the sum of its entries", "its entries say"),
    (grow_a_debt, "used credit is what open debts come to", "its open debts are"),
    (owe_more_than_allowed, "nobody owes more than his limit", "limit, overrun, held and used are"),
    (forget_a_hold, "orders hold the credit that they defer", "is deferred"),
    (lose_a_piece, "stock is the sum of its movements", "on hand 9"),
    (forget_a_reservation, "reserved is the sum of active reservations", "active reservations hold 0"),
    (promise_too_much, "nothing is promised twice", "11 are reserved of 10"),
    (show_what_is_hidden, "assortments are what their rules come to", "does not say"),
    (charge_more, "orders are the sums of their lines", "its lines say"),
    (lose_the_lines, "orders are the sums of their lines", "its lines say 0"),
    (miscount_a_line, "lines add up", "line 1"),
    (cancel_by_hand, "orders that are over commit no budget", "still has budgets committed"),
    (lose_an_entry, "budgets are the sums of their entries", "its entries say"),
    (cancel_by_hand, "orders that are over hold nothing", "still holds or awaits goods"),
    (cancel_and_go_on_waiting, "orders that are over hold nothing", "still holds or awaits goods"),
    (take_a_line_off_by_hand, "orders are promised what they ask", "0 are ordered, 2 are held or awaited"),
    (await_too_much, "orders are promised what they ask", "2 are ordered, 3 are held or awaited"),
    (announce_again, "placed orders are announced once", "2 times"),
    (skip_a_number, "document numbers have no gaps", "the last one given 4"),
    (renumber, "document numbers have no gaps", "the highest number is 4"),
    (lose_the_bytes, "ready documents have their bytes", "cannot be read"),
    (change_the_bytes, "ready documents have their bytes", "other bytes"),
    (lose_the_file, "ready documents have their bytes", "has no file"),
]


def test_a_sound_shop_breaks_nothing(shop):
    assert broken() == broken_now() == {}
    assert Document.objects.filter(state="ready").count() == 3


def test_a_running_out_reservation_is_sound_before_and_after_it_is_cleared(shop):
    Reservation.objects.filter(holder=shop.uid).update(until=timezone.now())
    assert broken() == {}


def test_every_invariant_is_broken_by_a_damage_below():
    assert {rule for _damage, rule, _words in DAMAGES} == set(INVARIANTS)


@pytest.mark.unsound
@pytest.mark.parametrize(("damage", "rule", "words"), DAMAGES, ids=[damage.__name__ for damage, *_ in DAMAGES])
def test_a_damage_is_told_where_it_is(shop, damage, rule, words):
    damage(shop)
    found = broken()
    assert rule in found
    assert any(words in sentence for sentence in found[rule])
    assert broken_now() == found


def test_check_invariants_is_content_with_a_sound_shop():
    out = StringIO()
    call_command("check_invariants", stdout=out)
    assert out.getvalue() == f"All {len(INVARIANTS)} invariants hold.\n"


@pytest.mark.unsound
def test_check_invariants_tells_people_and_programs_what_is_broken_and_fails(buyer):
    order = make_order(buyer)
    charge_more(order)
    out, errors = StringIO(), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("check_invariants", "--json", stdout=out, stderr=errors)
    assert ended.value.code == 1
    answer = json.loads(out.getvalue())
    assert (answer["is_sound"], answer["asked"]) == (False, list(INVARIANTS))
    assert f"Order {order.number}" in answer["broken"]["orders are the sums of their lines"][0]
    assert "Broken: orders are the sums of their lines" in errors.getvalue()


def test_invariants_cost_the_same_queries_for_one_and_three(buyer, django_assert_num_queries):
    for _ in range(3):
        make_order(buyer)
        with django_assert_num_queries(len(INVARIANTS)):
            broken()
