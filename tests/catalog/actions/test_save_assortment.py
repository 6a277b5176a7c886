"""A section that comes while its rules are saved obeys them, whichever of the two is first."""

import threading

import pytest
from django.db import connection, transaction

from accounts.actors import SYSTEM
from accounts.queries.staff import StaffOnly
from b2b_portal.core.change import change
from catalog.actions.save_assortment import save_assortment
from catalog.models import Assortment, AssortmentRule, Category
from tests.factories import make_actor, make_company
from tests.races import race
from tests.waiting import wait_until

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'catalog_category'::regclass"


def saved_while_a_section_comes(save, now):
    """Saves a rule of a section, and before that is committed a section below it comes, or waits; returns what the
    rules come to for the new one.
    """
    above, company = Category.objects.create(name="Above"), make_company()
    ruled, came = threading.Event(), threading.Event()

    def rules():
        with change(SYSTEM, now):
            assortment = Assortment(company=company)
            save(assortment)
            AssortmentRule.objects.create(assortment=assortment, category=above)
            ruled.set()
            wait_until(lambda: came.is_set() or somebody_waits())

    def comes():
        assert ruled.wait(timeout=30)
        with transaction.atomic():
            new = Category.objects.create(name="New", parent=above)
        came.set()
        return new

    _none, new = race([rules, comes])
    return Assortment.objects.get().verdicts.get(f"c{new.pk}")


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return cursor.fetchone()[0] > 0


@pytest.mark.django_db(transaction=True)
def test_a_section_that_comes_while_its_rules_are_saved_obeys_them(now):
    assert saved_while_a_section_comes(lambda one: save_assortment(assortment=one, by=SYSTEM, at=now), now) == 0


@pytest.mark.unsound
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_it_is_seen(now):
    """The control: what saving would be if it only wrote the row."""
    assert saved_while_a_section_comes(lambda one: one.save(), now) is None


@pytest.mark.django_db
def test_save_assortment_is_for_staff_only(now):
    actor = make_actor()
    with pytest.raises(StaffOnly):
        save_assortment(assortment=Assortment(company=actor.company), by=actor, at=now)
    assert not Assortment.objects.exists()
