"""From sign-in to the opened invoice and the mail, on 50,000 real parts, with a real worker."""

import io
import json
import re
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage

import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Shop, Visitor, visit

pytestmark = pytest.mark.slow
ARTICLE = "SMBJ6.0CA"


def test_thin_road_from_sign_in_to_the_invoice_and_its_mail(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in()
    empty_cart(visitor)
    search_for(page, "smbj6.0ca")
    row = page.locator("#results tbody tr").first
    expect(row.locator(".art").first).to_have_text(ARTICLE)
    expect(row.locator(".c-pr")).to_contain_text("₽")
    expect(row.locator(".c-st").first).not_to_be_empty()
    row.locator(".c-ad button").click()
    expect(page.locator("#cart-chip.is-empty")).to_have_count(0)
    page.locator("#cart-chip").click()
    expect(page.locator("#cart tbody tr")).to_have_count(1)
    page.locator("#checkout button.pri").click()
    page.wait_for_url(re.compile(r"/orders/\d+/$"))
    number = re.search(r"/orders/(\d+)/", page.url)[1]

    # the invoice appears by itself, without a reload, and then the page stops asking
    download_link = page.locator("#papers a[href*='/documents/']").first
    expect(download_link).to_be_visible(timeout=30_000)
    expect(page.locator("#papers")).not_to_have_attribute("hx-trigger", re.compile("."))
    with page.expect_download() as waiting:
        download_link.click()
    pdf = waiting.value.path().read_bytes()
    text = text_of(pdf)
    assert pdf.startswith(b"%PDF-")
    assert ARTICLE in text
    assert "Счет на оплату №" in text.replace("ё", "е")

    mail = mail_with_invoice(visitor.shop, number)
    assert mail["To"] == "buyer@demo.example"
    attachment = next(mail.iter_attachments())
    assert attachment.get_content() == pdf


def test_thin_road_reserves_in_the_order(visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in()
    empty_cart(visitor)
    before = available(visitor.shop)
    search_for(page, ARTICLE)
    page.locator("#results tbody tr").first.locator(".c-ad button").click()
    expect(page.locator("#cart-chip.is-empty")).to_have_count(0)
    visitor.open("/cart/")
    page.locator("#checkout button.pri").click()
    page.wait_for_url(re.compile(r"/orders/\d+/$"))
    assert available(visitor.shop) < before


def test_thin_road_without_script(browser: Browser, shop: Shop) -> None:
    visitor = visit(browser, shop, java_script_enabled=False)
    page = visitor.page
    visitor.sign_in()
    empty_cart(visitor)
    search_for(page, ARTICLE)
    page.locator("#results tbody tr").first.locator(".c-ad button").click()
    visitor.open("/cart/")
    expect(page.locator("#cart tbody tr")).to_have_count(1)
    page.locator("#checkout button.pri").click()
    expect(page.locator("#goods tbody tr").first).to_contain_text(ARTICLE)
    expect(page).to_have_url(re.compile(r"/orders/\d+/$"))
    page.context.close()
    assert not visitor.complaints


def empty_cart(visitor: Visitor) -> None:
    """Takes out what other journeys left: all share one shop."""
    visitor.open("/cart/")
    remove = visitor.page.locator("#cart td.gf button")
    while left := remove.count():
        remove.first.click()
        expect(remove).to_have_count(left - 1)


def search_for(page: Page, query: str) -> None:
    page.fill("input[name=q]", query)
    page.press("input[name=q]", "Enter")
    page.wait_for_url(re.compile(r"/search/\?"))


def available(shop: Shop) -> int:
    """Free pieces of the article as the command line tells them."""
    hits = json.loads(shop.manage("search", ARTICLE, "--company", "demo", "--json"))
    return int(hits[0]["available"])


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def mail_with_invoice(shop: Shop, number: str) -> EmailMessage:
    """The mail about the order that carries a file."""
    return mails_about(shop, number, lambda mails: [mail for mail in mails if any(mail.iter_attachments())])[0]


def mails_about(
    shop: Shop, number: str, wanted: Callable[[list[EmailMessage]], list[EmailMessage]]
) -> list[EmailMessage]:
    """The wanted of the mails that name the order; they may take the worker a moment."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        mails = [
            message_from_bytes(path.read_bytes(), policy=policy.default) for path in shop.folder.mail.glob("[!.]*.eml")
        ]
        found = wanted([mail for mail in mails if isinstance(mail, EmailMessage) and number in _text(mail)])
        if found:
            return found
    raise AssertionError(f"the mails about order {number} did not come")


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return body.get_content() if body else ""
