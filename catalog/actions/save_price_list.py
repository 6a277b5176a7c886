"""Save a price list as staff describe it."""

from datetime import datetime

from accounts.actors import Actor
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change
from catalog.actions.keep_floors import keep_floors
from catalog.models import PriceList


def save_price_list(*, price_list: PriceList, by: Actor, at: datetime) -> None:
    """Writes the list, and anew the lowest prices of it and of the lists computed from it.

    Raises StaffOnly for anybody but staff.
    """
    require_staff(by)
    with change(by, at):
        price_list.save()
        keep_floors(price_list_ids=[price_list.pk])
