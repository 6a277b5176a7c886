"""What a company paid for a product before the last change of its price, while that is news."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef

from accounts.enums import TierMoveKind
from accounts.models import Company, TierMove
from catalog.models import PriceChange, PriceList, PriceListCompany, PriceListVersion, PriceRule, Product
from catalog.queries.repriced import own_lists, repriced

NEWS_FOR = timedelta(days=30)
_SAVED = ("insert", "update", "delete")  # labels of the audit trail that tell of a save


@dataclass(frozen=True)
class FormerPrice:
    """The company's own price of a unit with VAT until a moment, and by how much it changed, as a fraction."""

    unit_gross: Decimal
    until_at: datetime
    rate: Decimal


def former_price(
    company: Company, product: Product, quantity: int, unit_gross: Decimal, at: datetime
) -> FormerPrice | None:
    """What so many cost the company before `unit_gross`, if a version of the last 30 days changed it; by its own lists.

    None also where the terms of its lists or its tier changed after that version: nobody paid what the old rows would
    cost by new terms. 2 queries without such a version, at most 9 with one.
    """
    lists = dict(own_lists(company))
    version = _last_version(product, set(lists.values()), at)
    if version is None or _has_other_terms(company, {*lists, *lists.values()}, version.published_at):
        return None
    found = repriced(version, {company: {product.pk: quantity}})[company].get(product.pk)
    if found is None or not found.was or found.becomes != unit_gross or found.was == unit_gross:
        return None
    return FormerPrice(found.was, version.published_at, unit_gross / found.was - 1)


def _last_version(product: Product, rows_of: set[int], at: datetime) -> PriceListVersion | None:
    """The newest one that changed the product in lists that the company's prices are made of. One query."""
    changes = PriceChange.objects.filter(version=OuterRef("pk"), product=product)
    recent = PriceListVersion.objects.filter(price_list__in=rows_of, published_at__gt=at - NEWS_FOR)
    return recent.filter(Exists(changes), published_at__lte=at).order_by("-published_at", "-pk").first()


def _has_other_terms(company: Company, list_ids: set[int], since: datetime) -> bool:
    """Whether a list of the company, a rule or a place in one, or its tier was changed. At most 4 queries."""
    saved: dict[str, Any] = {"pgh_created_at__gt": since, "pgh_label__in": _SAVED}
    return (
        _events(PriceList).filter(pgh_obj_id__in=list_ids, **saved).exists()
        or _events(PriceRule).filter(price_list_id__in=list_ids, **saved).exists()
        or _events(PriceListCompany).filter(company_id=company.pk, **saved).exists()
        or TierMove.objects.filter(company=company, moved_at__gt=since).exclude(kind=TierMoveKind.WARNED).exists()
    )


def _events(model: Any) -> Any:
    return model.pgh_event_model.objects
