"""Who uses a data folder: one owner of its services at a time, any number of guests."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from .errors import Refused


class FolderLock:
    """The exclusive right to run services in a data folder; the kernel frees it with the process."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "lock"
        self._file: IO[str] | None = None

    def try_take(self, command: str, **facts: str) -> bool:
        """Takes the lock and leaves a note about the holder in it; False when somebody has it."""
        file = self.path.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        file.truncate(0)
        json.dump({"pid": os.getpid(), "command": command, **facts}, file)
        file.flush()
        self._file = file
        return True

    def take(self, command: str, **facts: str) -> None:
        """Takes the lock. Raises Refused with the holder's name."""
        if not self.try_take(command, **facts):
            holder = self.holder()
            command, pid = holder.get("command", "another command"), holder.get("pid", "?")
            where = f" at {holder['url']}" if "url" in holder else ""
            raise Refused(f"Already running{where}: {command} (process {pid}) uses {self.path.parent}; stop it first.")

    def holder(self) -> dict[str, str]:
        """What the holder has written about itself."""
        try:
            note = json.loads(self.path.read_text())
        except (OSError, ValueError):
            return {}
        return {key: str(value) for key, value in note.items()}

    def release(self) -> None:
        if self._file:
            self._file.truncate(0)
            self._file.close()
            self._file = None


class Guests:
    """Counts the commands that use the services: the owner waits for its guests before it stops them."""

    def __init__(self, folder: Path) -> None:
        self._file = (folder / "guests").open("a+")

    def enter(self) -> None:
        """Waits while an owner is stopping the services, then counts us as a guest."""
        fcntl.flock(self._file, fcntl.LOCK_SH)

    def is_alone(self) -> bool:
        """Whether no other guest is left; from then on none can enter until `leave`."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def leave(self) -> None:
        self._file.close()


@contextmanager
def owned(folder: Path, command: str, **facts: str) -> Iterator[None]:
    """Owns the services of the folder inside the block. Raises Refused when another process does."""
    lock = FolderLock(folder)
    lock.take(command, **facts)
    try:
        yield
    finally:
        lock.release()
