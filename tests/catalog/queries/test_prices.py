"""Which list prices a product, and by which of its rules."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from catalog.models import Category, PriceFloor, PriceRule
from catalog.queries.prices import lists_for, price_lines, recommended_prices, shown_prices
from tests.factories import make_actor, make_price, make_price_list, make_product, make_rate, make_tier


@pytest.fixture
def computed(buyer):
    """The list of the buyer's tier, ten percent below a base list."""
    base = make_price_list("base")
    return make_price_list("computed", tier=buyer.company.tier, source=base, percent=Decimal(-10))


def unit_gross(buyer, product, at):
    return price_lines(buyer.company, {product.pk: 1}, at)[product.pk].unit_gross


@pytest.mark.django_db
def test_price_lines_takes_the_contract_list_before_the_tier(now):
    actor = make_actor()
    product = make_product()
    make_price(product, "100")
    agreed = make_price_list("agreed", kind="contract")
    agreed.companies.add(actor.company)
    make_price(product, "90", price_list=agreed, quantity=10)
    one, ten = (price_lines(actor.company, {product.pk: n}, now)[product.pk].unit_gross for n in (1, 10))
    assert (one, ten) == (Decimal("100.0000"), Decimal("90.0000"))


@pytest.mark.django_db
def test_price_lines_never_uses_the_contract_of_another_company(now):
    actor, other = make_actor(), make_actor()
    product = make_product()
    agreed = make_price_list("agreed", kind="contract")
    agreed.companies.add(other.company)
    make_price(product, "1", price_list=agreed)
    assert price_lines(actor.company, {product.pk: 1}, now) == {}


@pytest.mark.django_db
def test_lists_for_leaves_out_lists_out_of_time_and_without_a_rate(now):
    actor = make_actor()
    tier = actor.company.tier
    make_price_list("over", tier=tier, valid_from=now - timedelta(days=2), valid_until=now)
    make_price_list("later", tier=tier, valid_from=now + timedelta(days=1), priority=1)
    make_price_list("yuan", tier=tier, currency="CNY", priority=2)
    assert lists_for(actor.company, now) == ()


@pytest.mark.django_db
def test_lists_for_takes_the_rate_of_the_day_in_moscow():
    actor = make_actor()
    make_price_list("usd", tier=actor.company.tier, currency="USD")
    make_rate("USD", "90", "2026-11-01")
    make_rate("USD", "95", "2026-11-24")
    late_evening_in_london = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
    assert lists_for(actor.company, late_evening_in_london)[0].rate == Decimal("95")


@pytest.mark.django_db
def test_price_lines_costs_the_same_for_one_and_three_products(now, django_assert_num_queries):
    actor = make_actor()
    products = [make_product() for _ in range(3)]
    for product in products:
        make_price(product)
    with django_assert_num_queries(2):
        price_lines(actor.company, {products[0].pk: 1}, now)
    with django_assert_num_queries(2):
        assert len(price_lines(actor.company, {product.pk: 1 for product in products}, now)) == 3


@pytest.mark.django_db
def test_recommended_prices_come_from_the_recommended_tier(now):
    product = make_product()
    make_price(product, "130", price_list=make_price_list("rrc", tier=make_tier("rrc", is_recommended=True)))
    assert recommended_prices([product.pk], now) == {product.pk: Decimal("130.0000")}


@pytest.mark.django_db
def test_price_lines_takes_the_rule_of_the_brand_before_that_of_the_section(buyer, computed, now):
    own, other = make_product(brand="HP"), make_product(brand="Canon")
    for product in (own, other):
        make_price(product, "100", price_list=computed.source)
    PriceRule.objects.create(price_list=computed, brand=own.brand, percent=Decimal(-20))
    PriceRule.objects.create(price_list=computed, category=own.category, percent=Decimal(-30), amount=Decimal("1.5"))
    assert [unit_gross(buyer, product, now) for product in (own, other)] == [Decimal(80), Decimal("71.5")]


@pytest.mark.django_db
def test_price_lines_takes_the_rule_of_the_deeper_section_for_all_below(buyer, computed, now):
    root = Category.objects.create(name="Root")
    section = Category.objects.create(name="Section", parent=root)
    product = make_product()
    product.category = Category.objects.create(name="Leaf", parent=section)
    product.save()
    make_price(product, "100", price_list=computed.source)
    PriceRule.objects.create(price_list=computed, category=root, percent=Decimal(-20))
    PriceRule.objects.create(price_list=computed, category=section, percent=Decimal(-30))
    assert unit_gross(buyer, product, now) == Decimal(70)


@pytest.mark.django_db
def test_price_lines_keeps_the_floor_of_the_list_that_has_one(buyer, computed, now):
    product = make_product()
    make_price(product, "100", price_list=computed.source)
    PriceFloor.objects.create(price_list=computed, product=product, unit_price=Decimal("95.5"))
    assert unit_gross(buyer, product, now) == Decimal(90)
    computed.margin_floor = Decimal(5)
    computed.save()
    assert unit_gross(buyer, product, now) == Decimal("95.5")


@pytest.mark.django_db
def test_price_lines_passes_over_a_list_whose_price_is_not_above_zero(buyer, computed, now):
    product = make_product()
    make_price(product, "100", price_list=computed.source)
    agreed = make_price_list("agreed", kind="contract", source=computed.source, amount=Decimal(-100))
    agreed.companies.add(buyer.company)
    assert unit_gross(buyer, product, now) == Decimal(90)
    computed.amount = Decimal(-90)
    computed.save()
    assert price_lines(buyer.company, {product.pk: 1}, now) == {}


@pytest.mark.django_db
def test_shown_prices_with_rules_and_floors_is_two_queries(buyer, computed, now, django_assert_num_queries):
    computed.margin_floor = Decimal(5)
    computed.save()
    products = [make_product() for _ in range(3)]
    for product in products:
        make_price(product, "100", price_list=computed.source)
        PriceFloor.objects.create(price_list=computed, product=product, unit_price=Decimal(95))
    PriceRule.objects.create(price_list=computed, brand=products[0].brand, percent=Decimal(-20))
    for wanted in (products[:1], products):
        with django_assert_num_queries(2):
            shown = shown_prices(buyer.company, {product.pk: 1 for product in wanted}, now)
        assert {line.unit_gross for line in shown.lines.values()} == {Decimal(95)}
