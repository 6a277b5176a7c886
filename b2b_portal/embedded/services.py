"""PostgreSQL and Valkey for one command: those that the environment names, else our own."""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from . import postgres, valkey
from .errors import Refused, StopRequested
from .folder import DataFolder
from .lock import FolderLock, Guests
from .orphans import end_orphans
from .supervisor import Supervisor

BORROW_SECONDS = 60


@dataclass(frozen=True)
class Needs:
    """Which of the two services the environment does not name."""

    postgres: bool
    valkey: bool

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Needs":
        return cls(postgres=not _names(environment, "DATABASE_URL"), valkey=not _names(environment, "REDIS_URL"))

    def are_met(self, folder: DataFolder) -> bool:
        """Whether somebody runs what is needed in this data folder."""
        return (not self.postgres or postgres.readiness(folder)()) and (not self.valkey or valkey.readiness(folder)())


def _names(environment: Mapping[str, str], key: str) -> bool:
    return bool(environment.get(key) or environment.get(f"{key}_FILE"))


def start_services(folder: DataFolder, needs: Needs, supervisor: Supervisor, *, is_durable: bool = True) -> None:
    """Starts what is needed and waits until it answers; the caller owns the folder."""
    end_orphans(folder.pids)
    server = postgres.Postgres(folder, is_durable=is_durable) if needs.postgres else None
    folder.prepare_sockets(server.account if server else None)
    if server:
        if not (server.cluster / "PG_VERSION").exists():
            supervisor.console.step(f"making a PostgreSQL cluster in {server.cluster}")
        server.prepare()
        supervisor.console.step("starting PostgreSQL on a unix socket")
        supervisor.start(server.process(), postgres.readiness(folder))
        server.ensure_database()
    if needs.valkey:
        supervisor.console.step("starting Valkey on a unix socket")
        supervisor.start(valkey.valkey_process(folder, is_durable=is_durable), valkey.readiness(folder))


@contextmanager
def borrowed_services(
    folder: DataFolder, supervisor: Supervisor, command: str, *, is_durable: bool = True
) -> Iterator[None]:
    """Uses the running services of the folder, or starts them and stops them again, after the last guest has left.

    An end that was asked for waits for the guests too: their work would break. Asked a second time, it does not.
    """
    needs = Needs.of(os.environ)
    guests, lock = Guests(folder.path), FolderLock(folder.path)
    guests.enter()
    try:
        if _own_or_join(folder, needs, lock, supervisor, command):
            start_services(folder, needs, supervisor, is_durable=is_durable)
        try:
            yield
        finally:
            if supervisor.children:
                _wait_for_guests(guests, supervisor)
    finally:
        supervisor.stop_children()
        lock.release()
        guests.leave()


def _own_or_join(folder: DataFolder, needs: Needs, lock: FolderLock, supervisor: Supervisor, command: str) -> bool:
    """True: the folder is ours and nothing runs in it; False: another command runs what we need."""
    deadline = time.monotonic() + BORROW_SECONDS
    while not lock.try_take(command):
        if needs.are_met(folder):
            return False
        supervisor.check()
        if time.monotonic() > deadline:
            holder = lock.holder().get("command", "another command")
            raise Refused(f"{folder.path} is in use by {holder}, whose PostgreSQL or Valkey does not answer.")
        time.sleep(0.05)
    return True


def _wait_for_guests(guests: Guests, supervisor: Supervisor) -> None:
    said, asked = False, supervisor.stop_requests
    while not guests.is_alone():
        if not said:
            supervisor.console.line("Other commands still use the services that this one started; waiting for them.")
            said = True
        supervisor.check_children()
        if supervisor.stop_requests > asked:
            raise StopRequested("asked again")
        time.sleep(0.1)
