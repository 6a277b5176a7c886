"""Two SQL expressions and the pure module must name one price: random lists, rules, floors and quantities."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from catalog.models import Brand, Category, Price, PriceFloor, PriceList, PriceRule, Rate, SearchRow
from catalog.narrowing import Narrowing
from catalog.queries.chosen_price import chosen_price, line_gross, price_parameters
from catalog.queries.hit_set import hit_set
from catalog.queries.narrowed import narrowed
from catalog.queries.prices import price_lines
from orders.actions.change_cart_line import change_cart_line
from orders.queries.cart import cart_page, cart_summary
from tests.factories import make_actor, make_price, make_product, make_stock, make_tier

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PRODUCTS, BRANDS, CATEGORIES = 3, 2, 3

percents = st.decimals("-60", "60", places=2)
amounts = st.just(Decimal(0)) | st.decimals("-500", "500", places=4)
quantities = st.integers(1, 60)
prices = st.just(Decimal(0)) | st.decimals("0.0001", "9999.9999", places=4)
numbers = st.integers(0, PRODUCTS - 1)
ladder = st.dictionaries(st.just(1) | quantities, prices, min_size=1, max_size=3)
ladders = st.dictionaries(numbers, ladder, min_size=1, max_size=PRODUCTS)
subjects = st.tuples(st.none() | st.integers(0, BRANDS - 1), st.none() | st.integers(0, CATEGORIES - 1))
formulas = st.fixed_dictionaries(
    {
        "percent": percents,
        "amount": amounts,
        "rounding_step": st.none() | st.sampled_from(["0.01", "0.03", "0.1", "0.7", "1", "10", "50"]).map(Decimal),
        "rounding": st.sampled_from(["nearest", "up", "down"]),
        "margin_floor": st.none() | st.just(Decimal(10)),
    }
)
floors = st.dictionaries(numbers, st.decimals("0", "5000", places=4), min_size=1, max_size=PRODUCTS)
rules = st.dictionaries(subjects.filter(lambda both: both != (None, None)), st.tuples(percents, amounts))
sources = st.fixed_dictionaries(
    {"currency": st.sampled_from(["RUB", "USD", "CNY"]), "is_gross": st.booleans(), "rows": ladders}
)
lists = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["base", "contract", "promotion"]),
        "is_gross": st.booleans(),
        "currency": st.sampled_from(["RUB", "USD", "CNY"]),
        "source": st.none() | st.integers(0, 1),
        "formula": formulas,
        "rules": rules,
        "floors": floors,
        "rows": ladders,
        "equal_priority": st.booleans(),
    }
)


class ChosenPriceTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.actor = make_actor()
        root = Category.objects.create(name="Root")
        section = Category.objects.create(name="Section", parent=root)
        cls.categories = [root, section, Category.objects.create(name="Leaf", parent=section)]
        cls.brands = [Brand.objects.create(name=f"Brand {number}") for number in range(BRANDS)]
        rates = [None, Decimal("0.10"), Decimal("0.22")]
        cls.products = [make_product(vat_rate=rate, brand=f"Brand {n % BRANDS}") for n, rate in enumerate(rates)]
        for product, category in zip(cls.products, cls.categories, strict=True):
            product.category = category
            product.save()
        Rate.objects.create(currency="USD", valid_from_on="2020-01-01", roubles="81.2345")
        Rate.objects.create(
            currency="CNY", valid_from_on="2020-01-01", roubles="0.2345"
        )  # rounds the least price to nothing

    @settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(sources, min_size=2, max_size=2), st.lists(lists, min_size=1, max_size=4), st.tuples(*[quantities] * 3)
    )
    def test_sql_and_pure_module_agree_to_the_kopeck(self, said_sources, said_lists, wanted):
        other = make_tier("other")
        made = [
            self.make_list(f"source-{n}", kind="base", tier=other, priority=n, **one)
            for n, one in enumerate(said_sources)
        ]
        for number, one in enumerate(said_lists):
            self.make_computed(number, made, dict(one))
        asked = {product.pk: quantity for product, quantity in zip(self.products, wanted, strict=True)}
        lines = price_lines(self.actor.company, asked, NOW)
        assert self.in_sql(asked) == {
            pk: (line.row.is_gross, line.unit_gross if line.row.is_gross else line.unit_net, line.amounts.gross)
            for pk, line in lines.items()
        }
        assert self.of_rows(asked) == {pk: lines[pk].unit_gross if pk in lines else None for pk in asked}

    def of_rows(self, asked):
        """The prices of the same quantities as the SQL for many search rows says them."""
        for pk, quantity in asked.items():
            SearchRow.objects.filter(pk=pk).update(smallest_order=quantity)
        shown = narrowed(self.actor, hit_set(self.actor, ""), Narrowing(), NOW)
        return dict(shown.fetch(f"SELECT row.product_id, priced.unit_gross FROM {shown.source(is_priced=True)}"))

    def make_computed(self, number, sources, said):
        computed, source = said.pop("formula"), said.pop("source")
        said_rules, said_floors, equal = said.pop("rules"), said.pop("floors"), said.pop("equal_priority")
        # only promotions may stand side by side with one priority
        priority = 0 if equal and said["kind"] == "promotion" else number
        own = self.make_list(
            ("b-list", "B_list", "a-list", "list")[number],
            tier=self.actor.company.tier,
            priority=priority,
            **said,
            **({"source": sources[source], **computed} if source is not None else {}),
        )
        for (brand, category), (percent, amount) in said_rules.items():
            PriceRule.objects.create(
                price_list=own,
                brand=self.brands[brand] if brand is not None else None,
                category=self.categories[category] if category is not None else None,
                percent=percent,
                amount=amount,
            )
        PriceFloor.objects.bulk_create(
            PriceFloor(price_list=own, product=self.products[n], unit_price=lowest) for n, lowest in said_floors.items()
        )

    def make_list(self, code, *, rows, tier, **fields):
        fields["tier"] = tier if fields["kind"] == "base" else None
        made = PriceList.objects.create(code=code, name=code, valid_from="2020-01-01T00:00:00Z", **fields)
        if made.kind != "base":
            made.companies.add(self.actor.company)
        Price.objects.bulk_create(
            Price(price_list=made, product=self.products[n], quantity=start, unit_price=unit_price)
            for n, ladder in rows.items()
            for start, unit_price in ladder.items()
        )
        return made

    def in_sql(self, asked):
        sql = f"""
            SELECT product.id, chosen.is_gross, chosen.own, {line_gross("asked.quantity", "product.vat_rate")}
              FROM unnest(%(products)s::bigint[], %(quantities)s::int[]) AS asked (product_id, quantity)
              JOIN catalog_product AS product ON product.id = asked.product_id
             CROSS JOIN LATERAL ({chosen_price("asked.product_id", "asked.quantity")}) AS chosen
        """
        lines = {"products": list(asked), "quantities": list(asked.values())}
        with connection.cursor() as cursor:
            cursor.execute(sql, {**price_parameters(self.actor.company, NOW), **lines})
            return {pk: (is_gross, own, gross) for pk, is_gross, own, gross in cursor.fetchall()}


@pytest.mark.django_db
def test_cart_summary_is_the_sum_of_the_page(now):
    actor = make_actor()
    for number in range(3):
        product = make_product()
        make_price(product, f"{number}.3333")
        make_stock(product)
        change_cart_line(product=product, quantity=3, by=actor, at=now)
    assert cart_summary(actor).gross == cart_page(actor, now).totals.amounts.gross == Decimal("12.00")


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
