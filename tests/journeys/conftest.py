"""A whole shop, started by `./run up` as a person would, with 50,000 real parts in it, and a browser in front of it."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright
from pytest_django import DjangoDbBlocker, Settings

from b2b_portal.embedded.folder import ROOT, DataFolder
from b2b_portal.embedded.system import find_chromium, find_shared
from b2b_portal.invariants import broken
from tests import shops
from tests.embedded.conftest import free_port

CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PARTS = "data/catalog/jlcparts_50k.csv.gz"


@dataclass(frozen=True)
class Shop:
    """A running shop."""

    address: str
    folder: DataFolder
    logins: dict[str, str]
    imported: dict[str, object]

    def manage(self, *arguments: str) -> str:
        """What `./run manage ARGS` prints."""
        return shops.run(self.folder, "manage", *arguments)


@dataclass
class Visitor:
    """A person at a browser; what the console complains of is kept."""

    page: Page
    shop: Shop
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Response:
        response = self.page.goto(self.shop.address + path)
        assert response
        return response

    def sign_in(self, email: str = "buyer@demo.example") -> None:
        self.open("/account/login/")
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", self.shop.logins[email])
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_url(lambda url: "/account/login/" not in url)


@pytest.fixture(scope="package")
def shop(prepared: DataFolder) -> Iterator[Shop]:
    """Starts once for all journeys; left out where there is no browser or no real price lists."""
    shared = find_shared()
    if find_chromium() is None:
        pytest.skip("no chromium")
    if shared is None:
        pytest.skip("no ../shared")
    place = Path(tempfile.mkdtemp(prefix="b2b-journey-", dir="/tmp"))
    place.chmod(0o755)
    folder = DataFolder(place / "data")
    shops.copy(prepared, folder)
    port = free_port()
    up = subprocess.Popen(
        [sys.executable, "-m", "b2b_portal.embedded", "up", "--port", str(port)],
        env={**shops.environment(folder), "EXTRA_HOSTS": "localhost"},  # passkeys want a name
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        said = _said_until(up, "Ctrl-C stops everything")
        password = re.search(r"Sign in with the password: (.+)", said)
        assert password
        logins = dict.fromkeys(re.findall(r"\S+@\S+\.example", said), password[1].strip())
        report = shops.run(
            folder, "manage", "import_catalog", str(shared / PARTS), "--profile", "jlcparts", "--rate", "90", "--json"
        )
        yield Shop(f"http://127.0.0.1:{port}", folder, logins, json.loads(report))
        shops.run(folder, "manage", "check_invariants")
    finally:
        up.terminate()
        up.communicate(timeout=60)
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(autouse=True)
def _sound_shop(
    shop: Shop, settings: Settings, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Whatever the journey did, the shop is sound after it."""
    yield
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps a loop in this thread
    settings.MEDIA_ROOT = shop.folder.path / "media"
    with django_db_blocker.unblock(), shops.asked(shop.folder):
        assert broken() == {}


def _said_until(up: "subprocess.Popen[str]", text: str) -> str:
    said = ""
    assert up.stdout
    for line in up.stdout:
        said += line
        if text in line:
            return said
    pytest.fail(f"./run up ended early:\n{said}")


@pytest.fixture(scope="package")
def browser(shop: Shop) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM)
        yield chromium
        chromium.close()


def _is_complaint(said: ConsoleMessage) -> bool:
    """An error, but for what HTMX says when a newer query of the search box takes the place of an older one."""
    return said.type == "error" and not said.text.startswith(("htmx:sendAbort", "htmx:afterRequest"))


def visit(browser: Browser, shop: Shop, **context: object) -> Visitor:
    """Opens a fresh browser window; English on a desk unless said otherwise."""
    defaults = {"locale": "en-US", "viewport": {"width": 1440, "height": 900}, "accept_downloads": True}
    window: BrowserContext = browser.new_context(**{**defaults, **context})
    page = window.new_page()
    visitor = Visitor(page, shop)
    page.on("console", lambda said: visitor.complaints.append(said.text) if _is_complaint(said) else None)
    page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
    return visitor


@pytest.fixture
def visitor(browser: Browser, shop: Shop) -> Iterator[Visitor]:
    """A stranger who just opened the shop; the test fails if the browser's console complained."""
    visitor = visit(browser, shop)
    yield visitor
    visitor.page.context.close()
    assert not visitor.complaints
