"""A sent sheet between its preview and its import: a file for every web process, under a name nobody guesses."""

import re
import time
import uuid
from pathlib import Path

from django.conf import settings
from import_export.tmp_storages import BaseStorage

KEPT_SECONDS = 24 * 3600
NAME = re.compile(r"[0-9a-f]{32}\.(xlsx|csv)")


class UploadStorage(BaseStorage):
    """Keeps the bytes for a day at most; each new upload clears what is older."""

    def __init__(self, extension: str = "", **more: object) -> None:
        super().__init__(**more)
        self.extension = extension

    def save(self, data: bytes) -> None:
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True)
        _clear(folder)
        self.name = f"{uuid.uuid4().hex}.{self.extension}"
        (folder / self.name).write_bytes(data)

    def read(self) -> Path:
        """Where the file lies; a name that was not given by `save` leads nowhere."""
        return _folder() / (self.name if NAME.fullmatch(self.name or "") else "none.csv")

    def remove(self) -> None:
        self.read().unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "imports"


def _clear(folder: Path) -> None:
    oldest = time.time() - KEPT_SECONDS
    for path in folder.iterdir():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
