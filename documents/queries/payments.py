"""What a company has paid lately, and what of it no debt took."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from accounts.actors import Actor
from b2b_portal.core.money import ZERO
from documents.models import Payment

SHOWN = 20


@dataclass(frozen=True)
class Payments:
    """The latest payments, and what is left over of all that ever came."""

    rows: tuple[Payment, ...]
    left_gross: Decimal


def payments_of(actor: Actor) -> Payments:
    """Payments of the actor's company, the latest first. Two queries."""
    found = Payment.objects.visible_to(actor)
    left = found.filter(left_gross__gt=0).aggregate(left=Sum("left_gross"))["left"] or ZERO
    return Payments(tuple(found.order_by("-paid_on", "-pk")[:SHOWN]), left)
