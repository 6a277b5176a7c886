"""What a comparison would do to whoever pays by its list: the prices of goods they hold, before and after."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import Company
from catalog.enums import PriceListKind, Verdict
from catalog.models import ImportBatch, ImportRow, PriceList, PriceListCompany, Product
from catalog.pricing import PricedLine
from catalog.queries.prices import ActiveList, Goods, goods_in, lists_in_force, priced_in, ranked

CHANGING = (Verdict.NEW, Verdict.UP, Verdict.DOWN)


@dataclass(frozen=True)
class Holding:
    """Goods that somebody of a company holds, with their quantities."""

    company: Company
    products: Mapping[int, Product]
    wanted: Mapping[int, int]


@dataclass(frozen=True)
class BeforeAndAfter:
    """The same goods priced now and as the file would have it; what has no price is absent."""

    before: Mapping[int, PricedLine]
    after: Mapping[int, PricedLine]


def batch_by_uid(uid: UUID) -> ImportBatch | None:
    """The file by its uid, with its list. One query."""
    return ImportBatch.objects.select_related("price_list", "file").filter(uid=uid).first()


def changed_products(batch: ImportBatch) -> QuerySet[Any]:
    """The ids of products whose price the file would change; no query yet."""
    rows = ImportRow.objects.filter(batch_id=batch.pk, verdict__in=CHANGING, product_id__isnull=False)
    return rows.values("product_id")


def companies_paying_by(price_list: PriceList) -> QuerySet[Company]:
    """Whoever pays by the list or by one computed from it; no query yet."""
    lists = PriceList.objects.filter(Q(pk=price_list.pk) | Q(source=price_list))
    tiers = lists.filter(kind=PriceListKind.BASE).values("tier")
    named = PriceListCompany.objects.filter(price_list__in=lists).values("company")
    return Company.objects.filter(Q(tier__in=tiers) | Q(pk__in=named))


def before_and_after(batch: ImportBatch, holdings: Sequence[Holding], at: datetime) -> list[BeforeAndAfter]:
    """Prices the goods of each holding twice. 4 queries, however many there are."""
    lists = _lists_of({one.company for one in holdings}, at)
    products = {pk: product for one in holdings for pk, product in one.products.items()}
    before = goods_in(list({active.pk: active for own in lists.values() for active in own}.values()), products)
    after = _as_the_file_says(batch, before, products)
    return [
        BeforeAndAfter(
            _of(lists[one.company.pk], before, one.wanted),
            _of(lists[one.company.pk], after, one.wanted),
        )
        for one in holdings
    ]


def _of(lists: Sequence[ActiveList], goods: Mapping[int, Goods], wanted: Mapping[int, int]) -> dict[int, PricedLine]:
    return priced_in(lists, {pk: goods[pk] for pk in wanted if pk in goods}, wanted)


def _lists_of(companies: Iterable[Company], at: datetime) -> dict[int, tuple[ActiveList, ...]]:
    """The lists in force of each company, in the order in which they are asked. 2 queries."""
    companies = list(companies)
    named: dict[int, set[int]] = defaultdict(set)
    for list_id, company_id in PriceListCompany.objects.filter(company__in=companies).values_list(
        "price_list_id", "company_id"
    ):
        named[company_id].add(list_id)
    tiers = {company.tier_id for company in companies}
    ids = {one for own in named.values() for one in own}
    lists = list(lists_in_force(Q(kind=PriceListKind.BASE, tier__in=tiers) | Q(pk__in=ids), at))
    return {
        company.pk: ranked(
            one
            for one in lists
            if (one.tier_id == company.tier_id if one.kind == PriceListKind.BASE else one.pk in named[company.pk])
        )
        for company in companies
    }


def _as_the_file_says(
    batch: ImportBatch, before: Mapping[int, Goods], products: Mapping[int, Product]
) -> dict[int, Goods]:
    """The goods with the rows of the file in its list. One query."""
    rows = ImportRow.objects.filter(batch_id=batch.pk, verdict__in=CHANGING, product_id__in=list(products))
    becomes: dict[int, dict[int, Any]] = defaultdict(dict)
    for product_id, quantity, price in rows.values_list("product_id", "quantity", "becomes"):
        becomes[product_id or 0][quantity or 1] = price
    after = dict(before)
    list_id = batch.price_list_id or 0
    for product_id, prices in becomes.items():
        goods = after.get(product_id) or _unpriced(products[product_id])
        changed = copy(goods)
        changed.rows = {**goods.rows, list_id: list({**dict(goods.rows.get(list_id, [])), **prices}.items())}
        after[product_id] = changed
    return after


def _unpriced(product: Product) -> Goods:
    """A product that no list of theirs holds yet."""
    return Goods(product.vat_rate, product.brand_id, product.category.lineage)
