"""Remembers which inputs a step last succeeded on, so that later starts skip it."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from .folder import ROOT


class Stamp:
    """A file in the data folder that holds the fingerprint of what a step was done with."""

    def __init__(self, folder: Path, name: str) -> None:
        self.path = folder / name

    def is_current(self, fingerprint: str) -> bool:
        return self.path.exists() and self.path.read_text() == fingerprint

    def put(self, fingerprint: str) -> None:
        self.path.write_text(fingerprint)

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)


def fingerprint(paths: Iterable[Path]) -> str:
    """One number for the names and contents of the files, whatever their order."""
    total = hashlib.sha256()
    for path in sorted(paths):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(ROOT)}\0{content}\n".encode())
    return total.hexdigest()


def files_below(*folders: str, pattern: str = "*") -> list[Path]:
    """The files of the project's folders, without compiled leftovers."""
    found = (path for folder in folders for path in (ROOT / folder).rglob(pattern))
    return [path for path in found if path.is_file() and "__pycache__" not in path.parts]
