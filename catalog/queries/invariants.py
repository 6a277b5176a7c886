"""What must always be true of stock and assortments; each question answers with a few sentences about what is not."""

from typing import Any

from django.db.models import F, Func, IntegerField, JSONField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from catalog.enums import ReservationState
from catalog.models import Assortment, Reservation, Stock, StockMovement

MOST_TOLD = 20


def stock_unlike_its_movements() -> list[str]:
    """On hand and reserved are the sums of their movements. One query."""
    moves = StockMovement.objects.filter(stock=OuterRef("pk"))
    stocks = Stock.objects.annotate(came=_total(moves, "on_hand_delta"), held=_total(moves, "reserved_delta"))
    return [
        f"{_name(stock)}: on hand {stock.on_hand} and reserved {stock.reserved}, its movements say {stock.came} and "
        f"{stock.held}."
        for stock in _told(stocks.exclude(on_hand=F("came"), reserved=F("held")))
    ]


def stock_unlike_its_reservations() -> list[str]:
    """Reserved is the sum of active reservations, cleared or not yet. One query."""
    active = Reservation.objects.filter(stock=OuterRef("pk"), state=ReservationState.ACTIVE)
    stocks = Stock.objects.annotate(held=_total(active, "quantity"))
    return [
        f"{_name(stock)}: reserved {stock.reserved}, its active reservations hold {stock.held}."
        for stock in _told(stocks.exclude(reserved=F("held")))
    ]


def stock_sold_twice() -> list[str]:
    """Nobody is promised what is not there: 0 <= reserved <= on hand. One query."""
    stocks = Stock.objects.filter(Q(reserved__lt=0) | Q(reserved__gt=F("on_hand")))
    return [f"{_name(stock)}: {stock.reserved} are reserved of {stock.on_hand}." for stock in _told(stocks)]


def assortments_unlike_their_rules() -> list[str]:
    """What is kept of an assortment is what its rules come to. One query."""
    wanted = Func(F("pk"), function="catalog_assortment_verdicts", output_field=JSONField())
    wrong = Assortment.objects.exclude(verdicts=wanted).select_related("company", "tier").order_by("pk")[:MOST_TOLD]
    return [f"The assortment of {assortment} does not say what its rules come to." for assortment in wrong]


def _total(rows: QuerySet[Any], field: str) -> Coalesce:
    sums = rows.order_by().values("stock").annotate(total=Sum(field)).values("total")
    return Coalesce(Subquery(sums, output_field=IntegerField()), 0)


def _told(stocks: QuerySet[Any]) -> QuerySet[Any]:
    return stocks.select_related("product", "warehouse").order_by("pk")[:MOST_TOLD]


def _name(stock: Stock) -> str:
    return f"{stock.product.article} in {stock.warehouse.code}"
