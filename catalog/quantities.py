"""Pure: in which quantities a product is sold."""

from django.utils.translation import gettext_lazy as _

from b2b_portal.core.errors import RuleBroken

MOST = 1_000_000


class WrongQuantity(RuleBroken):
    """The quantity cannot be ordered. Facts: quantity, multiple, nearest = the orderable quantities around it."""

    message = _("%(article)s is sold in multiples of %(multiple)s, from %(smallest)s: choose %(choices)s.")
    code = "wrong_quantity"


def check_quantity(article: str, quantity: int, multiple: int, smallest: int) -> None:
    """Raises WrongQuantity with the two nearest orderable quantities; never rounds."""
    if smallest <= quantity <= MOST and quantity % multiple == 0:
        return
    nearest = nearest_quantities(quantity, multiple, smallest)
    raise WrongQuantity(
        article=article,
        quantity=quantity,
        multiple=multiple,
        smallest=smallest,
        nearest=nearest,
        choices=" / ".join(str(one) for one in nearest),
    )


def nearest_quantities(quantity: int, multiple: int, smallest: int) -> tuple[int, ...]:
    """The orderable quantities just below and above, without doubles; `smallest` is itself a multiple."""
    below = quantity // multiple * multiple
    limited = (min(max(one, smallest), MOST // multiple * multiple) for one in (below, below + multiple))
    return tuple(sorted(set(limited)))


def orderable_for(quantity: int, multiple: int, smallest: int) -> int:
    """How many to order where so many are needed: the least orderable quantity that is enough, or the largest."""
    nearest = nearest_quantities(quantity, multiple, smallest)
    return quantity if quantity in nearest else nearest[-1]
