"""Pictures for docs/, made by one command: ./run test tests/journeys/pictures.py

The search as README shows it, and every screen beside its design, as
docs/pictures/<screen>-<size>-<theme>-<language>.webp:
the design at the left, the shop at the right. The design drew its phones light and its screens in Russian, one of them
in English too; where a twin is missing the nearest stands there, and the caption says which.
"""

import io
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser, Page, expect

from b2b_portal.embedded.folder import ROOT
from b2b_portal.embedded.system import find_shared
from tests.journeys.conftest import Shop, Visitor, visit
from tests.journeys.test_pages import show_whole

pytestmark = pytest.mark.slow
FOLDER = ROOT / "docs" / "pictures"
CART = {
    "CF259X": 10,
    "MZ-77E1T0BW": 8,
    "910-002238": 3,
    "MVA20-1-016-C": 48,
    "222-413": 250,
    "CLASSIC A4": 100,
    "NYM3X2.5": 100,
}
AWAITED = {**CART, "CF259X": 60}  # more than there are
NOWHERE = "KVR32N22S8/61"  # nobody sells it
GAP, CAPTION, PAPER, INK = 16, 34, "#c9ced3", "#15212b"
QUALITY = 46


class Size(NamedTuple):
    """A window, how much of a long page the picture keeps, and the width of one half of the picture."""

    width: int
    height: int
    longest: int
    shown: int


SIZES = {1440: Size(1440, 900, 1700, 940), 390: Size(390, 844, 2600, 390)}


class Road(NamedTuple):
    """What the pictures show: addresses that the demo's buyer made by walking the shop."""

    product: str
    order: str


@pytest.fixture(scope="module")
def road(browser: Browser, shop: Shop) -> Road:
    """Orders the cart once, waits for its papers, and fills the cart again."""
    visitor = visit(browser, shop, locale="ru-RU")
    visitor.sign_in()
    page = visitor.page
    fill_cart(visitor, CART)
    page.locator("#checkout button.pri").click()
    page.wait_for_url("**/orders/*/")
    order = page.url.removeprefix(shop.address)
    expect(page.locator("#papers a[href*='/documents/']").first).to_be_visible(timeout=60_000)
    visitor.open("/search/?q=CF259X")
    product = str(page.locator("#results tbody a.pn").first.get_attribute("href"))
    fill_cart(visitor, AWAITED)
    page.context.close()
    return Road(product, order)


def test_picture_of_the_search(browser: Browser, shop: Shop) -> None:
    visitor = visit(browser, shop, locale="ru-RU", viewport={"width": 1440, "height": 900})
    visitor.sign_in()
    visitor.open("/search/?q=картридж")
    visitor.page.screenshot(path=ROOT / "docs" / "search.png")
    visitor.page.context.close()


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", list(SIZES))
def test_pictures_beside_the_design(
    browser: Browser, shop: Shop, road: Road, width: int, theme: str, language: str
) -> None:
    size = SIZES[width]
    viewport = {"width": size.width, "height": size.height}
    visitor = visit(browser, shop, locale=f"{language}-RU", color_scheme=theme, viewport=viewport)
    page = visitor.page
    FOLDER.mkdir(exist_ok=True)

    def keep(screen: str, *, whole: bool = True) -> None:
        if whole:
            show_whole(page)
        ours = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
        beside(screen, width, theme, language, ours).save(
            FOLDER / f"{screen}-{width}-{theme}-{language}.webp", quality=QUALITY, method=6
        )
        page.set_viewport_size(viewport)

    visitor.open("/account/login/")
    keep("login")
    visitor.sign_in()
    speak(page, language)
    keep("home")
    type_into_the_box(page, "CF259X 5")
    keep("search-instant", whole=False)
    visitor.open("/search/?q=CF259X")
    page.locator("a.unfold").first.click()
    expect(page.locator("tr.sub").first).to_be_visible()
    page.mouse.move(0, 0)
    keep("search")
    for screen, path in {
        "search-empty": f"/search/?q={NOWHERE}",
        "product": road.product,
        "cart": "/cart/",
        "order": road.order,
    }.items():
        visitor.open(path)
        page.wait_for_load_state("networkidle")
        keep(screen)
    page.context.close()


def speak(page: Page, language: str) -> None:
    """Switches to the language, as the profile's own comes with the sign-in."""
    if page.get_attribute("html", "lang") != language:
        with page.expect_navigation():
            page.locator(f"button[name=language][value={language}]").first.evaluate(
                "one => one.form.requestSubmit(one)"
            )


def fill_cart(visitor: Visitor, cart: dict[str, int]) -> None:
    """Puts so many of each article into the cart from its row, and opens it."""
    for article, pieces in cart.items():
        visitor.open(f"/search/?q={article}")
        row = visitor.page.locator("#results tbody tr").first
        row.locator("input[name=quantity]").fill(str(pieces))
        with visitor.page.expect_response("**/cart/add/") as answer:
            row.locator(".c-ad button").click()
        assert answer.value.ok
    visitor.open("/cart/")


def type_into_the_box(page: Page, text: str) -> None:
    page.locator("input[name=q]").click()
    page.keyboard.type(text)
    expect(page.locator("#find-list [role=option]").first).to_be_visible()
    page.wait_for_load_state("networkidle")


def beside(screen: str, width: int, theme: str, language: str, ours: Image.Image) -> Image.Image:
    """One picture of both, cut where a long page stops telling more, with a caption over each."""
    size = SIZES[width]
    path, words = design_of(screen, width, theme, language)
    theirs = Image.open(path).convert("RGB")
    longest = ours.height if screen == "search-instant" else size.longest
    halves = [fitted(one, size, longest) for one in (theirs, ours)]
    tall = CAPTION + max(half.height for half in halves)
    picture = Image.new("RGB", (2 * size.shown + GAP, tall), PAPER)
    draw = ImageDraw.Draw(picture)
    for place, (half, caption) in enumerate(zip(halves, (words, f"shop, {theme}, {language}"), strict=True)):
        left = place * (size.shown + GAP)
        draw.text((left + 8, 8), caption, fill=INK, font=ImageFont.load_default(16))
        picture.paste(half, (left, CAPTION))
    return picture


def fitted(one: Image.Image, size: Size, longest: int) -> Image.Image:
    """The picture of a page at the width of its half, not longer than `longest` pixels of the page."""
    scale = size.shown / one.width
    whole = one.resize((size.shown, round(one.height * scale)), Image.Resampling.LANCZOS)
    return whole.crop((0, 0, size.shown, min(whole.height, round(longest * size.shown / size.width))))


def design_of(screen: str, width: int, theme: str, language: str) -> tuple[Path, str]:
    """The design's picture that is nearest, and what it is."""
    shared = find_shared()
    assert shared
    name, drawn_in = ("search-en", "en") if (screen, language) == ("search", "en") else (screen, "ru")
    dark = shared / "design" / "png" / f"{name}-{width}-dark.png"
    is_dark = theme == "dark" and dark.exists()
    path = dark if is_dark else dark.with_name(f"{name}-{width}.png")
    return path, f"design, {'dark' if is_dark else 'light'}, {drawn_in}"
