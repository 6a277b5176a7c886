"""How the prices of a product changed: by which version, of what to what, by whom; for staff."""

from dataclasses import dataclass
from datetime import datetime

from accounts.queries.people import names_of
from b2b_portal.core.step_line import HEIGHT, WIDTH, step_line
from catalog.models import PriceChange, PriceList, Product

SHOWN = 200


@dataclass(frozen=True)
class Changed:
    """One change and who made it ("" for the shop itself)."""

    change: PriceChange
    author: str


@dataclass(frozen=True)
class Drawn:
    """The price of the first break of one list over time, as an SVG path with its ends."""

    price_list: PriceList
    path: str
    first: PriceChange
    last: PriceChange
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True)
class PriceHistory:
    """The last changes, the newest first, and a line per list that changed at least twice."""

    changes: tuple[Changed, ...]
    lines: tuple[Drawn, ...]


def price_history(product: Product, at: datetime) -> PriceHistory:
    """What the trail of prices says of a product. 2 queries."""
    found = PriceChange.objects.filter(product=product).select_related("version__price_list")
    changes = list(found.order_by("-version", "quantity")[:SHOWN])
    names = names_of(one.version.author_uid for one in changes)
    told = tuple(Changed(one, names.get(one.version.author_uid, "")) for one in changes)
    return PriceHistory(told, _lines(changes[::-1], at))


def _lines(changes: list[PriceChange], at: datetime) -> tuple[Drawn, ...]:
    """Per list the changes of its smallest quantity, the oldest first, without those that took the price off."""
    by_list: dict[PriceList, list[PriceChange]] = {}
    for change in changes:
        by_list.setdefault(change.version.price_list, []).append(change)
    lines = []
    for price_list, of_list in by_list.items():
        least = min(one.quantity for one in of_list)
        steps = [one for one in of_list if one.quantity == least and one.becomes is not None]
        if len(steps) > 1:
            path = step_line([(one.version.published_at, one.becomes) for one in steps if one.becomes is not None], at)
            lines.append(Drawn(price_list, path, steps[0], steps[-1]))
    return tuple(lines)
