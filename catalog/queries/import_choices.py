"""What a file that comes in may be meant for."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import Company
from catalog.models import ImportProfile, PriceList, Warehouse


def lists_with_rows() -> QuerySet[PriceList]:
    """Price lists that a file can fill: a computed one has no rows of its own. No query yet."""
    return PriceList.objects.filter(source=None)


def warehouses_by_name() -> QuerySet[Warehouse]:
    """All warehouses. No query yet."""
    return Warehouse.objects.order_by("name")


def profiles_of(kind: str) -> QuerySet[ImportProfile]:
    """Kept layouts of a kind of files, by supplier. No query yet."""
    return ImportProfile.objects.filter(kind=kind).order_by("supplier")


def companies_called(typed: str) -> list[Company]:
    """The company with this code, else those with this INN, five at most. 2 queries at most."""
    by_code: QuerySet[Any] = Company.objects.filter(code=typed)
    return list(by_code[:1]) or list(Company.objects.filter(inn=typed)[:5])
