"""How many of a replacement stand for so many of a product."""

import pytest

from catalog.enums import Unit
from catalog.models import Product
from orders.replacing import replaced_quantity


def sold(multiple: int = 1, minimum: int = 1, unit: Unit = Unit.PIECE) -> Product:
    return Product(pack_multiple=multiple, minimum_quantity=minimum, unit=unit)


@pytest.mark.parametrize(
    ("quantity", "other", "already", "becomes"),
    [
        (7, sold(), 0, 7),
        (7, sold(5), 0, 10),
        (10, sold(5), 0, 10),
        (1, sold(5), 0, 5),
        (1, sold(1, 6), 0, 6),
        (7, sold(5), 5, 15),
        (1_000_000, sold(7), 0, 999_999),
        (100, sold(unit=Unit.PACK), 0, 1),
        (100, sold(2, 4, Unit.PACK), 4, 8),
    ],
)
def test_replaced_quantity_is_enough_and_orderable(quantity: int, other: Product, already: int, becomes: int) -> None:
    assert replaced_quantity(quantity, sold(), other, already) == becomes
