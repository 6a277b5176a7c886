"""Replace a line of the cart by an analogue."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.enums import ReplacementPolicy
from accounts.permissions import Permission
from accounts.queries.access import buyer_of, require
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from catalog.models import Product
from catalog.queries.analogues import links_of
from orders.actions.change_cart_line import change_cart_line
from orders.models import CartLine
from orders.models.cart import LONGEST_REPLACED
from orders.replacing import replaced_quantity


class LineGone(RuleBroken):
    """The line is not in the cart any more. Facts: article."""

    message = _("%(article)s is no longer in the cart: another window changed it.")
    code = "line_gone"


class ReplacementsOff(RuleBroken):
    """The company wants no replacements."""

    message = _("Your company takes no replacements; its administrator can change that in the profile.")
    code = "replacements_off"


class OtherBrand(RuleBroken):
    """The company takes replacements of the same brand only. Facts: article."""

    message = _("Your company takes replacements of the same brand only, and %(article)s is of another.")
    code = "other_brand"


class NoReplacement(RuleBroken):
    """The product does not stand for the one in the cart. Facts: article, other."""

    message = _("%(other)s is not offered in place of %(article)s.")
    code = "no_replacement"


@dataclass(frozen=True)
class Replaced:
    """What was done: so many of one product, and how many of the other are in the cart now."""

    product: Product
    other: Product
    was: int
    becomes: int


def replace_cart_line(*, product: Product, other: Product, by: Actor, at: datetime) -> Replaced:
    """Puts `other` in the place of `product` in the actor's cart, as many, or the next quantity in which it is sold.

    A line of `other` takes the quantity in. The line keeps what it replaces: that is the buyer's consent, and it goes
    onto the order. Locks: the cart's lines of both by primary key. Raises NotAllowed, LineGone, ReplacementsOff,
    OtherBrand, NoReplacement, and the refusals of change_cart_line.
    """
    with change(by, at):
        company, person = buyer_of(by)
        require(by, Permission.EDIT_CART, company)
        own = CartLine.objects.filter(cart__company=company, cart__user=person, product__in=[product, other])
        lines = {line.product_id: line for line in own.select_for_update(of=("self",)).order_by("pk")}
        line, there = lines.get(product.pk), lines.get(other.pk)
        if line is None:
            raise LineGone(article=product.article)
        check_offered(product, other, by)
        quantity = replaced_quantity(line.quantity, product, other, there.quantity if there else 0)
        if there:
            line.delete()
        else:
            line.product = other
            line.save(update_fields=["product"])
        change_cart_line(product=other, quantity=quantity, by=by, at=at)
        CartLine.objects.filter(pk=(there or line).pk).update(replaces=_replaces(line, there, product, other))
        return Replaced(product, other, line.quantity, quantity)


def check_offered(product: Product, other: Product, by: Actor) -> None:
    """The link must be one that the pages offer now: visible, and within the company's policy.

    Raises ReplacementsOff, OtherBrand, NoReplacement.
    """
    if any(link.is_instead and link.other_id == other.pk for link in links_of(by, [product.pk]).get(product.pk, ())):
        return
    policy = by.company.replacement_policy if by.company else ""
    if policy == ReplacementPolicy.NEVER:
        raise ReplacementsOff
    if policy == ReplacementPolicy.SAME_BRAND and product.brand_id != other.brand_id:
        raise OtherBrand(article=other.article)
    raise NoReplacement(article=product.article, other=other.article)


def _replaces(line: CartLine, there: CartLine | None, product: Product, other: Product) -> str:
    """What was wanted first: through several replacements, and nothing when it came back."""
    wanted = dict.fromkeys([there.replaces if there else "", line.replaces or str(product)])
    return ", ".join(name for name in wanted if name and name != str(other))[:LONGEST_REPLACED]
