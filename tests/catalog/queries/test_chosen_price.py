"""The SQL expression and the pure module must name one price: random lists, rows and quantities, both ways."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from catalog.queries.prices import lists_for, price_lines, recommended_prices
from orders.actions.change_cart_line import change_cart_line
from orders.queries.cart import cart_page, cart_summary
from tests.factories import make_actor, make_price, make_price_list, make_product, make_rate, make_stock, make_tier

prices = st.decimals("0.0001", "99999.9999", places=4)
quantities = st.integers(1, 500)
rates = st.sampled_from([None, Decimal("0"), Decimal("0.10"), Decimal("0.22")])
percents = st.decimals("-50", "50", places=2)


class ChosenPriceTest(TestCase):
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        rows=st.dictionaries(quantities, prices, min_size=1, max_size=4),
        quantity=quantities,
        vat_rate=rates,
        is_gross=st.booleans(),
        percent=st.none() | percents,
        dollar=st.none() | st.decimals("1", "120", places=4),
        contract=st.none() | prices,
    )
    def test_sql_and_pure_module_agree_to_the_kopeck(
        self, rows, quantity, vat_rate, is_gross, percent, dollar, contract
    ):
        actor = make_actor()
        tier, base_tier = actor.company.tier, make_tier("base-tier")
        if dollar:
            make_rate("USD", str(dollar))
        own = make_price_list(
            "rows", tier=tier if percent is None else base_tier, is_gross=is_gross, currency="USD" if dollar else "RUB"
        )
        if percent is not None:
            make_price_list("computed", tier=tier, source=own, percent=percent)
        product = make_product(vat_rate=vat_rate)
        for start, unit_price in rows.items():
            make_price(product, unit_price, quantity=start, price_list=own)
        if contract is not None:
            agreed = make_price_list("agreed", kind="contract", is_gross=is_gross)
            agreed.companies.add(actor.company)
            make_price(product, contract, price_list=agreed)
        change_cart_line(product=product, quantity=quantity, by=actor, at=timezone.now())
        page = cart_page(actor, timezone.now())
        assert cart_summary(actor).gross == page.totals.amounts.gross


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
def test_cart_summary_is_one_query(now, django_assert_num_queries):
    actor = make_actor()
    for _ in range(3):
        product = make_product()
        make_price(product, "10")
        make_stock(product)
        change_cart_line(product=product, quantity=2, by=actor, at=now)
    with django_assert_num_queries(1):
        summary = cart_summary(actor)
    assert (summary.lines, summary.gross) == (3, Decimal("60.00"))
