"""A database of the benchmark's own, beside the shop's: made, measured in, dropped."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data" / "catalog"
URLS = ("DATABASE_URL", "DATABASE_WORKER_URL", "DATABASE_OWNER_URL")


@dataclass(frozen=True)
class Measured:
    """One finished program: its output, wall time and the most memory it held."""

    output: str
    seconds: float
    peak_mib: float


@contextmanager
def scratch_database() -> Iterator[dict[str, str]]:
    """Makes an empty shop in a database of its own and gives the environment that points to it."""
    name = f"bench_{os.getpid()}"
    environment = {**os.environ, **{key: f"{os.environ[key].rpartition('/')[0]}/{name}" for key in URLS}}
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        try:
            manage(environment, "prepare_database")
            yield environment
        finally:
            owner.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def manage(environment: dict[str, str], *command: str, is_module: bool = False) -> Measured:
    """Runs one of Django's commands, or a module of ours, to its end. Raises CalledProcessError when it fails."""
    started = time.perf_counter()
    argv = [sys.executable, *([] if is_module else [str(ROOT / "manage.py")]), *command]
    with subprocess.Popen(argv, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout
        output = program.stdout.read()
        _pid, status, usage = os.wait4(program.pid, 0)
        program.returncode = os.waitstatus_to_exitcode(status)
    if program.returncode:
        raise subprocess.CalledProcessError(program.returncode, argv)
    return Measured(output, time.perf_counter() - started, usage.ru_maxrss / 1024)


def figure(name: str, value: float, unit: str, **facts: object) -> None:
    """Prints one figure as a line of JSON."""
    print(json.dumps({"figure": name, "value": round(value, 3), "unit": unit, **facts}, ensure_ascii=False), flush=True)


def round_trip(connection: psycopg.Connection, rounds: int = 1_000) -> list[float]:
    """Milliseconds of `select 1`, prepared: the machine's own measure."""
    return [timed(connection, "SELECT 1", ()) for _ in range(rounds)]


def timed(connection: psycopg.Connection, statement: str, parameters: object) -> float:
    """Milliseconds of one statement with its rows fetched."""
    started = time.perf_counter()
    connection.execute(statement, parameters, prepare=True).fetchall()  # type: ignore[arg-type]
    return (time.perf_counter() - started) * 1000


def percentile(values: list[float], share: int) -> float:
    """The value that `share` percent stay below."""
    return statistics.quantiles(values, n=100)[share - 1]
