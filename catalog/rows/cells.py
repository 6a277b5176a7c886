"""How the text of one cell becomes a value. Every reader raises catalog.feed.Refused for what it cannot take."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from catalog.enums import Unit
from catalog.feed import MOST_PIECES, Reason, Refused, pieces

_COUNTED = re.compile(r"\s*(шт|штук|pcs|pc|ед)\.?$", re.IGNORECASE)
_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%Y/%m/%d")
_EARLIEST, _LATEST = date(2000, 1, 1), date(2100, 1, 1)
_WITHOUT_VAT = frozenset({"без ндс", "no vat", "no_vat", "не облагается", "-"})
_VAT_WORDS = re.compile(r"^(vat_|vat|ндс)\s*|\s*%$", re.IGNORECASE)
_UNITS = {
    Unit.PIECE: ("шт", "штука", "штук", "ед", "pcs", "pc", "piece"),
    Unit.METRE: ("м", "метр", "пог м", "п м", "m", "metre", "meter"),
    Unit.PACK: ("упак", "уп", "упаковка", "пачка", "pack"),
    Unit.SET: ("компл", "комплект", "набор", "к т", "set"),
    Unit.SERVICE: ("усл", "услуга", "усл ед", "service"),
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in (unit.value, *words)}
_UNIT_MARKS = re.compile(r"[.\-/\s]+")


def stock_of(text: str) -> int:
    """Whole pieces, with or without «шт.»: 17, 1 234, «17 шт.»."""
    bare = _COUNTED.sub("", text)
    found = None if any(map(str.isalpha, bare)) else pieces(bare)  # 1e9 is a slip, not a billion
    if found is None:
        raise Refused(Reason.BAD_STOCK, text)
    return found


def count_of(text: str) -> int:
    """A whole number of 1 or more."""
    try:
        found = stock_of(text)
    except Refused:
        raise Refused(Reason.BAD_COUNT, text) from None
    if not 1 <= found <= MOST_PIECES:
        raise Refused(Reason.BAD_COUNT, text)
    return found


def day_of(text: str) -> date:
    """A day as 2026-12-01, 01.12.2026 or 01/12/2026; a time after it is left out."""
    day = text.replace("T", " ").partition(" ")[0]
    for form in _DAYS:
        try:
            found = datetime.strptime(day, form).date()
        except ValueError:
            continue
        if _EARLIEST <= found < _LATEST:
            return found
    raise Refused(Reason.BAD_DAY, text)


def vat_of(text: str) -> Decimal | None:
    """22, «22 %», 0.22, VAT_22 or «НДС 22%»; «без НДС» and NO_VAT are no rate at all."""
    if text.casefold() in _WITHOUT_VAT:
        return None
    bare = _VAT_WORDS.sub("", _VAT_WORDS.sub("", text))
    try:
        found = Decimal(bare.replace(",", "."))
    except InvalidOperation:
        raise Refused(Reason.BAD_VAT, text) from None
    if found.is_finite() and (found >= 1 or bare != text):
        found /= 100
    if not found.is_finite() or not 0 <= found < 1 or found != round(found, 2):
        raise Refused(Reason.BAD_VAT, text)
    return round(found, 2)


def unit_of(text: str) -> Unit:
    """A unit by its OKEI code or a usual word."""
    unit = _UNIT_OF.get(_UNIT_MARKS.sub(" ", text.casefold()).strip())
    if unit is None:
        raise Refused(Reason.BAD_UNIT, text)
    return unit
