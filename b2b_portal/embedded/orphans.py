"""Children of an earlier run that was killed: they are ending by themselves (Linux) or wait for us to end them."""

import contextlib
import json
import os
import signal
import time
from pathlib import Path
from typing import Any

from .errors import Refused
from .process import process_birth


def end_orphans(pids: Path, *, seconds: float = 20) -> None:
    """Ends what an earlier run of this data folder left behind; the caller holds the folder's lock.

    A note names the child and its birth, so a number that the system has given to another process is left alone.
    """
    notes = {path: _note(path) for path in sorted(pids.glob("*.json"))}
    for note in notes.values():
        if _lives(note):
            with contextlib.suppress(ProcessLookupError):
                os.kill(note["pid"], signal.Signals(note["signal"]))
    deadline = time.monotonic() + seconds
    for path, note in notes.items():
        while _lives(note):
            if time.monotonic() > deadline:
                raise Refused(f"{path.stem} of an earlier start (process {note['pid']}) does not end; end it yourself.")
            time.sleep(0.05)
        path.unlink()


def _note(path: Path) -> dict[str, Any]:
    try:
        note: dict[str, Any] = json.loads(path.read_text())
    except ValueError:  # we were killed while writing it
        note = {}
    return note


def _lives(note: dict[str, Any]) -> bool:
    return bool(note.get("began")) and process_birth(note["pid"]) == note["began"]
