"""What every test gets."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from accounts.actors import Actor
from b2b_portal.invariants import broken
from tests.factories import make_actor

DATABASE_FIXTURES = {"db", "transactional_db", "buyer"}


@pytest.fixture(autouse=True)
def _own_folders(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Mails and files of a test go to its own folder; static files need no manifest."""
    folder = tmp_path_factory.mktemp("data")
    settings.MEDIA_ROOT = folder / "media"
    settings.MAIL_DIR = folder / "mail"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a slow hash protects nobody here
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def english() -> Iterator[None]:
    """Words outside of a request are English, not the shop's Russian."""
    with translation.override("en"):
        yield


@pytest.fixture
def now() -> datetime:
    """A Monday noon in Moscow with no holiday near."""
    return datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _sound(request: pytest.FixtureRequest) -> Iterator[None]:
    """Asks at the end of every test with a database whether the shop is still sound (b2b_portal/invariants.py).

    A test that writes rows behind the actions' back, to show a damage or a page, says so: `@pytest.mark.unsound`.
    """
    asked = request.node.get_closest_marker("django_db") or DATABASE_FIXTURES & set(request.fixturenames)
    if not asked or request.node.get_closest_marker("unsound"):
        yield
        return
    request.getfixturevalue("_django_db_helper")
    yield
    assert broken() == {}


@pytest.fixture
def buyer(db: None) -> Actor:
    """A purchaser of a company of his own."""
    return make_actor()


@pytest.fixture
def buyer_client(buyer: Actor) -> Client:
    """A browser in which the purchaser is signed in."""
    return client_of(buyer)


def client_of(actor: Actor) -> Client:
    """A browser in which the actor is signed in, in English."""
    client = Client(headers={"Accept-Language": "en"})
    assert actor.user
    client.force_login(actor.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client
