"""The forms of a page, filled as a hurried person would: what is there already, and what has to be."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.http import QueryDict

FILLED = "Written 12"
_AS_TYPED = {"email": "somebody@buyer.example", "number": "1", "date": "2026-12-01", "tel": "+74950002100"}
_PRESSED = {"submit", "button", "image", "reset", "file"}


@dataclass
class Form:
    """One form: where it goes and what it carries; `choices` are the other values of its lists."""

    method: str
    action: str
    data: QueryDict = field(default_factory=lambda: QueryDict(mutable=True))
    choices: list[tuple[str, str]] = field(default_factory=list)


class FormsOfPage(HTMLParser):
    """Reads the forms of a page, also fields outside of them that name their form."""

    def __init__(self, page: str, base: str) -> None:
        super().__init__()
        self.base, self.forms = base, list[Form]()
        self._by_id: dict[str, Form] = {}
        self._fields: list[tuple[Form | str, str, dict[str, str]]] = []
        self._open: Form | None = None
        self._list = ""
        self._owner: Form | str = ""
        self.feed(page)
        for owner, tag, attrs in self._fields:
            form = self._by_id.get(owner) if isinstance(owner, str) else owner
            if form:
                _fill(form, tag, attrs)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = urljoin(self.base, facts.get("action") or facts.get("hx-post") or self.base)
            self._open = Form(facts.get("method", "get").lower(), action)
            self.forms.append(self._open)
            self._by_id[facts.get("id", "")] = self._open
        elif tag in {"input", "textarea", "button"}:
            self._fields.append((facts.get("form") or self._open or "", tag, facts))
        elif tag == "select":
            self._list, self._owner = facts.get("name", ""), facts.get("form") or self._open or ""
        elif tag == "option" and self._list:
            self._fields.append((self._owner, tag, {"name": self._list, **facts}))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._list = ""


def _fill(form: Form, tag: str, attrs: dict[str, str]) -> None:
    name, value, kind = attrs.get("name", ""), attrs.get("value", ""), attrs.get("type", "text")
    if not name or kind in _PRESSED or tag == "button":
        return
    if tag == "option" or kind in {"radio", "checkbox"}:
        chosen = "selected" in attrs or "checked" in attrs
        if chosen or (name not in form.data and kind != "checkbox"):
            form.data[name] = value
        form.choices.append((name, value or "on"))
    else:
        form.data.appendlist(name, value or (_AS_TYPED.get(kind, FILLED) if "required" in attrs else ""))
