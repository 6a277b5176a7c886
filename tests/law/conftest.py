"""The shop of canaries, built once for the tests of a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings
from pytest_django import DjangoDbBlocker, Settings

from tests.law.planted import Planted, plant
from tests.law.walks import rolled_back


@pytest.fixture(scope="module")
def _built(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Planted, Path]]:
    """The shop, built once in a transaction that is never committed."""
    folder = tmp_path_factory.mktemp("canaries")
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with django_db_blocker.unblock(), rolled_back():
        with override_settings(MEDIA_ROOT=folder / "media", PASSWORD_HASHERS=hashers):
            built = plant()
        yield built, folder


@pytest.fixture
def shop(_built: tuple[Planted, Path], db: None, settings: Settings) -> Planted:
    """The shop as it was built; what a test does to it is undone."""
    built, folder = _built
    settings.MEDIA_ROOT = folder / "media"
    settings.EMAIL_BACKEND = "b2b_portal.core.mail_folder.FolderBackend"
    return built
