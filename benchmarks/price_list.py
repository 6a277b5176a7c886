"""How fast a company takes its price list of 1,000,000 products away, and how much memory that takes.

./run bench price_list [--rows N]

The company's tier is a list computed from another one with rules, rounding and floors; above it stand a contract list
of every twentieth product and a promotion of every tenth. Each file is made by a process of its own, as a job's worker
makes it: twelve columns, and CSV once more with the prices by quantity and the recommended price. One JSON line per
format: rows per second, the file's size, the process's peak memory, and for CSV and XLSX the peak for a tenth of the
rows: memory is flat. Beside them the same SELECTs with nothing written, and `select 1`.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import django
import psycopg

from benchmarks._scratch import ROOT, figure, percentile, round_trip, scratch_database

COMPANY = "bench-prices"
TARGETS = {"csv": 40_000, "xlsx": 15_000}
FORMATS = ("csv", "xlsx", "yml", "json")
COSTLY = ("breaks", "recommended")  # columns that read more price rows
TARGET_MIB = 200
SECTION = "Bench section 1"  # a tenth of the goods

_STATEMENTS = (
    "INSERT INTO catalog_brand (name) SELECT 'Bench brand ' || n FROM generate_series(1, 200) n",
    "INSERT INTO catalog_category (name) SELECT 'Bench section ' || n FROM generate_series(1, 10) n",
    """
    INSERT INTO catalog_category (name, parent_id)
    SELECT 'Bench group ' || n, above.id FROM generate_series(1, 300) n
      JOIN catalog_category AS above ON above.name = 'Bench section ' || (n % 10 + 1)
    """,
    """
    INSERT INTO catalog_product (uid, brand_id, article, key, name, category_id, attributes, unit, vat_rate,
                                 pack_multiple, minimum_quantity, is_on_sale)
    SELECT gen_random_uuid(), brand.id, 'BP-' || n || 'X', 'BP' || n || 'X',
           'Картридж лазерный чёрный для принтеров и МФУ номер ' || n, section.id, '{}', '796', 0.22,
           CASE WHEN n % 7 = 0 THEN 10 ELSE 1 END, 1, true
      FROM generate_series(1, %(rows)s) n
      JOIN catalog_brand AS brand ON brand.name = 'Bench brand ' || (n % 200 + 1)
      JOIN catalog_category AS section ON section.name = 'Bench group ' || (n % 300 + 1)
    """,
    """
    INSERT INTO catalog_pricerule (price_list_id, brand_id, category_id, percent, amount)
    SELECT list.id, brand.id, NULL, -9, 1 FROM catalog_pricelist AS list
      JOIN catalog_brand AS brand ON brand.name IN ('Bench brand 1', 'Bench brand 2') WHERE list.code = 'bench-tier'
     UNION ALL
    SELECT list.id, NULL, section.id, -3, 0 FROM catalog_pricelist AS list
      JOIN catalog_category AS section ON section.name = 'Bench section 2' WHERE list.code = 'bench-tier'
    """,
    """
    INSERT INTO catalog_price (price_list_id, product_id, quantity, unit_price)
    SELECT list.id, product.id, 1, 100 + product.id % 900 * CASE list.code WHEN 'bench-rows' THEN 1 ELSE 0.8 END
      FROM catalog_product AS product
      JOIN catalog_pricelist AS list
        ON list.code IN ('bench-rows', 'bench-advice') OR list.code = 'bench-contract' AND product.id % 20 = 0
        OR list.code = 'bench-promotion' AND product.id % 10 = 0
     WHERE product.article LIKE 'BP-%%'
    """,
    """
    INSERT INTO catalog_price (price_list_id, product_id, quantity, unit_price)
    SELECT list.id, product.id, 10, 90 FROM catalog_product AS product
      JOIN catalog_pricelist AS list ON list.code = 'bench-rows' AND product.id % 3 = 0
     WHERE product.article LIKE 'BP-%%'
    """,
    """
    INSERT INTO catalog_pricefloor (price_list_id, product_id, unit_price)
    SELECT list.id, product.id, 90 FROM catalog_product AS product
      JOIN catalog_pricelist AS list ON list.code = 'bench-tier'
     WHERE product.article LIKE 'BP-%%' AND product.id % 4 = 0
    """,
    """
    INSERT INTO catalog_stock (warehouse_id, product_id, on_hand, reserved)
    SELECT (SELECT min(id) FROM catalog_warehouse), id, id % 50, 0 FROM catalog_product WHERE article LIKE 'BP-%%'
    """,
)


def main() -> None:
    """Fills a database of its own and measures in it; with --make it is the measured process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--make", help=argparse.SUPPRESS)
    parser.add_argument("--tenth", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--all-columns", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.make:
        made = _make(options.make, is_tenth=options.tenth, has_all=options.all_columns)
        print(json.dumps({**made, "peak_mib": _peak_mib()}))
        return
    with scratch_database() as environment:
        os.environ.update(environment)
        for one in measure(options.rows):
            figure(one.pop("figure"), one.pop("value"), one.pop("unit"), **one)


def measure(rows: int) -> list[dict[str, Any]]:
    """Fills the database of the environment with so many priced products, makes each file, and returns the figures."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        fill(owner, rows)
        machine = round(percentile(round_trip(owner), 50), 3)
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DATA_DIR": folder, "DATABASE_ROLE": "worker"}
        bare, _peak = _child(environment, "bare")
        worked = bare["database_cpu_seconds"]
        figures = [_figure("price_list.select_only", bare, database_cpu_seconds=worked, select_1_ms=machine)]
        for name in FORMATS:
            small = _child(environment, name, "--tenth")[1] if name in TARGETS else None
            figures += _figures(name, *_child(environment, name), of_a_tenth_of_the_rows=small)
        figures += _figures("csv_all_columns", *_child(environment, "csv", "--all-columns"))
    return figures


def fill(owner: psycopg.Connection, rows: int) -> None:
    """Products, lists and a company, unless they are there."""
    if owner.execute("SELECT FROM accounts_company WHERE code = %s", [COMPANY]).fetchone():
        return
    owner.execute(
        "INSERT INTO catalog_warehouse (code, name, lead_days, position) VALUES ('bench', 'Bench', 0, 9) "
        "ON CONFLICT DO NOTHING"
    )
    os.environ.update(DATABASE_ROLE="owner", DJANGO_SETTINGS_MODULE="b2b_portal.settings")
    django.setup()
    _make_company()
    for statement in _STATEMENTS:
        text = statement.replace("%(rows)s", str(rows)).replace("%%", "%")
        owner.execute(text)  # type: ignore[arg-type]
    owner.execute("VACUUM ANALYZE")


def _make_company() -> None:
    from accounts.models import Company, Tier  # noqa: PLC0415  settings read the scratch database's address
    from tests.factories import make_actor, make_price_list, make_tier  # noqa: PLC0415

    company = make_actor().company
    assert company
    tier = make_tier("bench-tier")
    Company.objects.filter(pk=company.pk).update(code=COMPANY, tier=tier)
    source = make_price_list("bench-rows")
    make_price_list("bench-tier", tier=tier, source=source, percent=-7, rounding_step="0.05", margin_floor=3)
    Tier.objects.filter(is_recommended=True).update(is_recommended=False)  # the demo's, in `./run bench prices`
    make_price_list("bench-advice", tier=make_tier("bench-advice", is_recommended=True))
    for kind in ("contract", "promotion"):
        make_price_list(f"bench-{kind}", kind=kind).companies.add(company)


def _figures(name: str, made: dict[str, Any], peak: float, **more: Any) -> list[dict[str, Any]]:
    target = f">= {TARGETS[name]}" if name in TARGETS else None
    memory = {"figure": f"price_list.{name}.peak", "value": peak, "unit": "MiB", "target": f"<= {TARGET_MIB}", **more}
    return [_figure(f"price_list.{name}", made, mib=made["mib"], target=target), memory]


def _child(environment: dict[str, str], name: str, *more: str) -> tuple[dict[str, Any], float]:
    """What the process said, and its peak memory in MiB."""
    argv = [sys.executable, "-m", "benchmarks.price_list", "--make", name, *more]
    program = subprocess.run(argv, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    facts: dict[str, Any] = json.loads(program.stdout.splitlines()[-1])
    return facts, facts["peak_mib"]


def _peak_mib() -> float:
    """The most memory this program held; ru_maxrss would count what its parent held when it was started."""
    status = Path("/proc/self/status").read_text()
    return round(int(status.partition("VmHWM:")[2].split()[0]) / 1024, 1)


def _figure(name: str, made: dict[str, Any], **facts: Any) -> dict[str, Any]:
    rate = made["rows"] / made["seconds"]
    seconds, own = round(made["seconds"], 2), round(made["own_seconds"], 2)
    return {"figure": name, "value": rate, "unit": "rows/s", "seconds": seconds, "own_work_seconds": own, **facts}


def _make(name: str, *, is_tenth: bool, has_all: bool) -> dict[str, Any]:
    os.environ["DJANGO_SETTINGS_MODULE"] = "b2b_portal.settings"
    django.setup()
    from django.utils import timezone  # noqa: PLC0415

    from accounts.actors import SYSTEM  # noqa: PLC0415
    from accounts.models import Membership  # noqa: PLC0415
    from accounts.queries.acting import actor_of  # noqa: PLC0415
    from catalog.actions.ask_price_list import ask_price_list  # noqa: PLC0415
    from catalog.actions.make_price_list import make_price_list  # noqa: PLC0415
    from catalog.models import Category  # noqa: PLC0415
    from catalog.price_list_columns import Goods, PriceColumn, WantedFile  # noqa: PLC0415
    from catalog.queries.price_list_jobs import job_by_id  # noqa: PLC0415

    buyer = actor_of(Membership.objects.get(company__code=COMPANY).user)
    goods = Goods(category=Category.objects.get(name=SECTION).pk) if is_tenth else Goods()
    columns = tuple(column for column in PriceColumn if has_all or column not in COSTLY)
    now = timezone.now()
    if name == "bare":
        return _select(buyer.company, columns, now)
    job = ask_price_list(wanted=WantedFile(name, columns, goods), by=buyer, at=now)
    started, worked = time.perf_counter(), time.process_time()
    assert make_price_list(job=job_by_id(job.pk), by=SYSTEM, at=now)
    seconds, own = time.perf_counter() - started, time.process_time() - worked
    job = job_by_id(job.pk)
    assert job.result
    mib = round(job.result.size / 2**20, 1)
    return {"rows": job.report["rows"], "seconds": seconds, "own_seconds": own, "mib": mib}


def _select(company: Any, columns: Any, now: Any) -> dict[str, Any]:
    from catalog.price_list_columns import Goods  # noqa: PLC0415
    from catalog.queries import price_list_rows as queries  # noqa: PLC0415

    wish = queries.PriceListWish(company, tuple(column.value for column in columns), now)
    started, worked = time.perf_counter(), time.process_time()
    with queries.one_moment() as cursor:
        ends = queries.product_bounds(cursor, company, Goods())[1]
        rows = sum(map(len, queries.chunks_of_rows(cursor, wish, ends)))
        database = _cpu_seconds(cursor.connection.info.backend_pid)
    seconds, own = time.perf_counter() - started, time.process_time() - worked
    return {"rows": rows, "seconds": seconds, "own_seconds": own, "database_cpu_seconds": database}


def _cpu_seconds(pid: int) -> float:
    """What a process of this machine has worked so far; no neighbour adds to it."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
