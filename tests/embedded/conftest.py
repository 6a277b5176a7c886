"""Folders and child programs for the tests of the embedded services."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from b2b_portal.embedded.folder import ROOT, DataFolder

Run = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def place() -> Iterator[Path]:
    """An empty folder that every account can reach, unlike pytest's own."""
    path = Path(tempfile.mkdtemp(prefix="b2b-test-", dir="/tmp"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def folder(place: Path) -> DataFolder:
    data = DataFolder(place / "data")
    data.prepare()
    return data


@pytest.fixture
def launch(place: Path) -> Iterator[Run]:
    """Starts `python ARGS` with an all but empty environment; what still runs at the end is asked to end."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str, cwd: Path = ROOT, **environment: str) -> "subprocess.Popen[str]":
        bare = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DATA_DIR": str(place / "data")}
        child = subprocess.Popen(
            [sys.executable, *arguments],
            env={**bare, **environment},
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(child)
        return child

    yield start
    for child in started:
        child.terminate()
        child.communicate(timeout=30)


def first_line(child: "subprocess.Popen[str]") -> str:
    """The next line that the program prints."""
    assert child.stdout is not None
    return child.stdout.readline()


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(is_true: Callable[[], bool], *, seconds: float = 30) -> None:
    """Polls until the question is answered with yes; fails the test when it is not in time."""
    deadline = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def children_of(folder: DataFolder) -> dict[str, int]:
    """The numbers of the processes that a data folder has noted, by name."""
    numbers = {}
    for path in folder.pids.glob("*.json"):
        with suppress(FileNotFoundError):  # it ended while we looked
            numbers[path.stem] = int(json.loads(path.read_text())["pid"])
    return numbers
