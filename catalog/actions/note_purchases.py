"""Keep what a company bought last of a product."""

from collections.abc import Collection, Iterable
from datetime import datetime

from accounts.actors import Actor
from accounts.models import Company
from b2b_portal.core.change import change
from catalog.models import CompanyProduct
from catalog.purchases import LastPurchase


def note_purchases(
    *, company: Company, bought: Iterable[LastPurchase], by: Actor, at: datetime, undone: Collection[int] = ()
) -> None:
    """Keeps these as the company's last purchases; of the products `undone` nothing that was bought is left.

    The caller holds the lock of the company, so that the last word is the newest order's. At most 3 queries, however
    many products.
    """
    rows = [
        CompanyProduct(
            company=company,
            product_id=one.product_id,
            last_bought_at=one.bought_at,
            last_quantity=one.quantity,
            last_unit_gross=one.unit_gross,
        )
        for one in sorted(bought, key=lambda one: one.product_id)
    ]
    with change(by, at):
        CompanyProduct.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["company", "product"],
            update_fields=["last_bought_at", "last_quantity", "last_unit_gross"],
        )
        if undone:
            gone = CompanyProduct.objects.filter(company=company, product_id__in=list(undone))
            gone.filter(own_code="").delete()
            gone.update(last_bought_at=None, last_quantity=None, last_unit_gross=None)
