"""A purchaser at a browser without script: pages, forms, cookies."""

import http.client
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from django.urls import reverse

from accounts.actors import Actor
from b2b_portal.core.access import ACTING_FOR
from catalog.models import Product
from tests.conftest import client_of

SECONDS = 30
Fields = dict[str, str | list[str]]  # a list where the form has several fields of one name


@dataclass(frozen=True)
class Answer:
    """What the shop said."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def order_number(self) -> int | None:
        """The number of the order that this answer confirms."""
        parts = urlsplit(self.headers.get("location", "")).path.strip("/").split("/")
        return int(parts[1]) if self.status == 302 and parts[0] == "orders" else None


class Visitor:
    """Somebody signed in; every request is a connection of its own."""

    def __init__(self, port: int, cookies: dict[str, str], company: str = "") -> None:
        self.port = port
        self.cookies = dict(cookies)
        self.company = company

    @classmethod
    def signed_in(cls, port: int, actor: Actor) -> "Visitor":
        """The actor, after he has signed in."""
        cookies = {name: morsel.value for name, morsel in client_of(actor).cookies.items()}
        return cls(port, cookies, str(actor.company_uid))

    def get(self, path: str, language: str = "en") -> Answer:
        return self._ask("GET", path, None, {"Accept-Language": language})

    def post(self, path: str, fields: Fields) -> Answer:
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-CSRFToken": self.cookies.get("csrftoken", ""),
            "Accept-Language": "en",
        }
        return self._ask("POST", path, urlencode({ACTING_FOR: self.company, **fields}, doseq=True), headers)

    def add(self, product: Product, quantity: int = 1) -> Answer:
        """Puts the product into the cart."""
        if "csrftoken" not in self.cookies:
            page = self.get(reverse("orders:cart"))
            if page.status != 200:
                return page
        return self.post(reverse("orders:cart-add"), {"product": str(product.uid), "quantity": str(quantity)})

    def order_form(self) -> tuple[Answer, Fields]:
        """Opens the page that orders; what its form would send, as it stands."""
        page = self.get(reverse("orders:cart"))
        return page, fields_of(page.text, reverse("orders:cart-order")) if page.status == 200 else {}

    def order(self, fields: Fields) -> Answer:
        """Sends the form that orders."""
        return self.post(reverse("orders:cart-order"), fields)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body, {"Cookie": cookies, **headers})
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(line).items()})
        return Answer(response.status, {name.lower(): value for name, value in response.headers.items()}, content)


def fields_of(page: str, action: str) -> Fields:
    """What a browser would send for the page's form with this address, untouched. Empty: there is no such form."""
    reader = _Forms()
    reader.feed(page)
    reader.hand_out()
    return reader.forms.get(action, {})


class _Forms(HTMLParser):
    """The fields of every form, by its address."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, Fields] = {}
        self._form: Fields = {}
        self._by_id: dict[str, Fields] = {}
        self._elsewhere: list[tuple[str, str, str]] = []  # fields that stand outside of their form, by its id
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        name, value = facts.get("name") or "", facts.get("value") or ""
        if tag == "form":
            self._form = self.forms.setdefault(facts.get("action") or "", {})
            self._by_id[facts.get("id") or ""] = self._form
        elif tag == "input" and name and self._is_sent(facts):
            if "form" in facts:
                self._elsewhere.append((facts["form"] or "", name, value))
            else:
                self._form[name] = value
        elif tag == "textarea":
            self._form[name] = ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and ("selected" in facts or self._select not in self._form):
            self._form[self._select] = value

    def hand_out(self) -> None:
        """Gives each form the fields that name it, however often; after the last tag."""
        for form, name, value in self._elsewhere:
            self._by_id.get(form, {}).setdefault(name, []).append(value)  # type: ignore[union-attr]

    @staticmethod
    def _is_sent(facts: dict[str, str | None]) -> bool:
        kind = facts.get("type") or "text"
        return kind not in ("submit", "button") and (kind not in ("radio", "checkbox") or "checked" in facts)
