"""A second step is switched on, lets in by a code, by a recovery code and by a passkey."""

import dataclasses
import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Shop, Visitor
from tests.journeys.entering import leave, sign_in

pytestmark = pytest.mark.slow
PERSON = "viewer@sever.example"
DEVICE = {  # as Chrome's protocol describes one: a phone with a fingerprint that always fits
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
STEP = 30  # seconds for which a code of the app is good


def confirm(page: Page, password: str) -> None:
    """Says the password once more, where the page asks for it."""
    if "/reauthenticate/" in page.url:
        page.fill("input[type=password]", password)
        page.locator("main form button.pri").click()


def code_of(secret: str, later: int) -> str:
    """What the app shows now, or after some steps: a code is spent by its use, and one step more is tolerated."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // STEP + later))


def switch_on(visitor: Visitor, password: str) -> tuple[str, list[str]]:
    """Switches the app's codes on; its secret and the recovery codes."""
    page = visitor.page
    visitor.open("/profile/")
    page.locator("#sign-in a[href*='2fa'], #sign-in a[href*='mfa']").click()
    page.locator("a[href$='/totp/activate/']").click()
    confirm(page, password)
    secret = page.locator("#totp-secret").input_value()
    page.fill("[name=code]", code_of(secret, 0))
    page.locator("main form button.pri").click()
    page.wait_for_url(re.compile("recovery-codes"))
    return secret, re.findall(r"\b[0-9a-f]{8}\b", page.locator("main").inner_text())


def sign_out(visitor: Visitor) -> None:
    visitor.open("/account/logout/")
    visitor.page.locator("main form button").first.click()
    visitor.page.wait_for_url(re.compile("/account/login/"))


def second_step(visitor: Visitor, code: str) -> None:
    """Signs in with the password and the code."""
    visitor.sign_in(PERSON)
    page = visitor.page
    page.wait_for_url(re.compile("authenticate"))
    page.fill("[name=code]", code)
    page.locator("main form button.pri").click()
    expect(page.locator(".ctx")).to_be_visible()


def test_a_second_step_by_app_recovery_code_and_passkey(browser: Browser, shop: Shop) -> None:
    # a passkey is bound to a name, and an address of digits is none
    named = dataclasses.replace(shop, address=shop.address.replace("127.0.0.1", "localhost"))
    visitor = sign_in(browser, named, PERSON)
    page = visitor.page
    secret, codes = switch_on(visitor, shop.logins[PERSON])
    sign_out(visitor)
    second_step(visitor, code_of(secret, 1))
    sign_out(visitor)
    second_step(visitor, codes[0])

    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.goto(f"{named.address}/account/2fa/passkeys/add/")
    confirm(page, shop.logins[PERSON])
    page.locator("form[data-passkey=add] button.pri").click()
    page.wait_for_url(lambda url: "/passkeys/add/" not in url)
    sign_out(visitor)
    visitor.sign_in(PERSON)
    page.locator("form[data-passkey=use] button").click()
    expect(page.locator(".ctx")).to_be_visible()
    leave(visitor)
