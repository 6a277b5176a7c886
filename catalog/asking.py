"""What a buyer may ask his account manager, worded for him. Pure."""

from django.utils.translation import gettext

from catalog.articles import printed, split_quantity

LONGEST = 200


def wish_for(query: str) -> str:
    """Asks for what a query means, and as many as it says: «KVR32N22S8/61 10»; nothing for an empty one."""
    wanted, quantity = split_quantity(printed(query[: 4 * LONGEST])[:LONGEST])
    if not wanted:
        return ""
    if not quantity:
        return gettext("Please find %(wanted)s or an analogue") % {"wanted": wanted}
    return gettext("Please find %(wanted)s or an analogue, %(quantity)s pcs") % {"wanted": wanted, "quantity": quantity}


def question_on(brand: str, article: str) -> str:
    """The beginning of a question about a product."""
    return gettext("About %(brand)s %(article)s: ") % {"brand": brand, "article": article}
