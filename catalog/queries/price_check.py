"""Why a company pays what it pays for a product, as staff may know it: every list asked, its version, the margin."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from accounts.models import Company
from catalog.models import PriceChange, PriceListVersion, Product
from catalog.pricing import PricedLine, price_line
from catalog.queries.costs import costs_of, margin_of
from catalog.queries.prices import ActiveList, goods_in, lists_for


@dataclass(frozen=True)
class AskedList:
    """One list that serves the company: what it says (None: no price for the quantity) and whether it wins.

    `version` is the last one that changed a price of the product in the list or in its source; `margin` is a fraction
    of the cost, None without one.
    """

    active: ActiveList
    line: PricedLine | None
    wins: bool
    version: PriceListVersion | None
    margin: Decimal | None


@dataclass(frozen=True)
class PriceCheck:
    """The lists in the order in which they are asked, and what the product costs us without VAT."""

    asked: tuple[AskedList, ...]
    cost: Decimal | None

    @property
    def winner(self) -> AskedList | None:
        return next((one for one in self.asked if one.wins), None)


def price_check(company: Company, product: Product, quantity: int, at: datetime) -> PriceCheck:
    """Asks every list in force for a quantity. 4 queries."""
    lists = lists_for(company, at)
    goods = goods_in(lists, [product.pk]).get(product.pk)
    versions = _versions(product, {one.rows_of for one in lists})
    cost = costs_of([product.pk]).get(product.pk)
    asked: list[AskedList] = []
    for active in lists:
        rows = goods.price_rows(active) if goods else []
        line = price_line(rows, quantity=quantity, tax_rate=product.vat_rate, rate=active.rate)
        margin = margin_of(line.unit_net, cost) if line and cost is not None else None
        wins = line is not None and not any(one.wins for one in asked)
        asked.append(AskedList(active, line, wins, versions.get(active.rows_of), margin))
    return PriceCheck(tuple(asked), cost)


def _versions(product: Product, list_ids: Iterable[int]) -> dict[int, PriceListVersion]:
    """The last version per list that changed the product. One query."""
    changes = PriceChange.objects.filter(product=product, version__price_list__in=list(list_ids))
    newest = changes.order_by("version__price_list_id", "-version_id").distinct("version__price_list_id")
    return {one.version.price_list_id: one.version for one in newest.select_related("version")}
