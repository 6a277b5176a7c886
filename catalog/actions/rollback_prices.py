"""Take versions of a price list back."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.events import announce
from b2b_portal.core.long_work import allow_long_work
from catalog.actions.apply_price_changes import apply_price_changes
from catalog.actions.open_price_version import open_price_version
from catalog.enums import VersionKind
from catalog.events import prices_published
from catalog.models import PriceList, PriceListVersion

MOST_VERSIONS = 20

# what each row was before the first of the versions that go; compared with what it is now
_DIFFERENCE = """
    CREATE TEMP TABLE price_undone ON COMMIT DROP AS
    SELECT before.product_id, before.quantity, now.unit_price AS was, before.was AS becomes
      FROM (SELECT DISTINCT ON (change.product_id, change.quantity) change.product_id, change.quantity, change.was
              FROM catalog_pricechange AS change
              JOIN catalog_pricelistversion AS version ON version.id = change.version_id
             WHERE change.version_id = ANY(%(versions)s)
             ORDER BY change.product_id, change.quantity, version.number) AS before
      LEFT JOIN catalog_price AS now ON now.price_list_id = %(price_list)s
       AND now.product_id = before.product_id AND now.quantity = before.quantity
     WHERE now.unit_price IS DISTINCT FROM before.was
"""
_COUNTS = """
    SELECT count(*) FILTER (WHERE was IS NULL), count(*) FILTER (WHERE becomes > was),
           count(*) FILTER (WHERE becomes < was), count(*) FILTER (WHERE becomes IS NULL) FROM price_undone
"""


class TooFarBack(RuleBroken):
    """Only the last versions can be taken back. Facts: most."""

    message = _("Only the last %(most)s versions of a list can be taken back.")
    code = "too_far_back"


class NothingToUndo(RuleBroken):
    """The list has no version yet. Facts: price_list."""

    message = _("%(price_list)s has no version to take back.")
    code = "nothing_to_undo"


def rollback_prices(*, version: PriceListVersion, by: Actor, at: datetime) -> PriceListVersion | None:
    """Brings the list back to what it was before `version`, as a new version; later ones go with it.

    A rollback is a version like any other and can be taken back itself. Without a difference there is no version.
    Locks: the price list, then the rows that change. Announces: prices_published. Raises StaffOnly,
    TooFarBack.
    """
    require_staff(by)
    with change(by, at):
        price_list = PriceList.objects.select_for_update(no_key=True).get(pk=version.price_list_id)
        newer = PriceListVersion.objects.filter(price_list=price_list, number__gte=version.number)
        going = list(newer.values_list("pk", flat=True)[: MOST_VERSIONS + 1])
        if len(going) > MOST_VERSIONS:
            raise TooFarBack(most=MOST_VERSIONS)
        facts: dict[str, Any] = {"versions": going, "price_list": price_list.pk}
        with connection.cursor() as cursor:
            allow_long_work()
            cursor.execute("DROP TABLE IF EXISTS pg_temp.price_undone")
            cursor.execute(_DIFFERENCE, facts)
            cursor.execute("ANALYZE price_undone")
            cursor.execute(_COUNTS)
            new, up, down, removed = cursor.fetchone()
        if not new + up + down + removed:
            return None
        made = open_price_version(
            price_list=price_list,
            kind=VersionKind.ROLLBACK,
            source_name=version.source_name,
            undoes=version,
            report={"new": new, "up": up, "down": down, "removed": removed},
            by=by,
            at=at,
        )
        apply_price_changes(
            version=made,
            source="SELECT product_id, quantity, was, becomes FROM price_undone",
            facts={},
            new=new,
            changed=up + down,
            removed=removed,
        )
        announce(prices_published, version_id=made.pk)
        return made


def last_version(price_list: PriceList) -> PriceListVersion:
    """The newest version still in force: what a rollback without a choice takes back, so that two go back two.

    Raises NothingToUndo.
    """
    below: int | None = None
    version: PriceListVersion
    for version in PriceListVersion.objects.filter(price_list=price_list).select_related("undoes").order_by("-number"):
        if below is not None and version.number >= below:
            continue
        if version.undoes is None:
            return version
        below = version.undoes.number
    raise NothingToUndo(price_list=price_list.code)
