"""How fast a supplier's file goes in, whole: products, codes, prices, stock, all indexes live.

./run bench import_catalog [--file NAME] [--rounds N]     NAME: jlcparts_50k.csv.gz (default) or jlcparts_all.csv.gz

Prints one JSON line per figure: rows per second of the first load and of a second run that changes nothing (between the
job's start and end; the program's own start stands beside it), the program's peak memory, and beside them the same
machine in the same minute: `select 1`, and a bare COPY of the same bytes into a temporary table.
"""

import argparse
import csv
import gzip
import json
import statistics
import time
from pathlib import Path

import psycopg

from benchmarks._scratch import SHARED, Measured, figure, manage, percentile, round_trip, scratch_database

TARGET_ROWS, TARGET_MIB = 10_000, 300
PIECE = 1024 * 1024


def main() -> None:
    """Measures `--rounds` first loads, each into an empty shop, and one second run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--file", default="jlcparts_50k.csv.gz")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    path = SHARED / options.file
    first = [_round(path, with_second=place == 0) for place in range(options.rounds)]
    figure("import.rows_per_second", statistics.median(first), "rows/s", target=f">= {TARGET_ROWS}", rounds=first)


def _round(path: Path, *, with_second: bool) -> float:
    with scratch_database() as environment, psycopg.connect(environment["DATABASE_OWNER_URL"]) as connection:
        trips = round_trip(connection)
        figure("machine.select_1", statistics.median(trips), "ms", p95=round(percentile(trips, 95), 3))
        bare = _bare_copy(connection, path)
        load = manage(environment, "import_catalog", str(path), "--profile", "jlcparts", "--rate", "90", "--json")
        rows, seconds = _job(connection)
        report = json.loads(load.output)
        assert rows == report["rows"]
        rate = rows / seconds
        figure(
            "import.first",
            rate,
            "rows/s",
            seconds=round(seconds, 2),
            with_program_start=round(load.seconds, 2),
            created=report["created"],
            prices=report["prices_changed"],
            bare_copy_rows_per_second=round(rows / bare),
            times_slower_than_bare_copy=round(seconds / bare, 1),
        )
        _memory("import.first.peak", load)
        if with_second:
            again = manage(environment, "import_catalog", str(path), "--profile", "jlcparts", "--json")
            rows, seconds = _job(connection)
            unchanged = json.loads(again.output)["unchanged"]
            figure("import.second", rows / seconds, "rows/s", seconds=round(seconds, 2), unchanged=unchanged)
            _memory("import.second.peak", again)
        return round(rate, 1)


def _job(connection: psycopg.Connection) -> tuple[int, float]:
    """Rows and seconds of the last job, as the shop itself recorded them."""
    statement = (
        "SELECT done, extract(epoch FROM finished_at - started_at)::float FROM core_job ORDER BY id DESC LIMIT 1"
    )
    rows, seconds = connection.execute(statement).fetchone() or (0, 0.0)
    connection.rollback()
    return rows, seconds


def _bare_copy(connection: psycopg.Connection, path: Path) -> float:
    """Seconds of a COPY of the same rows into a temporary table without an index: the limit."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
        width = len(next(csv.reader(text)))
    columns = ", ".join(f"c{place} text" for place in range(width))
    connection.execute(f"CREATE TEMP TABLE bare ({columns})")
    started = time.perf_counter()
    with gzip.open(path) as file, connection.cursor().copy("COPY bare FROM STDIN (FORMAT csv, HEADER)") as copy:
        while piece := file.read(PIECE):  # held whole, it would count as memory of the programs started later
            copy.write(piece)
    seconds = time.perf_counter() - started
    connection.rollback()
    return seconds


def _memory(name: str, program: Measured) -> None:
    figure(name, program.peak_mib, "MiB", target=f"<= {TARGET_MIB}")


if __name__ == "__main__":
    main()
