"""How fast price lists go in, are taken back and come out, beside bare SQL and django-import-export's default.

./run bench prices [--rows 1000000] [--rounds 3] [--peer-rows 100000] [--only csv,peer,xlsx,readers,cart,takeaway]

Everything in one go on a database of its own, one JSON line per figure. `csv` gives `import_prices --publish` a file of
(brand, article, price) in which every price changed, round by round beside the same rows in bare SQL: COPY, ANALYZE,
MERGE with articles resolved. Program start is taken off both ways (`import_prices --help` beside it); reading the file,
validating, comparing, the report, the trail of changes and the version are in.
"""

import argparse
import json
import os
import statistics
import tempfile
import time
from pathlib import Path

import psycopg

from benchmarks._million import LIST, fill, rows_of, write_csv, write_xlsx
from benchmarks._scratch import Measured, figure, manage, percentile, round_trip, scratch_database

PARTS = ("csv", "peer", "xlsx", "readers", "cart", "takeaway")
PIECE = 1024 * 1024
MOST_MIB = 200
LEAST_SHARE, LEAST_TIMES, LEAST_XLSX_TIMES, LEAST_AGAIN = 0.6, 50, 40, 1.5

_MERGE = """
    MERGE INTO catalog_price AS price
    USING (SELECT product.id, bare.price::numeric AS unit_price FROM bare
             JOIN catalog_brand AS brand ON brand.name = bare.brand
             JOIN catalog_product AS product ON product.brand_id = brand.id AND product.article = bare.article) AS said
       ON price.price_list_id = {list} AND price.product_id = said.id AND price.quantity = 1
     WHEN MATCHED AND price.unit_price IS DISTINCT FROM said.unit_price THEN UPDATE SET unit_price = said.unit_price
     WHEN NOT MATCHED THEN INSERT (price_list_id, product_id, quantity, unit_price)
          VALUES ({list}, said.id, 1, said.unit_price)
"""
_PRINT = "SELECT sum(hashtextextended(ctid::text || xmin::text, 0)) FROM catalog_price"


