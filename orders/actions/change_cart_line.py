"""Change how many of a product are in the cart."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import Company, User
from accounts.permissions import Permission
from accounts.queries.access import buyer_of, require
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from catalog.models import Product
from catalog.quantities import check_quantity
from catalog.queries.prices import price_lines
from catalog.queries.products import visible_product
from orders.models import Cart, CartLine
from orders.seen_prices import seen_line


class NotOffered(RuleBroken):
    """Products left the shop, or the assortment of the company. Facts: articles."""

    message = _("%(articles)s: your company can no longer order this.")
    code = "not_offered"


def change_cart_line(*, product: Product, quantity: int, by: Actor, at: datetime) -> None:
    """Puts the product into the actor's cart with this quantity; 0 takes it out. Notes what it costs now.

    Raises NotAllowed, NotOffered, WrongQuantity; whatever is in the cart can be taken out.
    """
    with change(by, at):
        company, person = buyer_of(by)
        require(by, Permission.EDIT_CART, company)
        if quantity == 0:
            CartLine.objects.filter(cart__company=company, cart__user=person, product=product).delete()
            return
        if visible_product(by, product.uid) is None:
            raise NotOffered(articles=product.article)
        check_quantity(product.article, quantity, product.pack_multiple, product.smallest_order)
        write_cart_lines(company, person, {product.pk: quantity}, at)


def write_cart_lines(company: Company, person: User, quantities: Mapping[int, int], at: datetime) -> None:
    """Writes quantities of products, by their keys, into the person's cart with what they cost now.

    For actions that have asked whether he may, and whether the products are offered and sold so. Three queries and
    those of prices, however many lines.
    """
    cart, _is_new = Cart.objects.get_or_create(company=company, user=person)
    priced = price_lines(company, quantities, at)
    lines = []
    for product_id, quantity in quantities.items():
        seen = seen_line(quantity, priced.get(product_id))
        lines.append(
            CartLine(
                cart=cart,
                product_id=product_id,
                quantity=quantity,
                seen_unit_gross=seen.unit_gross,
                seen_gross=seen.gross,
            )
        )
    CartLine.objects.bulk_create(
        lines,
        update_conflicts=True,
        unique_fields=["cart", "product"],
        update_fields=["quantity", "seen_unit_gross", "seen_gross"],
    )
