import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from b2b_portal.embedded import preparation
from b2b_portal.embedded.console import Console
from b2b_portal.embedded.folder import DataFolder
from b2b_portal.embedded.preparation import Preparation
from b2b_portal.embedded.supervisor import Supervisor

COLLECT = """
import pathlib, sys, time
folder = pathlib.Path(sys.argv[1])
(folder / "busy").mkdir()  # fails when another is at it
time.sleep(0.2)
(folder / "staticfiles.json").write_text("{}")
(folder / "busy").rmdir()
with (folder / "times").open("a") as times:
    times.write("once ")
"""


def test_two_commands_that_start_at_once_collect_one_after_the_other(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    static = folder.path / "static"
    static.mkdir()

    def command(*_arguments: str) -> Sequence[str | Path]:
        return [sys.executable, "-c", COLLECT, static]

    monkeypatch.setattr(preparation, "manage", command)
    failures: list[Exception] = []
    start = threading.Barrier(3)

    def collect() -> None:
        start.wait()
        try:
            Preparation(folder, Supervisor(Console(sys.stderr)), {}, is_embedded=True).collect_static()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=collect) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert (static / "times").read_text() == "once "
