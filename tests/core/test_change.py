"""The transaction and the audit context that every verb opens."""

import pytest
from django.db import connection

from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from tests.factories import make_actor


def test_change_writes_who_for_whom_and_when_into_the_audit(buyer, now):
    company = buyer.company
    with change(buyer, now):
        company.name = "ООО «Новое имя»"
        company.save()
    event = company.events.order_by("pgh_id").last()
    assert event.name == "ООО «Новое имя»"
    facts = event.pgh_context.metadata
    assert (facts["user"], facts["company"], facts["channel"]) == (str(buyer.user.uid), str(company.uid), "web")
    assert facts["at"] == now.isoformat()


def test_change_counts_rows_of_conditional_updates_rightly(buyer, now):
    """The audit puts a statement before each write; a conditional UPDATE must still say how many rows it met."""
    with change(buyer, now):
        assert type(buyer.company).objects.filter(pk=buyer.company.pk).update(name="x") == 1
        assert type(buyer.company).objects.filter(pk=-1).update(name="x") == 0


def test_change_undoes_everything_when_refused(buyer, now):
    def rename_and_refuse():
        with change(buyer, now):
            type(buyer.company).objects.filter(pk=buyer.company.pk).update(name="half done")
            raise RuleBroken

    with pytest.raises(RuleBroken):
        rename_and_refuse()
    buyer.company.refresh_from_db()
    assert buyer.company.name != "half done"


@pytest.mark.django_db(transaction=True)
def test_change_nests_into_one_transaction(now):
    actor = make_actor()
    with change(actor, now), change(actor, now):
        assert connection.in_atomic_block
        assert len(connection.savepoint_ids) == 1
    assert not connection.in_atomic_block
