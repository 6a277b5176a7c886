"""Columns of the admin that several rooms show."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.contrib import admin

from b2b_portal.core.templatetags.ui import money_text, percent


def money_column(field: str, label: Any) -> Callable[[Any, Any], str]:
    """A sum in roubles, grouped as in the cabinet; sorts by the field."""

    @admin.display(description=label, ordering=field)
    def column(_self: Any, row: Any) -> str:
        return money_text(_decimal(row, field))

    return column


def percent_column(field: str, label: Any) -> Callable[[Any, Any], str]:
    """A fraction as a percentage: 0.22 is 22 %."""

    @admin.display(description=label, ordering=field)
    def column(_self: Any, row: Any) -> str:
        return percent(_decimal(row, field))

    return column


def _decimal(row: Any, field: str) -> Decimal | None:
    value: Decimal | None = getattr(row, field)
    return value
