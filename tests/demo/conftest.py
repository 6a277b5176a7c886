"""The demo shop, loaded once for a module of tests and taken back at its end."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from b2b_portal.demo.load import load

LOADED_AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def _demo(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """Loads inside a transaction that the tests' own ones are part of; a slow password hash protects nobody here."""
    media = tmp_path_factory.mktemp("demo") / "media"
    hasher = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(PASSWORD_HASHERS=hasher, MEDIA_ROOT=media):
            assert load(LOADED_AT)
        yield media
        transaction.set_rollback(True)


@pytest.fixture
def demo(_demo: Path, db: None, settings: pytest.FixtureRequest) -> datetime:
    """The moment at which the demo was loaded."""
    settings.MEDIA_ROOT = _demo
    return LOADED_AT
