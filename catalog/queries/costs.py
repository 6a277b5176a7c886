"""What products cost us: for staff's pages alone. No page of a buyer reads it (tests/law/test_costs.py)."""

from collections.abc import Iterable
from decimal import Decimal

from catalog.models import Cost


def costs_of(product_ids: Iterable[int]) -> dict[int, Decimal]:
    """Costs of products without VAT, of those that have one. One query."""
    return dict(Cost.objects.filter(product_id__in=list(product_ids)).values_list("product_id", "unit_net"))


def margin_of(unit_net: Decimal, cost: Decimal) -> Decimal | None:
    """What a price without VAT adds to the cost, as a fraction of the cost; None for a cost of 0."""
    return unit_net / cost - 1 if cost else None
