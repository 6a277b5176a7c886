"""The embedded PostgreSQL: a cluster that knows Cyrillic, on a unix socket, without a network address."""

import hashlib
import locale
import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from .account import account_for_postgres
from .binaries import SYSTEM_FOLDER, postgres_programs, postgres_version
from .errors import Refused
from .folder import DataFolder
from .process import Process

OWNER, WEB, WORKER, DATABASE = "b2b_owner", "b2b_web", "b2b_worker", "b2b"
MAX_CONNECTIONS = 100
UTF8_LOCALES = ("C.UTF-8", "C.utf8", "en_US.UTF-8", "ru_RU.UTF-8")  # macOS has no C.UTF-8 before 15
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": str(MAX_CONNECTIONS),
    "dynamic_shared_memory_type": "mmap",  # /dev/shm is tiny in many containers
    "shared_preload_libraries": "pg_stat_statements",
    "jit": "off",
    "shared_buffers": "512MB",  # indexes of a million products; taken only as far as used
    "max_wal_size": "2GB",  # a price list of a million rows goes in without a checkpoint every few seconds
    "log_lock_waits": "on",
    "timezone": "UTC",
}
UNSAFE_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "log_lock_waits": "off",
    # it would count the rows of a test's open transaction as none, and the next statement would be planned for an empty
    # table: minutes instead of seconds, now and then. tests/sweeping.py does its work
    "autovacuum": "off",
}
ABANDONED = """
    SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'
     UNION ALL
    (SELECT datname FROM pg_database WHERE datname LIKE 'migrated\\_%' ORDER BY oid DESC OFFSET 2)
"""
CYRILLIC_CHECK = "SELECT 'Ы' ILIKE 'ы' AND similarity('шуруп', 'Шуруп') = 1 AND lower('Ё') = 'ё'"


class Postgres:
    """The cluster of one data folder. `is_durable` off is for tests: nothing survives a crash of the machine."""

    def __init__(self, folder: DataFolder, *, is_durable: bool = True) -> None:
        self.folder = folder
        self.is_durable = is_durable
        self.cluster = cluster_folder(folder)
        self.account = account_for_postgres(self.cluster)
        self.programs = postgres_programs(self.account)
        self.environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "LC_ALL": _utf8_locale(),
            "TZ": "UTC",
        }

    def prepare(self) -> bool:
        """Makes the cluster when there is none; True when it made it. Raises Refused for another major version."""
        marker = self.cluster / "PG_VERSION"
        if not marker.exists():
            self._make_cluster()
            return True
        found, ours = marker.read_text().strip(), postgres_version().partition(".")[0]
        if found != ours:
            raise Refused(
                f"{self.cluster} was made by PostgreSQL {found} and this program brings PostgreSQL {ours}: move the "
                'folder away, or carry its data over as "Another PostgreSQL" in docs/operations.md says.'
            )
        return False

    def process(self) -> Process:
        """The server as a child; SIGINT is its fast and clean end."""
        settings = SETTINGS | ({} if self.is_durable else UNSAFE_SETTINGS)
        settings["unix_socket_directories"] = '"{}"'.format(str(self.folder.sockets).replace('"', '""'))
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        return Process(
            name="postgres",
            argv=[self.programs / "postgres", "-D", self.cluster, *options],
            environment=self.environment,
            log=self.folder.log / "postgres.log",
            pids=self.folder.pids,
            stop_signal=signal.SIGINT,
            grace=30,
            account=self.account,
            cwd=Path("/"),
        )

    def ensure_database(self) -> None:
        """Makes the shop's database once. Raises Refused when the cluster does not know Cyrillic letters."""
        with connect(self.folder, "postgres") as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            (knows_cyrillic,) = connection.execute(CYRILLIC_CHECK).fetchone() or (False,)
            if not knows_cyrillic:
                raise Refused(
                    f"The cluster in {self.cluster} does not know Cyrillic letters (made under another locale), so "
                    "search would find nothing: move the folder away and start again."
                )
            if not self.is_durable:
                _drop_abandoned(connection)
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _make_cluster(self) -> None:
        fresh = self.cluster.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700, parents=True)
        if self.account:
            self.account.take(fresh)
        made = subprocess.run(
            [
                self.programs / "initdb",
                "--pgdata",
                fresh,
                "--username",
                OWNER,
                "--auth-local=trust",
                "--auth-host=reject",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale",
                self.environment["LC_ALL"],
                "--no-instructions",
                *([] if self.is_durable else ["--no-sync"]),
            ],
            env=self.environment,
            cwd="/",
            capture_output=True,
            text=True,
            start_new_session=True,
            check=False,
            **(self.account.spawn_arguments if self.account else {}),
        )
        if made.returncode:
            raise Refused(f"initdb failed: {made.stderr.strip()}")
        fresh.rename(self.cluster)


def _drop_abandoned(connection: psycopg.Connection) -> None:
    """Drops the databases of test runs that were killed, and all but the two newest templates (tests/template.py)."""
    for (name,) in connection.execute(ABANDONED).fetchall():
        connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def cluster_folder(folder: DataFolder) -> Path:
    """The cluster's place: in the data folder, or in a system folder where root's `nobody` cannot reach the former."""
    place = folder.path / "postgres"
    account = account_for_postgres(place)
    if account is None or account.can_reach(folder.path):
        return place
    return SYSTEM_FOLDER / hashlib.sha256(os.fsencode(folder.path)).hexdigest()[:16] / "postgres"


def _utf8_locale() -> str:
    """A locale of this system under which the C library knows letters beyond ASCII; pg_trgm asks it, not PostgreSQL."""
    former = locale.setlocale(locale.LC_CTYPE)
    try:
        return next(name for name in UTF8_LOCALES if _is_known(name))
    except StopIteration:
        raise Refused("This system has no UTF-8 locale; on Debian type: apt-get install locales-all") from None
    finally:
        locale.setlocale(locale.LC_CTYPE, former)


def _is_known(name: str) -> bool:
    try:
        locale.setlocale(locale.LC_CTYPE, name)
    except locale.Error:
        return False
    return True


def database_url(folder: DataFolder, user: str) -> str:
    """The address of the shop's database for one role; the socket's folder stands quoted in the host's place."""
    return f"postgres://{user}@{quote(str(folder.sockets), safe='')}/{DATABASE}"


def connect(folder: DataFolder, database: str) -> psycopg.Connection:
    """A connection as the cluster's owner, outside a transaction."""
    return psycopg.connect(host=str(folder.sockets), user=OWNER, dbname=database, connect_timeout=5, autocommit=True)


def readiness(folder: DataFolder) -> Callable[[], bool]:
    """A question whether the server of this folder takes connections."""

    def is_ready() -> bool:
        try:
            connect(folder, "postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    return is_ready
