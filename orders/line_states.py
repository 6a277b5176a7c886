"""How a line of an order stands, as a shape, a word and a colour (DESIGN.md section 1)."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from b2b_portal.core.templatetags.ui import day_text, quantity_text


@dataclass(frozen=True, slots=True)
class Pieces:
    """Of what was ordered: how many are held now, how many still to come, by which day (None: not known)."""

    ordered: int
    reserved: int = 0
    awaited: int = 0
    expected_on: date | None = None

    @property
    def lost(self) -> int:
        """Neither held nor awaited: the reservation ran out."""
        return max(0, self.ordered - self.reserved - self.awaited)


@dataclass(frozen=True, slots=True)
class LineState:
    """`tone` is a colour of the badge, "" is quiet; `shape` one of the six; `note` stands below in small."""

    tone: str
    shape: str
    label: str
    note: str = ""


def cancelled_state(on: date | None = None) -> LineState:
    """A line, or a whole order, that is cancelled."""
    return LineState("", "s-sq", pgettext("goods", "Cancelled"), day_text(on) if on else "")


def shipped_state(on: date | None = None) -> LineState:
    """A line of an order that left the warehouse."""
    return LineState("ok", "s-dot", pgettext("goods", "Shipped"), day_text(on) if on else "")


def waiting_state(pieces: Pieces, *, is_picked: bool = False) -> LineState:
    """A line of an order under way, by what is held for it and what is awaited."""
    part = _("%(reserved)s of %(ordered)s reserved") % {
        "reserved": quantity_text(pieces.reserved),
        "ordered": quantity_text(pieces.ordered),
    }
    if pieces.lost:
        missing = _("%(pieces)s not held any more") % {"pieces": quantity_text(pieces.lost)}
        return (
            LineState("warn", "s-tri", part, missing)
            if pieces.reserved
            else LineState("bad", "s-sq", _("Not reserved"))
        )
    if pieces.awaited and pieces.reserved:
        coming = _("%(pieces)s awaited, %(when)s") % {
            "pieces": quantity_text(pieces.awaited),
            "when": expected_words(pieces.expected_on),
        }
        return LineState("info", "s-half", part, coming)
    if pieces.awaited:
        return LineState("warn", "s-tri", _("Awaited"), expected_words(pieces.expected_on))
    return LineState("info", "s-half", _("Being picked")) if is_picked else LineState("info", "s-ring", _("Reserved"))


def expected_words(day: date | None) -> str:
    """When awaited goods come, in words."""
    return _("expected on %(day)s") % {"day": day_text(day)} if day else _("day not known yet")
