"""Publish the prices of an import."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.events import announce
from catalog.actions.apply_price_changes import PricesMoved, apply_price_changes
from catalog.actions.open_price_version import last_number, open_price_version
from catalog.enums import ImportState, VersionKind
from catalog.events import prices_published
from catalog.models import ImportBatch, PriceList, PriceListVersion

_CHOSEN = """
    SELECT product_id, quantity, was, becomes FROM {rows}
     WHERE verdict = ANY(%(verdicts)s) AND (%(brands)s::bigint[] IS NULL OR brand_id = ANY(%(brands)s))
"""
# what the import keeps, and what its comparison left on this connection a moment ago
_KEPT = _CHOSEN.format(rows="catalog_importrow") + "AND batch_id = %(batch)s"
_OF_SESSION = _CHOSEN.format(rows="import_compared")
_COUNTS = """
    SELECT count(*) FILTER (WHERE was IS NULL), count(*) FILTER (WHERE becomes > was),
           count(*) FILTER (WHERE becomes < was), count(*) FILTER (WHERE becomes IS NULL)
      FROM ({source}) AS change
"""


class ListChanged(RuleBroken):
    """Somebody else published a version of the list since the file was compared. Facts: price_list, number."""

    message = _("Version %(number)s of %(price_list)s was published after this file was compared: compare it again.")
    code = "list_changed"


def publish_price_version(
    *,
    batch: ImportBatch,
    brand_ids: Sequence[int] = (),
    removes_missing: bool = False,
    of_session: bool = False,
    by: Actor,
    at: datetime,
) -> PriceListVersion | None:
    """Brings the list to what the compared file says, at one stroke; without a difference there is no version.

    Buyers see all of the old version until it commits, and all of the new one after. `of_session`: the rows come
    from the comparison made on this connection, all of which the import need not keep. Locks: the price list, then the
    price rows that change. Announces: prices_published. Raises StaffOnly, ListChanged.
    """
    require_staff(by)
    price_list = batch.price_list
    assert price_list is not None  # a constraint of the batch
    try:
        with change(by, at):
            return _publish(batch, price_list, of_session, brand_ids, removes_missing, by, at)
    except PricesMoved:
        raise ListChanged(price_list=price_list.code, number=last_number(price_list)) from None


def _publish(
    batch: ImportBatch,
    price_list: PriceList,
    of_session: bool,
    brand_ids: Sequence[int],
    removes_missing: bool,
    by: Actor,
    at: datetime,
) -> PriceListVersion | None:
    PriceList.objects.select_for_update(no_key=True).get(pk=price_list.pk)
    number = last_number(price_list)
    if number != batch.base_number:
        raise ListChanged(price_list=price_list.code, number=number)
    facts: dict[str, Any] = {
        "batch": batch.pk,
        "verdicts": ["new", "up", "down", *(["missing"] if removes_missing else [])],
        "brands": list(brand_ids) or None,
    }
    source = _OF_SESSION if of_session else _KEPT
    report = _counts(batch, source, facts)
    version = None
    if any(report.values()):
        version = open_price_version(
            price_list=price_list,
            kind=VersionKind.IMPORT,
            source_name=batch.file.name,
            report=report,
            by=by,
            at=at,
        )
        apply_price_changes(
            version=version,
            source=source,
            facts=facts,
            new=report["new"],
            changed=report["up"] + report["down"],
            removed=report["removed"],
        )
        announce(prices_published, version_id=version.pk)
    ImportBatch.objects.filter(pk=batch.pk).update(state=ImportState.PUBLISHED, version=version, error="")
    return version


def _counts(batch: ImportBatch, source: str, facts: dict[str, Any]) -> dict[str, int]:
    """How many prices come, rise, fall and go; the report has just counted a comparison of this session."""
    if source == _OF_SESSION and facts["brands"] is None:
        removed = batch.report["missing"] if "missing" in facts["verdicts"] else 0
        return {**{verdict: batch.report[verdict] for verdict in ("new", "up", "down")}, "removed": removed}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS.format(source=source), facts)
        return dict(zip(("new", "up", "down", "removed"), cursor.fetchone(), strict=True))
