"""What one row of an import would change, in words, by kind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from b2b_portal.core.templatetags.ui import day_text, quantity, quantity_text, unit_price
from catalog.enums import ImportKind, Unit
from catalog.imports.layout import FIELDS
from catalog.imports.sheet import vat_words
from catalog.models import ImportRow
from catalog.queries.import_rows import ComparedRow
from catalog.rows.products import ATTRIBUTE

DESCRIPTION = f"{ATTRIBUTE}description"  # the one attribute with a column of its own
_LABELS = {field.name: field.label for field in FIELDS[ImportKind.PRODUCTS]}


@dataclass(frozen=True)
class Difference:
    """One fact of a product, as it is and as the sheet says it."""

    label: str
    was: str
    becomes: str

    def __str__(self) -> str:
        return f"{self.label}: {self.was or '—'} → {self.becomes or '—'}"


def was_and_becomes(compared: ComparedRow, kind: ImportKind, currency: str) -> tuple[str, str]:
    """The two columns of a row: prices, pieces on hand or codes; empty where the kind has neither."""
    if kind == ImportKind.OWN_CODES:
        detail = compared.row.detail or {}
        return str(detail.get("was", "")), str(detail.get("becomes", ""))
    return _figure(compared.row.was, kind, currency), _figure(compared.becomes, kind, currency)


def differences(row: ImportRow, kind: ImportKind) -> Iterator[Difference]:
    """What else differs: days of arrival, facts of a product."""
    detail: Mapping[str, Any] = row.detail or {}
    if kind == ImportKind.STOCK:
        yield from _arrivals(detail)
    elif kind == ImportKind.PRODUCTS:
        was = detail.get("was") or {}
        for name, becomes in (detail.get("becomes") or {}).items():
            yield Difference(_label(name), _fact(name, was[name]) if name in was else "", _fact(name, becomes))


def _figure(value: Decimal | None, kind: ImportKind, currency: str) -> str:
    if value is None:
        return ""
    return quantity(int(value)) if kind == ImportKind.STOCK else unit_price(value, currency)


def _arrivals(detail: Mapping[str, Any]) -> Iterator[Difference]:
    if detail.get("on") and detail.get("coming") != detail.get("coming_was"):
        yield _arrival(detail["on"], detail.get("coming_was", 0), detail["coming"])
    for gone in detail.get("dropped", ()):
        yield _arrival(gone["on"], gone["coming_was"], 0)


def _arrival(on: str, was: int, becomes: int) -> Difference:
    label = _("In transit on %(day)s") % {"day": day_text(date.fromisoformat(on))}
    return Difference(label, quantity_text(was) if was else "", quantity_text(becomes))


def _label(name: str) -> str:
    if name.startswith(ATTRIBUTE) and name != DESCRIPTION:
        return name.removeprefix(ATTRIBUTE)
    return capfirst(str(_LABELS.get(name.removeprefix(ATTRIBUTE), name)))


def _fact(name: str, value: Any) -> str:
    if name == "vat_rate":
        return vat_words(None if value is None else Decimal(str(value)))
    if name == "unit" and value in Unit.values:
        return str(Unit(value).label)
    return "" if value is None else str(value)
