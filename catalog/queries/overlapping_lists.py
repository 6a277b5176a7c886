"""Which price lists stand where another one wants to: the kind words for what exclusion constraints refuse."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.models import Tier
from catalog.enums import PriceListKind
from catalog.models import PriceList, PriceListCompany


@dataclass(frozen=True)
class Stand:
    """Where a list stands or wants to: with which priority from when until when; `pk` is its own."""

    pk: int | None
    priority: int
    valid_from: datetime
    valid_until: datetime | None


def base_list_in_the_way(tier: Tier, wanted: Stand) -> PriceList | None:
    """Another base list of the tier with the same priority at the same time. One query."""
    lists = PriceList.objects.filter(_meets(wanted), kind=PriceListKind.BASE, tier=tier)
    others = lists.exclude(pk=wanted.pk) if wanted.pk else lists
    return others.order_by("valid_from").first()


def contract_list_in_the_way(company_ids: Iterable[int], wanted: Stand) -> PriceListCompany | None:
    """Another contract list of one of the companies with the same priority at the same time. One query."""
    served = PriceListCompany.objects.filter(
        _meets(wanted, "price_list__"), price_list__kind=PriceListKind.CONTRACT, company__in=list(company_ids)
    )
    found = served.exclude(price_list=wanted.pk) if wanted.pk else served
    return found.select_related("price_list", "company").order_by("price_list__valid_from", "pk").first()


def _meets(wanted: Stand, path: str = "") -> Q:
    """Lists of the same priority whose half-open validity meets that of `wanted`."""
    still = Q(**{f"{path}valid_until__isnull": True}) | Q(**{f"{path}valid_until__gt": wanted.valid_from})
    same = Q(**{f"{path}priority": wanted.priority}) & still
    return same & Q(**{f"{path}valid_from__lt": wanted.valid_until}) if wanted.valid_until else same
