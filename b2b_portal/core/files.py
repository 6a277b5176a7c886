"""Bytes on disk: written beside, synced, renamed to their hash; a row points only at bytes that are there."""

import errno
import hashlib
import os
import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from b2b_portal.core.events import NotNow
from b2b_portal.core.models import File

MOST_NAME = 200
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


class DiskFull(NotNow):
    """There is no room for the bytes; whoever stores them later finds some."""


def store_file(content: bytes, *, name: str, content_type: str) -> File:
    """Stores bytes under their sha256 and returns the new row. Call it outside a transaction: it waits for the disk.

    Raises DiskFull; then there is neither a row nor a part of the bytes.
    """
    digest = hashlib.sha256(content).hexdigest()
    path = Path(digest[:2]) / digest
    target = Path(settings.MEDIA_ROOT) / path
    if not target.exists():
        _write_synced(target, content)
    return File.objects.create(
        name=name[-MOST_NAME:], content_type=content_type, size=len(content), sha256=digest, path=str(path)
    )


def store_upload(upload: "UploadedFile[bytes]", *, name: str, content_type: str) -> File:
    """Stores what was sent, as store_file does, a piece at a time: memory does not grow with the file.

    Raises DiskFull; then there is neither a row nor a part of the bytes.
    """
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    temporary, digest = _guarded(lambda: _write_beside(root, upload.chunks()), upload.size or 0)
    return _kept(temporary, digest, name, content_type)


@contextmanager
def writing_file() -> Iterator[IO[bytes]]:
    """An open file for store_written, gone at the end unless it was stored. Raises DiskFull."""
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=root, prefix=".new-", delete=False) as stream:
        try:
            yield stream
        except OSError as error:
            if is_no_room(error):
                raise DiskFull(f"no room in {root}: {error.strerror}") from error
            raise
        finally:
            Path(stream.name).unlink(missing_ok=True)


def store_written(stream: IO[bytes], *, name: str, content_type: str) -> File:
    """Stores what was written to a file of writing_file() without reading it into memory.

    No other row shares the bytes, so that erase_file() can take them from the disk.
    """
    stream.flush()
    os.fsync(stream.fileno())
    stream.seek(0)
    digest = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]  # typeshed wants a raw file
    return _kept(Path(stream.name), f"{digest}-{secrets.token_hex(8)}", name, content_type)


def _kept(temporary: Path, stem: str, name: str, content_type: str) -> File:
    """The row of a file that was written beside its place, which begins with its hash."""
    digest = stem[:64]
    path = Path(digest[:2]) / stem
    target = Path(settings.MEDIA_ROOT) / path
    if target.exists():
        temporary.unlink()
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(temporary, target)
        _sync_folder(target.parent)
    return File.objects.create(
        name=name[-MOST_NAME:], content_type=content_type, size=target.stat().st_size, sha256=digest, path=str(path)
    )


def drop_file(file: File) -> None:
    """Forgets a row that nothing points at. Its bytes stay: another row may share them."""
    file.delete()


def erase_file(file: File) -> None:
    """Forgets a row that nothing points at, and takes its bytes from the disk: for files of store_written() only."""
    file.delete()
    file_path(file).unlink(missing_ok=True)


def read_file(file: File) -> bytes:
    """Returns the stored bytes."""
    return file_path(file).read_bytes()


def file_path(file: File) -> Path:
    """Returns where the bytes lie; the path is made by store_file, never by a user."""
    return Path(settings.MEDIA_ROOT) / file.path


def is_no_room(error: OSError) -> bool:
    """Whether the disk refused because it is full, over its quota, or closed for writing."""
    return error.errno in NO_ROOM


def _write_synced(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary, _ = _guarded(lambda: _write_beside(target.parent, [content]), len(content))
    os.replace(temporary, target)
    _sync_folder(target.parent)


def _guarded(write: Callable[[], tuple[Path, str]], size: int) -> tuple[Path, str]:
    try:
        return write()
    except OSError as error:
        if is_no_room(error):
            raise DiskFull(f"no room for {size} bytes in {settings.MEDIA_ROOT}: {error.strerror}") from error
        raise


def _write_beside(folder: Path, pieces: Iterable[bytes]) -> tuple[Path, str]:
    """Writes pieces to a new file of the folder, on the disk when this returns: where it lies, and its sha256."""
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".new-")
    digest = hashlib.sha256()
    try:
        with os.fdopen(handle, "wb") as stream:
            for piece in pieces:
                digest.update(piece)
                stream.write(piece)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return Path(temporary), digest.hexdigest()


def _sync_folder(folder: Path) -> None:
    """A rename survives a power cut only when the folder is synced too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
