"""Save what staff say of a company's, or a tier's, assortment."""

from datetime import datetime

from django.db import connection

from accounts.actors import Actor
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change
from b2b_portal.core.events import announce
from catalog.events import assortment_saved
from catalog.models import Assortment


def save_assortment(*, assortment: Assortment, by: Actor, at: datetime) -> None:
    """Writes whose assortment it is and what becomes of the rest; its rules may follow in the same change.

    Locks: writers of sections, then the assortment's row: a section that comes at the same time obeys the rules.
    Announces: assortment_saved. Raises StaffOnly for anybody but staff.
    """
    require_staff(by)
    with change(by, at):
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE catalog_category IN SHARE MODE")
        assortment.save()
        announce(assortment_saved, assortment_id=assortment.pk)
