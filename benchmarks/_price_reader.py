"""python -m benchmarks._price_reader FILE: what a buyer's page feels while a version of all prices is published.

A reader in a process of its own asks for pages of products with their prices again and again, first with nobody else
there, then while the file is compared and published. Another connection looks every 20 ms whether he waits for a lock.
"""

import os
import subprocess
import sys
import threading
import time
from uuid import UUID

os.environ["DJANGO_SETTINGS_MODULE"] = "b2b_portal.settings"
os.environ["DATABASE_ROLE"] = "web"

import django

django.setup()

import psycopg  # noqa: E402
from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from accounts.models import User  # noqa: E402
from benchmarks._million import LIST  # noqa: E402
from benchmarks._scratch import ROOT, figure, percentile  # noqa: E402
from catalog.models import Product  # noqa: E402

IDLE_SECONDS, LOOK_SECONDS = 15, 0.02
MOST_WAIT_MS, MOST_TIMES = 200, 3
_WAITS = """
    SELECT coalesce(max(extract(epoch FROM clock_timestamp() - query_start)) * 1000, 0)::float FROM pg_stat_activity
     WHERE usename = 'b2b_web' AND wait_event_type = 'Lock' AND datname = current_database()
"""


def main() -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(User.objects.get(email="buyer@demo.example"))
    uids = list(Product.objects.filter(article__startswith="ART-").order_by("pk").values_list("uid", flat=True)[:500])
    until = time.monotonic() + IDLE_SECONDS
    idle = _read(client, uids, lambda: time.monotonic() < until)
    with _Locks() as locks:
        argv = [
            sys.executable,
            str(ROOT / "manage.py"),
            "import_prices",
            sys.argv[1],
            "--price-list",
            LIST,
            "--publish",
        ]
        publication = subprocess.Popen(argv, env={**os.environ, "DATABASE_ROLE": "worker"}, stdout=subprocess.DEVNULL)
        busy = _read(client, uids, lambda: publication.poll() is None)
    assert publication.wait() == 0
    times = percentile(busy, 95) / percentile(idle, 95)
    figure("prices.reader.idle_p95", percentile(idle, 95), "ms", pages=len(idle))
    figure("prices.reader.publishing_p95", percentile(busy, 95), "ms", pages=len(busy), times_of_idle=round(times, 2),
           target=f"<= {MOST_TIMES} times")  # fmt: skip
    figure("prices.reader.longest_lock_wait", locks.longest, "ms", target=f"<= {MOST_WAIT_MS}", looks=locks.looks)


def _read(client: Client, uids: list[UUID], goes_on) -> list[float]:  # type: ignore[no-untyped-def]
    found = []
    while goes_on():
        address = reverse("product", args=[uids[len(found) % len(uids)]])
        started = time.perf_counter()
        response = client.get(address)
        assert response.status_code == 200, response.status_code
        found.append((time.perf_counter() - started) * 1000)
    return found


class _Locks:
    """Looks at the buyers' connections from a thread."""

    longest, looks = 0.0, 0

    def __enter__(self) -> "_Locks":
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _look(self) -> None:
        with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
            while not self._is_over.wait(LOOK_SECONDS):
                row = owner.execute(_WAITS).fetchone()
                self.longest, self.looks = max(self.longest, row[0] if row else 0), self.looks + 1


if __name__ == "__main__":
    main()
