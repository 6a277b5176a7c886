"""The warehouses."""

from django.db.models import QuerySet

from catalog.models import Warehouse


def warehouses() -> QuerySet[Warehouse]:
    """All warehouses in the shop's order."""
    return Warehouse.objects.all()
