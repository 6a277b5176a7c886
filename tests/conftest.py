"""What every test gets."""

import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.utils import translation
from pytest_django import DjangoDbBlocker, Settings
from xdist.remote import Producer

from accounts.actors import Actor
from b2b_portal.core.access import ACTING_FOR_HEADER
from b2b_portal.embedded.folder import DataFolder
from tests import shops
from tests.factories import make_actor
from tests.shares import ShareByFile, starts_shops
from tests.soundness import broken_now
from tests.sweeping import sweep
from tests.template import migrated

DATABASE_FIXTURES = {"db", "transactional_db", "buyer"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where several processes share the suite, its longest share comes first."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: not starts_shops(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ShareByFile:
    return ShareByFile(config, log)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The tests' database is a copy of one that was migrated before; on a server of somebody else none is kept."""
    if django_settings.EMBEDDED:
        django_settings.DATABASES["default"]["TEST"]["TEMPLATE"] = migrated()


@pytest.fixture(scope="session")
def prepared() -> Iterator[DataFolder]:
    """The data folder of a shop without a row, to be copied (tests/shops.py): its schema takes long to make."""
    place = Path(tempfile.mkdtemp(prefix="b2b-prepared-", dir="/tmp"))
    place.chmod(0o755)
    folder = DataFolder(place / "data")
    shops.prepare(folder)
    yield folder
    shutil.rmtree(place)


@pytest.fixture(autouse=True, scope="module")
def _swept(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Does the work of autovacuum after each file of tests (tests/sweeping.py)."""
    yield
    if connection.connection is not None:
        with django_db_blocker.unblock():
            sweep()


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
    assert broken_now() == {}


@pytest.fixture
def buyer(db: None) -> Actor:
    """A purchaser of a company of his own."""
    return make_actor()


@pytest.fixture
def buyer_client(buyer: Actor) -> Client:
    """A browser in which the purchaser is signed in."""
    return client_of(buyer)


def client_of(actor: Actor) -> Client:
    """A browser in which the actor is signed in, in English; what it sends comes from pages of his company."""
    opened = {ACTING_FOR_HEADER: str(actor.company.uid)} if actor.company else {}
    client = Client(headers={"Accept-Language": "en", **opened})
    assert actor.user
    client.force_login(actor.user, backend=django_settings.AUTHENTICATION_BACKENDS[0])
    return client
