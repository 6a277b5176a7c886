import io
import os
import signal
import threading

import pytest

from b2b_portal.embedded import supervisor as module
from b2b_portal.embedded.console import Console
from b2b_portal.embedded.errors import Refused, StopRequested
from b2b_portal.embedded.folder import DataFolder
from b2b_portal.embedded.process import Process
from b2b_portal.embedded.supervisor import MOST_DEATHS, Supervisor
from tests.embedded.conftest import children_of, wait_until


class Watch(threading.Thread):
    """A supervisor at its watch over one program that would sleep; how the watch ended is kept."""

    def __init__(self, folder: DataFolder) -> None:
        super().__init__()
        self.said = io.StringIO()
        self.supervisor = Supervisor(Console(self.said))
        self.ended_by: Exception | None = None
        sleeper = Process("sleeper", ["sleep", "60"], dict(os.environ), folder.log / "sleeper.log", folder.pids)
        self.supervisor.start(sleeper, lambda: True)
        self.folder = folder

    def run(self) -> None:
        try:
            self.supervisor.watch()
        except Exception as error:
            self.ended_by = error

    def kill(self, former: int | None) -> int:
        """Kills the program that follows the one named before; returns its number."""
        wait_until(lambda: children_of(self.folder).get("sleeper", former) != former)
        number = children_of(self.folder)["sleeper"]
        os.kill(number, signal.SIGKILL)
        return number

    def end(self) -> None:
        self.supervisor.stop_signal = signal.SIGINT
        self.join()
        self.supervisor.stop_children()


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REVIVAL_SECONDS", 0.05)


def test_watch_starts_a_dead_child_again_and_says_so(folder: DataFolder) -> None:
    watch = Watch(folder)
    watch.start()
    first = watch.kill(None)
    wait_until(lambda: children_of(folder).get("sleeper", first) != first)
    watch.end()
    assert isinstance(watch.ended_by, StopRequested)
    assert watch.said.getvalue().startswith("sleeper ended by itself (status -9) and is started again: ")


def test_watch_gives_up_a_child_that_keeps_dying(folder: DataFolder) -> None:
    watch = Watch(folder)
    watch.start()
    number = None
    for _ in range(MOST_DEATHS):
        number = watch.kill(number)
    watch.join(30)
    watch.end()
    assert isinstance(watch.ended_by, Refused)
    assert str(watch.ended_by).startswith("sleeper ended by itself (status -9); its last lines in ")
    assert watch.said.getvalue().count("is started again") == MOST_DEATHS - 1
