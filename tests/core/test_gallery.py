"""The living style page: for staff, complete, and without a fault in a real browser."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.conftest import client_of
from tests.factories import make_actor, make_user

COMPONENTS = Path(settings.BASE_DIR) / "templates" / "components"
GALLERY = Path(settings.BASE_DIR) / "templates" / "core" / "gallery"
WIDTHS = (320, 390, 768, 1440, 2560)
READ_WIDTHS = (390, 1440)
CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def staff_client(db: None) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    actor = make_actor(user=make_user(is_staff=True))  # with a company, so that the frame is whole
    assert actor.user
    client.force_login(actor.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium: apt-get install chromium")
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in this thread
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield instance
        connections.close_all()  # what the test opened beside Playwright's loop is a connection of its own
        instance.close()


def opened(browser: Browser, server: LiveServer, client: Client, *, width: int = 1440, theme: str = "light") -> Page:
    """The gallery in a window, with the faults of its console in `page.faults`."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)  # type: ignore[arg-type]
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": server.url}])
    page = context.new_page()
    faults: list[str] = []
    page.faults = faults  # type: ignore[attr-defined]

    def keep(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            faults.append(message.text)

    page.on("console", keep)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{server.url}/gallery/")
    page.wait_for_load_state("networkidle")
    return page


def test_gallery_is_for_staff_only(db: None, client: Client) -> None:
    assert client.get("/gallery/").status_code == 302
    assert client_of(make_actor()).get("/gallery/").status_code == 404


def test_gallery_opens_for_staff(staff_client: Client) -> None:
    page = staff_client.get("/gallery/")
    assert page.status_code == 200
    assert "Content-Security-Policy" in page.headers


def test_gallery_shows_every_component() -> None:
    shown = "".join(page.read_text() for page in GALLERY.glob("*.html"))
    names = [part.stem.replace("_", "-") for part in COMPONENTS.glob("*.html")]
    assert names
    assert [name for name in names if not re.search(rf"<c-{name}[\s/>]", shown)] == []


def test_gallery_pages_keep_the_query(staff_client: Client) -> None:
    page = staff_client.get("/gallery/?page=3&q=a%26b").content.decode()
    assert 'href="?page=4&amp;q=a%26b"' in page


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_gallery_is_accessible_and_fits_every_width(
    live_server: LiveServer, staff_client: Client, browser: Browser, theme: str
) -> None:
    for width in WIDTHS:
        page = opened(browser, live_server, staff_client, width=width, theme=theme)
        if width in READ_WIDTHS:
            violations = Axe().run(page).response["violations"]
            assert [(fault["id"], fault["nodes"][0]["html"]) for fault in violations] == [], width
        excess = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert excess <= 0, width
        assert page.faults == []  # type: ignore[attr-defined]
        page.context.close()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_letter_keys_move_rows_and_quantities(live_server: LiveServer, staff_client: Client, browser: Browser) -> None:
    page = opened(browser, live_server, staff_client)
    page.locator("#g-row-4 a").first.focus()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "g-row-5"
    quantity = page.locator("#g-row-5 .step input")
    page.keyboard.press("-")
    assert quantity.input_value() == "200"  # by the pack of 50
    page.keyboard.press("+")
    page.keyboard.press("+")
    assert quantity.input_value() == "300"
    quantity.fill("235")
    quantity.press("ArrowUp")
    assert quantity.input_value() == "250"
    quantity.press("j")
    assert quantity.input_value() == "250j"  # inside a field a letter is a letter


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_letter_keys_can_be_switched_off(live_server: LiveServer, staff_client: Client, browser: Browser) -> None:
    page = opened(browser, live_server, staff_client)
    page.keyboard.press("?")
    assert page.locator("#keys").evaluate("dialog => dialog.open") is True
    page.keyboard.press("Escape")
    assert page.locator("#keys").evaluate("dialog => dialog.open") is False
    User.objects.filter(is_staff=True).update(has_letter_keys=False)
    page.reload()
    page.keyboard.press("?")
    assert page.locator("#keys").evaluate("dialog => dialog.open") is False


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_failed_request_becomes_a_toast_that_tries_again(
    live_server: LiveServer, staff_client: Client, browser: Browser
) -> None:
    page = opened(browser, live_server, staff_client)
    page.route("**/broken/", lambda route: route.fulfill(status=503))
    page.evaluate(
        """() => {
            const button = document.createElement("button");
            button.id = "break";
            button.textContent = "break";
            button.setAttribute("hx-post", "/broken/");
            document.getElementById("main").prepend(button);
            window.htmx.process(button);
        }"""
    )
    page.locator("#break").click()
    toast = page.locator("#toasts .toast.bad")
    toast.wait_for()
    assert toast.get_attribute("role") == "alert"
    with page.expect_request("**/broken/"):
        toast.locator("[data-retry]").click()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_toast_leaves_by_itself_and_stays_under_the_pointer(
    live_server: LiveServer, staff_client: Client, browser: Browser
) -> None:
    page = opened(browser, live_server, staff_client)
    page.clock.install()
    copy = "() => document.getElementById('toasts').append(document.querySelector('#messages .toast').cloneNode(true))"
    page.evaluate(copy)
    page.locator("#toasts .toast").hover()
    page.clock.run_for(20_000)
    assert page.locator("#toasts .toast").count() == 1
    page.mouse.move(0, 0)
    page.clock.run_for(7_000)
    assert page.locator("#toasts .toast").count() == 0
