"""Pricing the lines of a large cart. Django must be set up."""

import statistics
import time

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.queries.acting import actor_of
from benchmarks._scratch import figure
from catalog.models import Product
from catalog.queries.prices import price_lines

LINES, ROUNDS = 200, 30
MOST_MS, MOST_QUERIES = 20, 3


def measure() -> None:
    """Prints the median of pricing 200 products that a demo buyer may order, and the number of SQL queries."""
    company = actor_of(User.objects.get(email="buyer@demo.example")).company
    assert company
    wanted = dict.fromkeys(Product.objects.order_by("pk").values_list("pk", flat=True)[:LINES], 3)
    at = timezone.now()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        priced = price_lines(company, wanted, at)
    times = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        price_lines(company, wanted, at)
        times.append((time.perf_counter() - started) * 1000)
    figure("prices.cart", statistics.median(times), "ms", lines=len(priced), queries=len(asked),
           target=f"<= {MOST_MS} ms, <= {MOST_QUERIES} queries")  # fmt: skip
