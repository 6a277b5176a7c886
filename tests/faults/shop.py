"""A shop of the tests' own: the real programs, as `./run up` starts them; each can be ended and started again."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from b2b_portal.embedded import postgres, shop, valkey
from b2b_portal.embedded.console import Console
from b2b_portal.embedded.environment import shop_environment
from b2b_portal.embedded.folder import DataFolder
from b2b_portal.embedded.preparation import Preparation
from b2b_portal.embedded.process import Process
from b2b_portal.embedded.readiness import is_ready
from b2b_portal.embedded.services import Needs
from b2b_portal.embedded.supervisor import Supervisor
from tests.embedded.conftest import free_port
from tests.shops import copy
from tests.waiting import wait_until

LEASE_SECONDS = 5  # a dead worker is noticed in seconds, where a shop at work takes a minute
MEDIA_SIZE = "32m"
ORDER_OF_START = ("postgres", "valkey", "web", "dispatcher", "worker")


class Shop:
    """PostgreSQL that keeps its promises, Valkey, gunicorn, the dispatcher and a worker of two, in one data folder."""

    def __init__(self, place: Path, email_url: str) -> None:
        self.folder = DataFolder(place / "data")
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.media = self.folder.path / "media"
        self._email_url = email_url
        self._processes: dict[str, Process] = {}
        self._readiness: dict[str, Callable[[], bool]] = {}

    def open(self, prepared: DataFolder) -> None:
        """Starts everything on a copy of a prepared folder."""
        copy(prepared, self.folder)
        self.folder.prepare_sockets(postgres.Postgres(self.folder).account)
        self._mount_media()
        environment = self._environment()
        supervisor = Supervisor(Console(sys.stderr, quiet=True))
        Preparation(self.folder, supervisor, environment, is_embedded=True).collect_static()
        self._add(postgres.Postgres(self.folder).process(), postgres.readiness(self.folder))
        self._add(valkey.valkey_process(self.folder), valkey.readiness(self.folder))
        self._add(shop.web(self.folder, environment, self.port), lambda: is_ready(self.address))
        self._add(shop.dispatcher(self.folder, environment))
        self._add(shop.worker(self.folder, environment))
        self.repair()

    def close(self) -> None:
        for name in reversed(ORDER_OF_START):
            if name in self._processes and self.is_running(name):
                self.kill(name)
        if self.media.is_mount():
            subprocess.run(["umount", self.media], check=True)

    def repair(self) -> None:
        """Starts whatever does not run."""
        for name in ORDER_OF_START:
            if not self._processes[name].is_running:
                self.start(name)

    def start(self, name: str) -> None:
        """Starts a process and waits until it answers, if it is one that answers."""
        self._processes[name].start()
        wait_until(self._readiness[name])

    def kill(self, name: str) -> None:
        """SIGKILL to the process and all its children, as the power switch would."""
        process = self._processes[name]
        os.killpg(process.pid, signal.SIGKILL)
        wait_until(lambda: not process.is_running)
        process.stop()  # forgets it

    def freeze(self, name: str) -> None:
        """Stops the process and its children where they are; what they hold stays as it is."""
        os.killpg(self._processes[name].pid, signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        os.killpg(self._processes[name].pid, signal.SIGCONT)

    def is_running(self, name: str) -> bool:
        return self._processes[name].is_running

    def log_of(self, name: str) -> str:
        return self._processes[name].last_lines(200)

    def _add(self, process: Process, readiness: Callable[[], bool] = lambda: True) -> None:
        self._processes[process.name] = process
        self._readiness[process.name] = readiness

    def _environment(self) -> dict[str, str]:
        environment = shop_environment(
            self.folder,
            Needs(postgres=True, valkey=True),
            PUBLIC_URL=self.address,
            EMAIL_URL=self._email_url,
            SECRET_KEY=settings.SECRET_KEY,
            DELIVERY_LEASE_SECONDS=str(LEASE_SECONDS),
            DELIVERY_POSTPONE_SECONDS="1",
        )
        return {key: value for key, value in environment.items() if key not in ("DATABASE_ROLE", "SECRET_KEY_FILE")}

    def _mount_media(self) -> None:
        """Gives the documents a small disk of their own, where we may."""
        self.media.mkdir()
        with suppress(OSError, subprocess.CalledProcessError):
            command = ["mount", "-t", "tmpfs", "-o", f"size={MEDIA_SIZE}", "b2b-faults", self.media]
            subprocess.run(command, check=True, capture_output=True)
