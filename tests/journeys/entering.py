"""What strangers and new colleagues do in a browser before they buy."""

import re
from email.message import EmailMessage

from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Shop, Visitor, visit
from tests.journeys.test_thin_road import mails_about

PASSWORD = "a long road to a discount"
MANAGER = "manager@demo.example"


def sign_in(browser: Browser, shop: Shop, email: str, **context: object) -> Visitor:
    """Somebody in a browser of his own."""
    visitor = visit(browser, shop, **context)
    visitor.sign_in(email)
    return visitor


def register(visitor: Visitor, facts: dict[str, str]) -> None:
    """Fills in the one page of registration and sends it."""
    visitor.open("/register/")
    page = visitor.page
    for name, value in facts.items():
        field = page.locator(f"#application-form [name={name}]")
        if name == "kind":
            page.check(f"#application-form [name=kind][value={value}]")
        elif field.is_editable():  # who is signed in keeps his own address
            field.fill(value)
    page.check("#application-form [name=consent]")
    page.locator("#application-form button.pri").click()
    page.wait_for_url(re.compile("/register/sent/"))


def approve(manager: Visitor, name: str) -> None:
    """Our account manager makes a company of the application."""
    page = manager.page
    manager.open("/admin/accounts/application/")
    page.get_by_role("link", name=name).first.click()
    page.locator(".object-tools a[href$='/approve/']").click()
    page.locator("form.verb input[type=submit]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def set_password(browser: Browser, shop: Shop, email: str) -> Visitor:
    """Follows the link of the invitation, sets the first password and signs in with it."""
    visitor = visit(browser, shop)
    visitor.open(link_in(shop, email))
    for field in visitor.page.locator("form input[type=password]").all():
        field.fill(PASSWORD)
    visitor.page.locator("form button.pri").click()
    visitor.page.wait_for_url(re.compile("/account/login/"))
    shop.logins[email] = PASSWORD
    visitor.sign_in(email)
    return visitor


def invite(administrator: Visitor, email: str, name: str, role: str) -> None:
    """Lets a colleague in."""
    page = administrator.page
    administrator.open("/company/people/invite/")
    page.fill("main form [name=email]", email)
    page.fill("main form [name=full_name]", name)
    page.select_option("main form [name=role]", role)
    page.locator("main form button.pri").click()
    expect(page.locator("main")).to_contain_text(email)


def link_in(shop: Shop, reader: str) -> str:
    """The address of the invitation in the latest mail to a reader."""
    mails = mails_about(shop, "/invitation/", lambda mails: [mail for mail in mails if mail["To"] == reader])
    return found_in(mails[-1], r"/invitation/\S+")[0]


def found_in(mail: EmailMessage, pattern: str) -> list[str]:
    """What of the mail's text matches."""
    body = mail.get_body(("plain",))
    return re.findall(pattern, body.get_content()) if body else []


def leave(*visitors: Visitor) -> None:
    """Closes the browsers; none may have complained."""
    for visitor in visitors:
        visitor.page.context.close()
        assert not visitor.complaints