def main() -> None:
    """Runs the parts asked for, in one database."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer-rows", type=int, default=100_000)
    parser.add_argument("--only", default=",".join(PARTS))
    options = parser.parse_args()
    parts = options.only.split(",")
    with scratch_database() as environment, tempfile.TemporaryDirectory() as folder:
        environment["DATA_DIR"] = folder
        manage({**environment, "EMBEDDED": "1"}, "load_demo")
        with psycopg.connect(environment["DATABASE_OWNER_URL"]) as owner:
            trips = round_trip(owner)
            figure("machine.select_1", statistics.median(trips), "ms", p95=round(percentile(trips, 95), 3))
            fill(owner, options.rows)
            bench = _Bench(environment, owner, Path(folder), options)
            ours = bench.csv() if "csv" in parts else 0.0
            if "peer" in parts or "xlsx" in parts:
                bench.peers(ours, with_csv="peer" in parts, with_xlsx="xlsx" in parts)
            if "readers" in parts:
                bench.readers()
        if "cart" in parts or "takeaway" in parts:
            _in_process(environment, parts, options.rows)


class _Bench:
    """The parts that go through the command line, on one database."""

    def __init__(
        self, environment: dict[str, str], owner: psycopg.Connection, folder: Path, options: argparse.Namespace
    ) -> None:
        self.environment, self.owner, self.folder, self.options = environment, owner, folder, options
        self.start = min(manage(environment, "import_prices", "--help").seconds for _ in range(3))

    def csv(self) -> float:
        """Bare SQL and the shop take turns; then the shop gets its last file again. Returns the shop's rows/s."""
        rows, bare, ours, share = self.options.rows, [], [], []
        path = self.folder / "prices.csv"
        for _round in range(self.options.rounds):
            write_csv(path, rows_of(self.owner, rows, 1))
            bare.append(rows / self._bare(path))
            self._rest()
            write_csv(path, rows_of(self.owner, rows, 1))
            seconds, run = self._import(path, "--publish")
            assert json.loads(run.output.splitlines()[-1])["up"] == rows, run.output
            ours.append(rows / seconds)
            share.append(ours[-1] / bare[-1])
            self._rest()
        figure("prices.csv.bare", statistics.median(bare), "rows/s", rounds=[round(one) for one in bare])
        figure(
            "prices.csv.all_changed",
            statistics.median(ours),
            "rows/s",
            rounds=[round(one) for one in ours],
            share_of_bare=round(statistics.median(share), 2),
            target=f">= {LEAST_SHARE} of bare",
        )
        figure("prices.csv.peak", run.peak_mib, "MiB", target=f"<= {MOST_MIB}", rows=rows)
        self._again(path, statistics.median(ours))
        self._rollback()
        return statistics.median(ours)

    def _again(self, path: Path, ours: float) -> None:
        before = self.owner.execute(_PRINT).fetchone()
        seconds, run = self._import(path, "--publish")
        assert json.loads(run.output.splitlines()[-1])["unchanged"] == self.options.rows
        is_untouched = self.owner.execute(_PRINT).fetchone() == before
        self.owner.rollback()
        figure(
            "prices.csv.same_again",
            self.options.rows / seconds,
            "rows/s",
            times_of_all_changed=round(self.options.rows / seconds / ours, 2),
            target=f">= {LEAST_AGAIN} times",
            no_row_version_written=is_untouched,
        )

    def _rollback(self) -> None:
        taken = manage(self.environment, "rollback_prices", "--price-list", LIST, "--json")
        figure("prices.rollback", self.options.rows / (taken.seconds - self.start), "rows/s")
        self._rest()

    def peers(self, ours: float, *, with_csv: bool, with_xlsx: bool) -> None:
        """django-import-export's default on the same columns, and a workbook of 100,000 rows both ways."""
        rows = self.options.peer_rows
        sheet, table = self.folder / "peer.xlsx", self.folder / "peer.csv"
        if with_xlsx:
            write_xlsx(sheet, rows_of(self.owner, rows, 1))
            seconds, run = self._import(sheet, "--publish")
            rate = rows / seconds
            figure("prices.xlsx.rows", rate, "rows/s", seconds=round(seconds, 2), peak_mib=round(run.peak_mib))
            write_xlsx(sheet, rows_of(self.owner, rows, 1))
            self._peer(sheet, "prices.xlsx", rate, LEAST_XLSX_TIMES)
        if with_csv:
            write_csv(table, rows_of(self.owner, rows, 1))
            self._peer(table, "prices.csv", ours, LEAST_TIMES)

    def _peer(self, path: Path, name: str, ours: float, least: int) -> None:
        program = ["-m", "benchmarks._import_export", str(path)]
        run = manage(self.environment, *program, is_module=True)
        rate = self.options.peer_rows / json.loads(run.output)["seconds"]
        figure(f"{name}.import_export_default", rate, "rows/s", rows=self.options.peer_rows, peak_mib=run.peak_mib)
        if ours:
            figure(f"{name}.times_import_export", ours / rate, "times", target=f">= {least}")

    def readers(self) -> None:
        """A buyer reads prices while a version of all of them is published."""
        path = self.folder / "prices.csv"
        write_csv(path, rows_of(self.owner, self.options.rows, 1))
        manage(self.environment, "collectstatic", "--noinput", "-v", "0")
        run = manage(self.environment, "-m", "benchmarks._price_reader", str(path), is_module=True)
        for line in run.output.splitlines():
            print(line, flush=True)

    def _bare(self, path: Path) -> float:
        """Seconds of the same change in bare SQL, planned as well as it can be."""
        list_id = self.owner.execute("SELECT id FROM catalog_pricelist WHERE code = %s", [LIST]).fetchone()
        assert list_id
        self.owner.execute("CREATE TEMP TABLE bare (brand text, article text, price text) ON COMMIT DROP")
        self.owner.execute("SET LOCAL work_mem = '64MB'; SET LOCAL enable_nestloop = off")
        started = time.perf_counter()
        statement = "COPY bare FROM STDIN (FORMAT csv, DELIMITER ';', HEADER)"
        with path.open("rb") as stream, self.owner.cursor().copy(statement) as copy:
            while piece := stream.read(PIECE):
                copy.write(piece)
        self.owner.execute("ANALYZE bare")
        self.owner.execute(_MERGE.format(list=list_id[0]))  # type: ignore[arg-type]
        self.owner.commit()
        return time.perf_counter() - started

    def _import(self, path: Path, *options: str) -> tuple[float, Measured]:
        """Seconds of the command without the program's start."""
        run = manage(self.environment, "import_prices", str(path), "--price-list", LIST, "--json", *options)
        return run.seconds - self.start, run

    def _rest(self) -> None:
        self.owner.commit()
        self.owner.autocommit = True
        self.owner.execute("VACUUM ANALYZE catalog_price, catalog_pricechange, catalog_importrow")
        self.owner.execute("CHECKPOINT")
        self.owner.autocommit = False


def _in_process(environment: dict[str, str], parts: list[str], rows: int) -> None:
    """What is measured inside the shop itself: the pricing of a cart, the price list that a buyer takes away."""
    os.environ.update(environment, DATABASE_ROLE="worker", DJANGO_SETTINGS_MODULE="b2b_portal.settings")
    import django  # noqa: PLC0415  settings read the scratch database's address, known only now

    django.setup()
    from benchmarks import _cart_prices, price_list  # noqa: PLC0415

    if "cart" in parts:
        _cart_prices.measure()
    if "takeaway" in parts:
        for told in price_list.measure(rows):
            print(json.dumps(told, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
