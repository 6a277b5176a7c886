"""Keep the code that a company has for a product."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.queries.access import buyer_of, require
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from catalog.articles import search_key
from catalog.models import CompanyProduct, Product


class CodeWithoutLetters(RuleBroken):
    """The search could never find such a code. Fact: own_code."""

    message = _("The code “%(own_code)s” has neither letters nor digits.")
    code = "code_without_letters"


def set_own_code(*, product: Product, own_code: str, by: Actor, at: datetime) -> None:
    """Calls the product so in the actor's company, where the search finds it by this code; "" forgets the code.

    Several products may bear one code. Raises NotAllowed, CodeWithoutLetters.
    """
    with change(by, at):
        company, _person = buyer_of(by)
        require(by, Permission.EDIT_CART, company)
        if not own_code:
            known = CompanyProduct.objects.filter(company=company, product=product)
            known.filter(last_bought_at=None).delete()
            known.update(own_code="", key="")  # what was bought is known without a code
            return
        key = search_key(own_code)
        if not key:
            raise CodeWithoutLetters(own_code=own_code)
        CompanyProduct.objects.bulk_create(
            [CompanyProduct(company=company, product=product, own_code=own_code, key=key)],
            update_conflicts=True,
            unique_fields=["company", "product"],
            update_fields=["own_code", "key"],
        )
