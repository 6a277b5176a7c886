"""Pure: how many of a replacement stand for so many of a product."""

from typing import Protocol

from catalog.quantities import orderable_for


class Sold(Protocol):
    """In which unit and quantities a product is sold."""

    unit: str
    pack_multiple: int

    @property
    def smallest_order(self) -> int: ...


def replaced_quantity(quantity: int, product: Sold, other: Sold, already: int = 0) -> int:
    """As many as of the product, added to those already in the cart, or the next quantity in which it is sold.

    Ten metres are not ten packs: sold in another unit, the smallest order is taken, and the buyer sets the rest.
    """
    wanted = quantity if product.unit == other.unit else other.smallest_order
    return orderable_for(already + wanted, other.pack_multiple, other.smallest_order)
