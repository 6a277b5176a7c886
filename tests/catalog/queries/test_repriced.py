"""What a version did to the prices that companies pay: each by its own lists, nobody by another's."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from accounts.actors import SYSTEM
from accounts.models import Company
from catalog.actions.open_price_version import open_price_version
from catalog.actions.set_prices import NewPrice, set_prices
from catalog.enums import PriceListKind, VersionKind
from catalog.models import Price, PriceChange, PriceList, PriceListVersion, Product
from catalog.queries.prices import price_lines
from catalog.queries.repriced import Repriced, payers_of, repriced
from tests.factories import make_company, make_price, make_price_list, make_product, make_rate, make_tier

pytestmark = pytest.mark.django_db


def publish(price_list: PriceList, now: datetime, prices: dict[Product, str], quantity: int = 1) -> PriceListVersion:
    """A version with these prices, published now."""
    rows = [NewPrice(product, quantity, Decimal(price)) for product, price in prices.items()]
    set_prices(price_list=price_list, prices=rows, by=SYSTEM, at=now)
    return PriceListVersion.objects.filter(price_list=price_list).latest("number")


def changed(company: Company, version: PriceListVersion, products: list[Product], quantity: int = 1) -> list[Repriced]:
    found = repriced(version, {company: {product.pk: quantity for product in products}})[company]
    return [found[product.pk] for product in products]


def test_repriced_tells_both_sides_by_a_computed_list(now: datetime) -> None:
    product, base = make_product(), make_price_list()
    make_price(product, "100")
    make_price_list("opt-2", source=base, percent=-5)
    company = make_company(tier=make_tier("opt-2"))
    version = publish(base, now, {product: "110"})
    assert changed(company, version, [product]) == [Repriced(Decimal("95"), Decimal("104.5"))]


def test_repriced_of_who_pays_by_a_contract_is_no_change(now: datetime) -> None:
    product = make_product()
    make_price(product, "100")
    company = make_company()
    contract = make_price_list("contract", kind=PriceListKind.CONTRACT)
    contract.companies.add(company)
    make_price(product, "70", price_list=contract)
    version = publish(make_price_list(), now, {product: "110"})
    assert changed(company, version, [product]) == [Repriced(Decimal("70"), Decimal("70"))]
    (other,) = changed(make_company(), version, [product])
    assert other == Repriced(Decimal("100"), Decimal("110"))  # the contract of another is nobody's price


def test_repriced_knows_a_new_price_and_a_lost_one(now: datetime) -> None:
    new, lost, base = make_product(), make_product(), make_price_list()
    make_price(lost, "50")
    company = make_company()
    version = publish(base, now, {new: "10"})
    Price.objects.filter(product=lost).delete()
    PriceChange.objects.create(version=version, product=lost, quantity=1, was=Decimal(50), becomes=None)
    assert changed(company, version, [new, lost]) == [Repriced(None, Decimal(10)), Repriced(Decimal(50), None)]


def test_repriced_looks_at_the_break_that_the_quantity_reaches(now: datetime) -> None:
    product, base = make_product(), make_price_list()
    make_price(product, "100")
    version = publish(base, now, {product: "90"}, quantity=10)
    company = make_company()
    assert changed(company, version, [product], 9) == [Repriced(Decimal(100), Decimal(100))]
    assert changed(company, version, [product], 10) == [Repriced(Decimal(100), Decimal(90))]


def test_repriced_of_an_older_version_undoes_the_newer_ones(now: datetime) -> None:
    product, base, company = make_product(), make_price_list(), make_company()
    make_price(product, "100")
    first = publish(base, now, {product: "110"})
    second = publish(base, now + timedelta(days=1), {product: "121"})
    assert changed(company, first, [product]) == [Repriced(Decimal(100), Decimal(110))]
    assert changed(company, second, [product]) == [Repriced(Decimal(110), Decimal(121))]


def test_repriced_agrees_with_the_page_on_a_dollar_list_without_vat(now: datetime) -> None:
    product = make_product()
    listed = make_price_list("usd", currency="USD", is_gross=False, tier=make_tier(), priority=10)
    make_rate("USD", "90")
    make_price(product, "10.05", price_list=listed)
    company = make_company()
    before = price_lines(company, {product.pk: 1}, now)[product.pk].unit_gross
    version = publish(listed, now, {product: "11.15"})
    after = price_lines(company, {product.pk: 1}, now)[product.pk].unit_gross
    assert changed(company, version, [product]) == [Repriced(before, after)]


def test_payers_of_are_those_of_the_tier_of_computed_lists_and_those_named(now: datetime) -> None:
    base = make_price_list()
    make_price_list("opt-2", source=base)
    contract = make_price_list("contract", kind=PriceListKind.CONTRACT, source=base)
    own, computed, named, _other = (
        make_company(),
        make_company(tier=make_tier("opt-2")),
        make_company(tier=make_tier("opt-3")),
        make_company(tier=make_tier("opt-4")),
    )
    contract.companies.add(named)
    version = open_price_version(price_list=base, kind=VersionKind.IMPORT, by=SYSTEM, at=now)
    assert payers_of(version) == [own.pk, computed.pk, named.pk]


@pytest.mark.parametrize("several", [1, 3])
def test_repriced_takes_four_queries(now: datetime, several: int, django_assert_num_queries: object) -> None:
    products = [make_product() for _one in range(several)]
    for product in products:
        make_price(product, "100")
    companies = [make_company() for _one in range(several)]
    version = publish(make_price_list(), now, dict.fromkeys(products, "110"))
    with django_assert_num_queries(4):
        found = repriced(version, {company: {one.pk: 1 for one in products} for company in companies})
    assert {one for of in found.values() for one in of.values()} == {Repriced(Decimal(100), Decimal(110))}
