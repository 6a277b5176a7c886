"""The migrated database that those of the tests are copies of; it stays in the cluster until a migration changes."""

import os
import subprocess
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from psycopg import sql

from b2b_portal.embedded.environment import manage
from b2b_portal.embedded.folder import DataFolder
from b2b_portal.embedded.postgres import connect
from b2b_portal.embedded.preparation import APPS, LOCK
from b2b_portal.embedded.stamps import files_below, fingerprint


def migrated() -> str:
    """The name of the template; the first who asks makes it, while the others wait."""
    name = f"migrated_{fingerprint([LOCK, *files_below(*APPS, pattern='migrations/*.py')])[:16]}"
    with connect(DataFolder(settings.DATA_DIR), "postgres") as server:
        server.execute("SELECT pg_advisory_lock(hashtext('migrated'))")  # until the connection closes
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            _make(server, name)
    return name


def _make(server: psycopg.Connection, name: str) -> None:
    """Whole or not at all: under another name until it is done."""
    fresh = f"test_{name}"
    for statement in ("DROP DATABASE IF EXISTS {}", "CREATE DATABASE {}"):
        server.execute(sql.SQL(statement).format(sql.Identifier(fresh)))
    address = urlunsplit(urlsplit(settings.DATABASE_URLS["owner"])._replace(path=f"/{fresh}"))
    environment = {**os.environ, "DATABASE_OWNER_URL": address}
    subprocess.run([*manage("migrate"), "--verbosity", "0"], env=environment, check=True)
    server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(fresh), sql.Identifier(name)))
