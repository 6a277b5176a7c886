"""Save a price list as staff describe it."""

from collections.abc import Callable
from datetime import datetime

from accounts.actors import Actor
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change
from b2b_portal.core.events import announce
from catalog.actions.keep_floors import keep_floors
from catalog.events import price_terms_changed
from catalog.models import PriceList
from catalog.queries.price_terms import PriceTerms, price_terms


def save_price_list(
    *, price_list: PriceList, save_parts: Callable[[], object] = lambda: None, by: Actor, at: datetime
) -> None:
    """Writes the list, by `save_parts` its rules and companies, and anew the lowest prices of it and of the lists
    computed from it. The audit trail keeps what each row was.

    Announces: price_terms_changed, once, unless nothing that moves prices was changed. Raises StaffOnly.
    """
    require_staff(by)
    with change(by, at):
        before = price_terms(price_list.pk)
        price_list.save()
        save_parts()
        keep_floors(price_list_ids=[price_list.pk])
        after = price_terms(price_list.pk)
        if after and after != before:
            _announce(price_list, before or after, after, at)


def _announce(price_list: PriceList, before: PriceTerms, after: PriceTerms, at: datetime) -> None:
    """Names whom the list no longer serves: who it does serve is read when the prices are compared."""
    announce(
        price_terms_changed,
        price_list_id=price_list.pk,
        rows_of=sorted({before.rows_of, after.rows_of}),
        left_tier_id=before.tier_id if before.tier_id != after.tier_id else None,
        left_company_ids=sorted(before.company_ids - after.company_ids),
        at=at.isoformat(),
    )
