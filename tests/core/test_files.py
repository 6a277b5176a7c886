"""Stored bytes: under their hash, whole or not at all."""

import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from b2b_portal.core.files import (
    DiskFull,
    drop_file,
    erase_file,
    file_path,
    read_file,
    store_file,
    store_upload,
    store_written,
    writing_file,
)
from b2b_portal.core.models import File


@pytest.mark.django_db
def test_store_file_keeps_bytes_under_their_hash():
    file = store_file(b"paper", name="Счёт № 1.pdf", content_type="application/pdf")

    digest = hashlib.sha256(b"paper").hexdigest()
    assert read_file(file) == b"paper"
    assert (file.sha256, file.size, file.path) == (digest, 5, f"{digest[:2]}/{digest}")
    assert file_path(file).is_relative_to(settings.MEDIA_ROOT)


@pytest.mark.django_db
def test_store_file_twice_has_two_rows_and_the_bytes_once():
    first = store_file(b"paper", name="a.pdf", content_type="application/pdf")
    second = store_file(b"paper", name="b.pdf", content_type="application/pdf")

    assert first.pk != second.pk
    assert len(_files()) == 1
    drop_file(first)
    assert read_file(second) == b"paper"


@pytest.mark.django_db
def test_store_file_keeps_the_end_of_a_long_name():
    file = store_file(b"x", name="ы" * 300 + ".pdf", content_type="application/pdf")
    assert len(file.name) == 200
    assert file.name.endswith(".pdf")


@pytest.mark.django_db
def test_store_file_on_a_full_disk_leaves_neither_row_nor_bytes(monkeypatch):
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull, match="no room for 5 bytes in .*: No space left on device"):
        store_file(b"paper", name="a.pdf", content_type="application/pdf")

    assert not File.objects.exists()
    assert _files() == []


@pytest.mark.django_db
def test_store_upload_keeps_pieces_under_their_hash_once():
    first = store_upload(_Pieces(b"pa", b"per"), name="a.csv", content_type="text/csv")
    second = store_file(b"paper", name="b.csv", content_type="text/csv")
    third = store_upload(_Pieces(b"paper"), name="c.csv", content_type="text/csv")

    assert (first.sha256, first.path, first.size) == (second.sha256, second.path, 5)
    assert read_file(third) == b"paper"
    assert len(_files()) == 1


@pytest.mark.django_db
def test_store_upload_on_a_full_disk_leaves_neither_row_nor_bytes(monkeypatch):
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull, match="no room for 5 bytes"):
        store_upload(_Pieces(b"paper"), name="a.csv", content_type="text/csv")

    assert not File.objects.exists()
    assert _files() == []


@pytest.mark.django_db
def test_store_written_keeps_what_was_written_and_nothing_beside():
    with writing_file() as stream:
        stream.write(b"paper")
        written = store_written(stream, name="a.csv", content_type="text/csv")
    assert (written.size, read_file(written)) == (5, b"paper")
    with pytest.raises(DiskFull), writing_file() as stream:
        raise OSError(errno.ENOSPC, "No space left on device")
    assert len(_files()) == 1


@pytest.mark.django_db
def test_erase_file_takes_its_own_bytes_only():
    shared = store_file(b"paper", name="b.csv", content_type="text/csv")
    with writing_file() as stream:
        stream.write(b"paper")
        written = store_written(stream, name="a.csv", content_type="text/csv")
    assert written.sha256 == shared.sha256
    erase_file(written)
    assert list(File.objects.all()) == [shared]
    assert read_file(shared) == b"paper"
    assert len(_files()) == 1


class _Pieces(UploadedFile):
    """An upload that arrives in pieces."""

    def __init__(self, *pieces: bytes) -> None:
        super().__init__(name="upload", size=sum(map(len, pieces)))
        self.pieces = pieces

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield from self.pieces


def _files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
