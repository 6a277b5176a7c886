"""Which open carts a file of prices would touch: the account manager knows before the buyer does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from b2b_portal.core.access import for_staff
from b2b_portal.core.money import ZERO
from catalog.models import ImportBatch
from catalog.pricing import PricedLine
from catalog.queries.price_impact import (
    Holding,
    batch_by_uid,
    before_and_after,
    changed_products,
    companies_paying_by,
)
from orders.queries.touched_carts import TouchedCart, touched_carts

MOST_CARTS = 100


@dataclass(frozen=True)
class TouchedRow:
    """One cart: how many of its lines the file changes, and what these lines cost before and after."""

    touched: TouchedCart
    before: Decimal
    after: Decimal
    lines: int

    @property
    def rate(self) -> Decimal | None:
        """How much dearer, as a fraction of before."""
        return (self.after - self.before) / self.before if self.before else None


@for_staff
@require_safe
def price_impact(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The carts that hold changed goods, of companies that pay by the list or by one computed from it."""
    if not request.user.has_perm("catalog.view_importbatch"):  # type: ignore[union-attr]
        raise PermissionDenied
    batch = batch_by_uid(uid)
    if batch is None or batch.price_list is None:
        raise Http404
    carts, count = touched_carts(companies_paying_by(batch.price_list), changed_products(batch), MOST_CARTS)
    rows = _rows(batch, carts, timezone.now())
    context = {
        "batch": batch,
        "rows": rows,
        "carts": count,
        "most_carts": MOST_CARTS,
        "before": sum((row.before for row in rows), ZERO),
        "after": sum((row.after for row in rows), ZERO),
    }
    return render(request, "pages/price_impact.html", context)


def _rows(batch: ImportBatch, carts: list[TouchedCart], at: datetime) -> list[TouchedRow]:
    """The carts priced twice; one that pays by a better list is not touched after all."""
    holdings = [
        Holding(
            one.cart.company,
            {line.product_id: line.product for line in one.lines},
            {line.product_id: line.quantity for line in one.lines},
        )
        for one in carts
    ]
    rows = []
    for one, priced in zip(carts, before_and_after(batch, holdings, at), strict=True):
        changed = {pk for pk in priced.after if _gross(priced.before.get(pk)) != _gross(priced.after.get(pk))}
        if changed:
            before = _sum(priced.before[pk] for pk in changed if pk in priced.before)
            rows.append(TouchedRow(one, before, _sum(priced.after[pk] for pk in changed), len(changed)))
    return rows


def _gross(line: PricedLine | None) -> Decimal | None:
    return line.amounts.gross if line else None


def _sum(lines: Iterable[PricedLine]) -> Decimal:
    return sum((line.amounts.gross for line in lines), ZERO)
