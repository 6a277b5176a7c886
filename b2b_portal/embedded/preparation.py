"""What must be done once per change of the code before the shop can open: schema, translations, static files, demo."""

import fcntl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from .environment import manage
from .folder import ROOT, DataFolder
from .stamps import Stamp, files_below, fingerprint
from .supervisor import PAUSE, Supervisor

APPS = ("b2b_portal", "accounts", "catalog", "orders", "documents")
LOCK = ROOT / "requirements" / "base.txt"


class Preparation:
    """The steps, each skipped when nothing that it reads has changed since it succeeded in this data folder.

    Two commands that start at once take turns: the second finds the work done.
    """

    def __init__(
        self, folder: DataFolder, supervisor: Supervisor, environment: Mapping[str, str], *, is_embedded: bool
    ) -> None:
        self.folder = folder
        self.supervisor = supervisor
        self.environment = environment
        self.is_embedded = is_embedded

    def prepare_database(self) -> None:
        """Brings roles, schema and grants up to date; a database of somebody else is asked every time."""
        inputs = fingerprint([LOCK, *schema_sources()])
        stamp = Stamp(self.folder.stamps, "database")
        with self._turn():
            if not (self.is_embedded and stamp.is_current(inputs)):
                self._run("bringing the database up to date", "prepare_database")
                stamp.put(inputs)

    def compile_messages(self) -> None:
        """Compiles translations that are newer than their compiled file."""
        sources = files_below("locale", pattern="*.po")
        with self._turn():
            if any(_is_stale(source.with_suffix(".mo"), source) for source in sources):
                self._run("compiling translations", "messages", "--compile")

    def collect_static(self) -> None:
        """Gathers, hashes and compresses the static files."""
        inputs = fingerprint([LOCK, *files_below("static"), *files_below(*APPS, pattern="static/**/*")])
        stamp = Stamp(self.folder.stamps, "static")
        manifest = self.folder.path / "static" / "staticfiles.json"
        with self._turn():
            if not (manifest.exists() and stamp.is_current(inputs)):
                self._run("collecting static files", "collectstatic", "--noinput", "--verbosity", "0")
                stamp.put(inputs)

    def load_demo(self) -> None:
        """Loads the demo company once, into the embedded database only."""
        stamp = Stamp(self.folder.stamps, "demo")
        with self._turn():
            if self.is_embedded and not stamp.path.exists():
                self._run("loading the demo company (once)", "load_demo")
                stamp.put("loaded")

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Waits for its turn among the commands that prepare this data folder; the kernel frees it with the process."""
        with (self.folder.stamps / "turn").open("a") as file:
            while not _is_locked(file):
                self.supervisor.check()
                time.sleep(PAUSE)
            yield

    def _run(self, step: str, *command: str) -> None:
        self.supervisor.console.step(step)
        log = self.folder.log / f"{command[0]}.log"
        self.supervisor.run(manage(*command), self.environment, cwd=ROOT, log=log)


def schema_sources() -> set[Path]:
    """What decides over roles, schema and grants: all migrations, the settings and the core with its commands."""
    migrations = files_below(*APPS, pattern="migrations/*.py")
    return {*migrations, *files_below("b2b_portal/core", pattern="*.py"), ROOT / "b2b_portal" / "settings.py"}


def forget_database(folder: DataFolder) -> None:
    """Makes the next start look at the schema and the demo company again."""
    for name in ("database", "demo"):
        Stamp(folder.stamps, name).remove()


def _is_locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_stale(compiled: Path, source: Path) -> bool:
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime
