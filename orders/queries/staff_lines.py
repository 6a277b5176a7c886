"""Lines of an order as staff see them."""

from datetime import datetime
from typing import Any

from django.db.models import DateField, F, IntegerField, OuterRef, QuerySet, Subquery, Sum

from catalog.enums import BackorderState, ReservationState
from catalog.models import Backorder, Reservation
from orders.models import OrderLine


def with_pieces(lines: QuerySet[OrderLine], at: datetime) -> QuerySet[Any]:
    """Annotates lines with pieces held now (`held`), still to come (`awaited`) and their day (`awaited_on`)."""
    held = Reservation.objects.filter(
        holder=OuterRef("order__uid"), stock__product=OuterRef("product"), state=ReservationState.ACTIVE, until__gt=at
    )
    pieces = held.order_by().values("holder").annotate(pieces=Sum("quantity")).values("pieces")
    coming = Backorder.objects.filter(
        holder=OuterRef("order__uid"), product=OuterRef("product"), state=BackorderState.WAITING
    )
    return lines.annotate(
        held=Subquery(pieces, output_field=IntegerField()),
        awaited=Subquery(
            coming.annotate(left=F("quantity") - F("arrived")).values("left")[:1], output_field=IntegerField()
        ),
        awaited_on=Subquery(coming.values("expected_on")[:1], output_field=DateField()),
    )
