"""Prices and stock on their own connection: the same figures as on one, and nothing hidden when they fail."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.db import DataError, connection

from accounts.actors import SYSTEM
from b2b_portal.core.enums import JobState
from b2b_portal.core.models import Job
from catalog.actions import import_catalog as module
from catalog.actions.import_catalog_offer_lane import OfferLane
from catalog.actions.import_catalog_prices import PriceVersion
from catalog.models import Price, PriceChange, PriceListVersion
from tests.catalog.actions.test_import_catalog import row, run
from tests.embedded.conftest import wait_until
from tests.factories import make_price_list, make_warehouse

pytestmark = pytest.mark.django_db(transaction=True)


def test_prices_of_several_chunks_follow_their_products(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK_ROWS", 2)
    first = [row(line, f"ART-{line}") for line in range(2, 9)]
    report = run(*first, at=now)
    assert (report.created, report.prices_changed) == (7, 14)
    assert Price.objects.count() == PriceChange.objects.count() == 14
    again = run(*first, at=now)
    assert (again.unchanged, again.updated, again.prices_changed) == (7, 0, 0)
    assert PriceListVersion.objects.count() == 1


def test_a_product_whose_price_alone_changed_counts_as_updated(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK_ROWS", 2)
    run(*[row(line, f"ART-{line}") for line in range(2, 7)], at=now)
    dearer = row(3, "ART-3", prices=((1, Decimal("0.02")),))
    report = run(row(2, "ART-2"), dearer, *[row(line, f"ART-{line}") for line in range(4, 7)], at=now)
    assert (report.updated, report.unchanged, report.prices_changed) == (1, 4, 2)


def test_a_price_that_the_database_refuses_ends_the_job_as_failed(now: datetime) -> None:
    with pytest.raises(DataError):
        run(row(prices=((1, Decimal("9" * 20)),)), at=now)
    assert Job.objects.get().state == JobState.FAILED


def test_the_lane_leaves_no_connection_behind(now: datetime) -> None:
    with OfferLane(PriceVersion(make_price_list(), "feed.csv", SYSTEM, now), make_warehouse(), SYSTEM, now) as lane:
        assert lane.take([]).result().prices == 0
        assert backends() == 2
    wait_until(lambda: backends() == 1)


def backends() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return int(cursor.fetchone()[0])
