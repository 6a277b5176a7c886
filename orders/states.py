"""Which states an order may move to; only actions assign states, and they ask here first."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from b2b_portal.core.errors import RuleBroken

# Keys are the values of orders.enums.OrderStatus; a state that leads nowhere stands here too.
ORDER_MOVES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "approval": frozenset({"placed", "returned", "cancelled"}),
        "returned": frozenset(),
        "placed": frozenset({"confirmed", "cancelled"}),
        "confirmed": frozenset({"picking", "shipped", "cancelled"}),
        "picking": frozenset({"shipped", "cancelled"}),
        "shipped": frozenset(),
        "cancelled": frozenset(),
    }
)


NEVER_BOUGHT = ("cancelled", "returned")  # what such orders took is given back
NOT_BOUGHT = ("approval", *NEVER_BOUGHT)  # nothing was bought, or not yet


class IllegalMove(RuleBroken):
    """The order's state does not lead to the one asked for. Facts: old, new, in words where they have labels."""

    message = _("An order that is “%(old)s” cannot become “%(new)s”.")
    code = "illegal_move"


def can_move(old: str, new: str, moves: Mapping[str, frozenset[str]] = ORDER_MOVES) -> bool:
    """Tells whether `old` leads to `new`; a state that nobody knows leads nowhere, and none leads to itself."""
    return new in moves.get(old, frozenset())


def check_move(old: str, new: str, moves: Mapping[str, frozenset[str]] = ORDER_MOVES) -> None:
    """Returns if `old` leads to `new`. Raises IllegalMove, which names members of an enum by their labels."""
    if not can_move(old, new, moves):
        raise IllegalMove(old=getattr(old, "label", old), new=getattr(new, "label", new))
