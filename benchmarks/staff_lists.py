"""How quick the staff's lists are with 100,000 rows each.

./run bench staff_lists [--requests N] [--slow MS] [--only WORD]

A signed-in superuser asks for each list, plain and as staff use it (filtered, searched, sorted, far down), in process
with all middleware and templates. One JSON line per list: p50 and p95 in milliseconds, this process's own work (no
neighbour on a busy machine adds to it), its SQL queries and their time, `select 1` of the same minute beside them. With
--slow the SQL of requests slower than so many milliseconds is printed too.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from typing import Any

import django
import psycopg

from benchmarks._scratch import figure, manage, percentile, round_trip, scratch_database

LIMIT_MS = 300
LISTS = {
    "products": "catalog/product/",
    "products.found": "catalog/product/?q=cf-5",
    "products.off_sale": "catalog/product/?is_on_sale__exact=0",
    "products.by_name": "catalog/product/?o=3",
    "products.page_200": "catalog/product/?p=200",
    "prices": "catalog/price/",
    "prices.found": "catalog/price/?q=cf-5",
    "stock": "catalog/stock/",
    "stock.found": "catalog/stock/?q=cf-5",
    "stock.of_warehouse": "catalog/stock/?warehouse__id__exact=1",
    "stock.by_free": "catalog/stock/?o=5",
    "movements": "catalog/stockmovement/",
    "movements.of_kind": "catalog/stockmovement/?kind__exact=receipt",
    "movements.found": "catalog/stockmovement/?q=cf-5",
    "reservations": "catalog/reservation/",
    "reservations.active": "catalog/reservation/?state__exact=active",
    "reservations.found": "catalog/reservation/?q=cf-5",
    "analogues": "catalog/analogue/",
    "analogues.found": "catalog/analogue/?q=cf-5",
    "transit": "catalog/transit/",
    "transit.found": "catalog/transit/?q=cf-5",
    "orders": "orders/order/",
    "orders.confirmed": "orders/order/?status__exact=confirmed",
    "orders.of_month": "orders/order/?placed_at__gte=2026-10-01&placed_at__lt=2026-11-01",
    "orders.rare": "orders/order/?status__exact=picking",
    "orders.of_number": "orders/order/?q=1000500",
    "orders.of_buyer_number": "orders/order/?q=po-500",
    "orders.of_company": "orders/order/?q=Покупатель+5",
    "orders.by_sum": "orders/order/?o=6",
    "history": "orders/history/",
    "history.of_kind": "orders/history/?kind__exact=placed",
    "documents": "documents/document/",
    "documents.ready": "documents/document/?state__exact=ready",
    "documents.of_month": "documents/document/?issued_at__gte=2026-10-01&issued_at__lt=2026-11-01",
    "documents.failed": "documents/document/?state__exact=failed",
    "documents.of_number": "documents/document/?q=500",
    "documents.of_company": "documents/document/?q=Покупатель+5",
    "mails": "core/mail/",
    "mails.sent": "core/mail/?state__exact=sent",
    "mails.failed": "core/mail/?state__exact=failed",
    "mails.found": "core/mail/?q=person999",
    "deliveries": "core/delivery/",
    "deliveries.all": "core/delivery/?state=all",
    "jobs": "core/job/",
    "jobs.of_kind": "core/job/?kind=import_catalog",
}


def main() -> None:
    """Fills a database of its own and asks for every list."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=40)
    parser.add_argument("--slow", type=float, default=0)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, scratch_database() as environment:
        environment |= {"DATA_DIR": folder, "PUBLIC_URL": "http://127.0.0.1:8000", "DEBUG": "0"}
        manage(environment, "collectstatic", "--noinput", "--verbosity", "0")
        os.environ.update(environment, DATABASE_ROLE="web", DJANGO_SETTINGS_MODULE="b2b_portal.settings")
        django.setup()  # reads the scratch database's address, so what needs settings is imported only now
        from benchmarks import _staff_rows  # noqa: PLC0415

        with psycopg.connect(environment["DATABASE_OWNER_URL"], autocommit=True) as owner:
            _staff_rows.fill(owner)
            client = _staff_rows.boss()
            wanted = [name for name in LISTS if options.only in name]
            slow = [name for name in wanted if not _measure(client, owner, name, options)]
        if slow:
            sys.exit(f"slower than {LIMIT_MS} ms: {', '.join(slow)}")


def _measure(client: Any, owner: psycopg.Connection, name: str, options: argparse.Namespace) -> bool:
    """Prints the figure of one list; returns whether it keeps the limit."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    address = f"/admin/{LISTS[name]}"
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    queries = list(captured)  # now: the next request clears them
    if answer.status_code != 200:
        raise SystemExit(f"{name}: {answer.status_code}")
    times, own, machine = [], [], []
    for _number in range(options.requests):
        machine += round_trip(owner, 20)
        started, worked = time.perf_counter(), time.process_time()
        client.get(address)
        times.append((time.perf_counter() - started) * 1000)
        own.append((time.process_time() - worked) * 1000)
    p95 = percentile(times, 95)
    figure(
        f"staff_list.{name}",
        p95,
        "ms p95",
        p50=round(statistics.median(times), 1),
        own_work_p50=round(statistics.median(own), 1),
        sql_ms=round(sum(float(query["time"]) for query in queries) * 1000),
        queries=len(queries),
        select_1_ms=round(percentile(machine, 50), 3),
        select_1_p95_ms=round(percentile(machine, 95), 3),
    )
    if options.slow and p95 > options.slow:
        for query in sorted(queries, key=lambda one: -float(one["time"]))[:3]:
            print(f"  {query['time']} s  {query['sql'][:1500]}", file=sys.stderr)
    return p95 <= LIMIT_MS


if __name__ == "__main__":
    main()
