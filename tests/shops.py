"""Whole shops of the tests' own: data folders that are prepared already, and their databases."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from b2b_portal.embedded import postgres
from b2b_portal.embedded.folder import ROOT, DataFolder
from b2b_portal.embedded.stamps import Stamp


def run(folder: DataFolder, *arguments: str) -> str:
    """What `./run ARGS` prints."""
    done = subprocess.run(
        [sys.executable, "-m", "b2b_portal.embedded", *arguments],
        env=environment(folder),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def environment(folder: DataFolder) -> dict[str, str]:
    """All that `./run` needs to know."""
    return {"PATH": os.environ["PATH"], "DATA_DIR": str(folder.path)}


def prepare(folder: DataFolder) -> None:
    """Makes the cluster and the schema from nothing; the static files are those of the test run, where it has some."""
    run(folder, "manage", "shell", "--verbosity", "0", "--command", "")
    ours = DataFolder(settings.DATA_DIR)
    if Stamp(ours.stamps, "static").path.exists():
        shutil.copytree(settings.STATIC_ROOT, folder.path / "static")
        shutil.copy(Stamp(ours.stamps, "static").path, folder.stamps)


def copy(folder: DataFolder, target: DataFolder) -> None:
    """The same data in another folder, without the logs; nothing may run in the first, and nothing be in the second."""
    shutil.rmtree(target.path, ignore_errors=True)
    subprocess.run(["cp", "-a", folder.path, target.path], check=True)  # with its owners: PostgreSQL runs as nobody
    shutil.rmtree(target.log)
    target.prepare()


@contextmanager
def asked(folder: DataFolder) -> Iterator[None]:
    """Inside, Django in this process asks the database of that shop as its owner. None of ours may be in use."""
    connection.close()
    former = dict(connection.settings_dict)
    connection.settings_dict.update(HOST=str(folder.sockets), USER=postgres.OWNER, NAME=postgres.DATABASE)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(former)
