"""Open an import."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import Company
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.models import File
from catalog.actions.set_prices import ListIsComputed
from catalog.enums import ImportKind
from catalog.models import ImportBatch, ImportProfile, PriceList, Warehouse


class TargetMissing(RuleBroken):
    """An import of this kind needs to know where its rows go. Facts: field."""

    message = _("Choose the %(field)s that this file is for.")
    code = "target_missing"


def open_import(
    *,
    kind: ImportKind,
    file: File,
    layout: dict[str, Any],
    price_list: PriceList | None = None,
    warehouse: Warehouse | None = None,
    company: Company | None = None,
    profile: ImportProfile | None = None,
    by: Actor,
    at: datetime,
) -> ImportBatch:
    """Writes down a sent file and how it will be read; nothing is read yet. `layout` is Layout.as_json().

    Raises StaffOnly, TargetMissing and, for a list without rows of its own, ListIsComputed.
    """
    require_staff(by)
    if kind == ImportKind.PRICES and price_list is None:
        raise TargetMissing(field=_("price list"))
    if kind == ImportKind.OWN_CODES and company is None:
        raise TargetMissing(field=_("company"))
    if price_list and price_list.source_id:
        raise ListIsComputed(price_list=price_list.code, source=str(price_list.source))
    with change(by, at):
        return ImportBatch.objects.create(
            kind=kind,
            file=file,
            layout=layout,
            price_list=price_list,
            warehouse=warehouse,
            company=company,
            profile=profile,
            author_uid=by.user_uid,
        )
