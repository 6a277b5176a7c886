"""What a version of a price list did to the prices that companies pay: before it and after it, by their own lists.

Nobody is told of a price that is not his: both sides are chosen and computed as on any page, from the lists in force at
the moment of publishing, with the version's list once as it was and once as it became.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from accounts.models import Company
from catalog.enums import PriceListKind
from catalog.models import PriceChange, PriceList, PriceListCompany, PriceListVersion, Product
from catalog.queries.prices import ActiveList, Goods, goods_in, lists_in_force, priced_in, ranked


@dataclass(frozen=True)
class Repriced:
    """Unit prices with VAT; None where there is no price."""

    was: Decimal | None
    becomes: Decimal | None


def payers_of(version: PriceListVersion) -> list[int]:
    """Keys of companies that may pay by the version's list, or by one computed from it, at that moment. 2 queries."""
    lists = list(
        lists_in_force(Q(pk=version.price_list_id) | Q(source=version.price_list_id), version.published_at).values_list(
            "pk", "kind", "tier_id"
        )
    )
    named = [pk for pk, kind, _tier in lists if kind != PriceListKind.BASE]
    tiers = {tier for _pk, kind, tier in lists if kind == PriceListKind.BASE}
    served = PriceListCompany.objects.filter(price_list__in=named).values("company")
    payers = Company.objects.filter(Q(tier__in=tiers) | Q(pk__in=served))
    return list(payers.order_by("pk").values_list("pk", flat=True))


def own_lists(company: Company) -> list[tuple[int, int]]:
    """Keys of the company's lists, in force or not, each with that of the list whose rows it reads. One query."""
    named = PriceListCompany.objects.filter(price_list=OuterRef("pk"), company=company)
    own = PriceList.objects.filter(Q(kind=PriceListKind.BASE, tier=company.tier_id) | Q(Exists(named)))
    return list(own.values_list("pk", Coalesce("source", "pk")).order_by("pk"))


def repriced(
    version: PriceListVersion, wanted: Mapping[Company, Mapping[int, int]]
) -> dict[Company, dict[int, Repriced]]:
    """What each company paid for so many of each product before the version, and what after; products without a price
    on either side are absent. 4 queries, one more if some have no price now, however many companies and products.
    """
    own = _own_lists(wanted, version.published_at)
    ids = {product_id for products in wanted.values() for product_id in products}
    goods = goods_in(list({one.pk: one for lists in own.values() for one in lists}.values()), ids)
    _add_bare(goods, ids)
    changes = _changes(version, ids)
    _undo(goods, version, (change for change in changes if change["version__number"] > version.number))
    after = _unit_prices(own, goods, wanted)
    _undo(goods, version, (change for change in changes if change["version__number"] == version.number))
    before = _unit_prices(own, goods, wanted)
    return {
        company: {pk: Repriced(was.get(pk), now.get(pk)) for pk in was.keys() | now.keys()}
        for company in wanted
        for was, now in [(before[company], after[company])]
    }


def prices_of(wanted: Mapping[Company, Mapping[int, int]], at: datetime) -> dict[Company, dict[int, Decimal]]:
    """Unit prices with VAT that each company pays for so many of each product; those without a price are absent.

    3 queries, however many companies and products.
    """
    own = _own_lists(wanted, at)
    ids = {product_id for products in wanted.values() for product_id in products}
    goods = goods_in(list({one.pk: one for lists in own.values() for one in lists}.values()), ids)
    return _unit_prices(own, goods, wanted)


def _own_lists(companies: Iterable[Company], at: datetime) -> dict[Company, tuple[ActiveList, ...]]:
    """Each company's lists at a moment, best first. 2 queries."""
    named: dict[int, set[int]] = defaultdict(set)
    served = PriceListCompany.objects.filter(company__in=list(companies))
    for company_id, list_id in served.values_list("company_id", "price_list_id"):
        named[company_id].add(list_id)
    ids = {pk for lists in named.values() for pk in lists}
    whose = Q(kind=PriceListKind.BASE, tier__in={company.tier_id for company in companies}) | Q(pk__in=ids)
    lists = list(lists_in_force(whose, at))
    return {company: ranked(one for one in lists if _is_own(one, company, named[company.pk])) for company in companies}


def _is_own(price_list: Any, company: Company, named: set[int]) -> bool:
    if price_list.kind == PriceListKind.BASE:
        return bool(price_list.tier_id == company.tier_id)
    return price_list.pk in named


def _add_bare(goods: dict[int, Goods], ids: Iterable[int]) -> None:
    """Products that no list prices any more: what the version took away is put back into them. One query."""
    bare = Product.objects.filter(pk__in=set(ids) - goods.keys())
    for pk, vat_rate, brand, lineage in bare.values_list("pk", "vat_rate", "brand_id", "category__lineage"):
        goods[pk] = Goods(vat_rate, brand, lineage)


def _changes(version: PriceListVersion, ids: Iterable[int]) -> list[Any]:
    """What this version and later ones of its list did to products, the latest first. One query."""
    since = PriceChange.objects.filter(
        version__price_list=version.price_list_id, version__number__gte=version.number, product__in=list(ids)
    )
    return list(since.order_by("-version__number").values("version__number", "product_id", "quantity", "was"))


def _undo(goods: Mapping[int, Goods], version: PriceListVersion, changes: Iterator[Any]) -> None:
    """Brings the rows of the version's list back to what they were before the changes."""
    list_id = version.price_list_id
    for change in changes:
        rows = goods[change["product_id"]].rows if change["product_id"] in goods else {}
        kept = [row for row in rows.get(list_id, []) if row[0] != change["quantity"]]
        if change["was"] is not None:
            kept.append((change["quantity"], change["was"]))
        rows[list_id] = kept


def _unit_prices(
    own: Mapping[Company, tuple[ActiveList, ...]],
    goods: Mapping[int, Goods],
    wanted: Mapping[Company, Mapping[int, int]],
) -> dict[Company, dict[int, Decimal]]:
    found = {}
    for company, products in wanted.items():
        lines = priced_in(own[company], {pk: goods[pk] for pk in products if pk in goods}, products)
        found[company] = {pk: line.unit_gross for pk, line in lines.items()}
    return found
