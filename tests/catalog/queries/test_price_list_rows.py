"""The prices of files and of pages are one price: random lists of all kinds, both ways."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from catalog.actions.set_own_code import set_own_code
from catalog.models import Brand, Category, PriceFloor, PriceRule
from catalog.price_list_columns import Goods, PriceColumn
from catalog.queries.price_list_rows import (
    PriceListWish,
    chunks_of_rows,
    count_products,
    one_moment,
    price_list_rows,
    product_bounds,
)
from catalog.queries.prices import shown_prices
from tests.factories import (
    make_actor,
    make_company,
    make_price,
    make_price_list,
    make_product,
    make_rate,
    make_stock,
    make_tier,
)

prices = st.decimals("0", "9999.9999", places=4)
percents = st.decimals("-90", "90", places=2)
amounts = st.decimals("-50", "50", places=4)
steps = st.none() | st.sampled_from(["0.01", "0.03", "0.5", "1", "10"]).map(Decimal)
rules = st.fixed_dictionaries(
    {"percent": percents, "amount": amounts, "of": st.sampled_from(["brand", "above", "both"])}
)
terms = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["base", "contract", "promotion"]),
        "priority": st.integers(0, 3),
        "is_gross": st.booleans(),
        "currency": st.sampled_from(["RUB", "USD", "CNY"]),
        "rows": st.dictionaries(st.integers(1, 30), prices, min_size=1, max_size=4),
        "computed": st.none()
        | st.fixed_dictionaries(
            {
                "percent": percents,
                "amount": amounts,
                "rounding_step": steps,
                "rounding": st.sampled_from(["nearest", "up", "down"]),
                "floor": st.none() | prices,
                "rules": st.lists(rules, max_size=3, unique_by=lambda one: one["of"]),
            }
        ),
    }
)
COLUMNS = (PriceColumn.ARTICLE, PriceColumn.PRICE_GROSS, PriceColumn.PRICE_NET, PriceColumn.BREAKS)


def build_list(number, term, actor, product, root):
    """A list of the company with its rows, computed from a list of rows where told."""
    base = {"tier": actor.company.tier} if term["kind"] == "base" else {}
    sense = {"is_gross": term["is_gross"], "currency": term["currency"]}
    own = {"kind": term["kind"], "priority": 10 * number + term["priority"], **base}
    if not (computed := term["computed"]):
        rows = used = make_price_list(f"list-{number}", **sense, **own)
    else:
        rows = make_price_list(f"rows-{number}", tier=make_tier("nobody"), priority=number, **sense)
        said = {name: computed[name] for name in ("percent", "amount", "rounding_step", "rounding")}
        floor = {} if computed["floor"] is None else {"margin_floor": 5}
        used = make_price_list(f"list-{number}", source=rows, **said, **floor, **own)
        if floor:
            PriceFloor.objects.create(price_list=used, product=product, unit_price=computed["floor"])
        for rule in computed["rules"]:
            brand = None if rule["of"] == "above" else product.brand
            category = None if rule["of"] == "brand" else root
            PriceRule.objects.create(
                price_list=used, brand=brand, category=category, percent=rule["percent"], amount=rule["amount"]
            )
    for quantity, unit_price in term["rows"].items():
        make_price(product, unit_price, quantity=quantity, price_list=rows)
    if not base:
        used.companies.add(actor.company)


def breaks_of(line):
    smallest = line.row.quantity
    return smallest, [(step.quantity, step.unit_gross) for step in line.breaks]


class PriceListRowsTest(TestCase):
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        listed=st.lists(terms, min_size=1, max_size=4),
        vat_rate=st.sampled_from([None, Decimal("0"), Decimal("0.10"), Decimal("0.22")]),
        pack=st.integers(1, 4),
        minimum=st.integers(1, 12),
        dollar=st.none() | st.decimals("1", "120", places=4),
        is_recommended=st.booleans(),
    )
    def test_files_and_pages_agree_to_the_kopeck(self, listed, vat_rate, pack, minimum, dollar, is_recommended):
        actor, now = make_actor(), timezone.now()
        if is_recommended:
            actor.company.tier.__class__.objects.filter(pk=actor.company.tier_id).update(is_recommended=True)
        if dollar:
            make_rate("USD", str(dollar))
        root = Category.objects.create(name="Root")
        product = make_product(vat_rate=vat_rate, pack_multiple=pack, minimum_quantity=minimum)
        product.category = Category.objects.create(name="Below", parent=root)
        product.save()
        for number, term in enumerate(listed):
            build_list(number, term, actor, product, root)
        shown = shown_prices(actor.company, {product.pk: product.smallest_order}, now)
        wish = PriceListWish(actor.company, (*COLUMNS, PriceColumn.RECOMMENDED), now, has_words=False)
        found = price_list_rows(wish)
        line = shown.lines.get(product.pk)
        if line is None:
            assert found == []
            return
        [(article, gross, net, breaks, recommended)] = found
        assert (article, gross, net) == (product.article, line.unit_gross, line.unit_net)
        assert recommended == shown.recommended.get(product.pk)
        above = [(one.quantity, one.unit_gross) for one in line.breaks if one.quantity > product.smallest_order]
        assert [tuple(map(Decimal, step.split(": "))) for step in breaks.split("; ") if step] == above


@pytest.mark.django_db
def test_price_list_rows_fills_every_column(now):
    actor = make_actor()
    root = Category.objects.create(name="Ink")
    product = make_product("CF259X", minimum_quantity=5, pack_multiple=2)
    product.category = Category.objects.create(name="Laser", parent=root)
    product.save()
    make_price(product, "122")
    make_price(product, "118.3333", quantity=10)
    make_price(product, "150.5", price_list=make_price_list("rrc", tier=make_tier("rrc", is_recommended=True)))
    make_stock(product, 7)
    set_own_code(product=product, own_code="10-33", by=actor, at=now)
    with translation.override("en"):
        [row] = price_list_rows(PriceListWish(actor.company, tuple(PriceColumn.values), now))
    assert [str(cell) for cell in row] == [
        "CF259X",
        "HP",
        product.name,
        "10-33",
        "Ink / Laser",
        "pcs",
        "122.00",
        "100.00",
        "22",
        "10: 118.3333",
        "150.50",
        "7",
        "6",
        "2",
    ]


@pytest.mark.django_db
def test_price_list_rows_leaves_out_what_has_no_price_or_is_not_sold(now):
    actor = make_actor()
    priced, unpriced, gone = make_product("A1"), make_product("B1"), make_product("C1", is_on_sale=False)
    make_price(priced)
    make_price(gone)
    make_price(unpriced, price_list=make_price_list("theirs", kind="contract"))
    wish = PriceListWish(actor.company, (PriceColumn.ARTICLE, PriceColumn.PRICE_GROSS), now)
    assert price_list_rows(wish) == [("A1", Decimal("100.00"))]
    assert price_list_rows(wish, with_unpriced=True) == [("A1", Decimal("100.00")), ("B1", None)]


@pytest.mark.django_db
def test_price_list_rows_never_shows_codes_and_prices_of_another_company(now):
    actor, other = make_actor(), make_actor()
    product = make_product()
    make_price(product, "100")
    agreed = make_price_list("agreed", kind="contract")
    agreed.companies.add(other.company)
    make_price(product, "1", price_list=agreed)
    set_own_code(product=product, own_code="theirs", by=other, at=now)
    wish = PriceListWish(actor.company, (PriceColumn.OWN_CODE, PriceColumn.PRICE_GROSS), now)
    assert price_list_rows(wish) == [("", Decimal("100.00"))]


@pytest.mark.django_db
def test_goods_narrow_the_list_by_brand_section_words_and_article(now):
    company, root = make_company(), Category.objects.create(name="Ink")
    deep = make_product("CF259X", brand="HP", name="Тонер чёрный")
    deep.category = Category.objects.create(name="Laser", parent=root)
    deep.save()
    other = make_product("ZZ-1", brand="Canon", name="Бумага белая")
    canon = Brand.objects.get(name="Canon")
    for goods, expected in [
        (Goods(), 2),
        (Goods(brand=canon.pk), 1),
        (Goods(category=root.pk), 1),
        (Goods(words="бумаги"), 1),
        (Goods(words="cf-259"), 1),
        (Goods(words="zz1"), 1),
        (Goods(words="***"), 0),
        (Goods(products=(other.pk,)), 1),
        (Goods(brand=canon.pk, category=root.pk), 0),
    ]:
        assert count_products(company, goods, 5) == expected, goods
    assert count_products(company, Goods(), 1) == 2


@pytest.mark.django_db
def test_price_list_rows_is_one_query(now, django_assert_num_queries):
    actor = make_actor()
    wish = PriceListWish(actor.company, tuple(PriceColumn.values), now)
    for _number in range(3):
        make_price(make_product())
        with django_assert_num_queries(1):
            price_list_rows(wish)


@pytest.mark.django_db(transaction=True)
def test_chunks_are_of_one_moment_and_hold_each_product_once(now, monkeypatch):
    monkeypatch.setattr("catalog.queries.price_list_rows.CHUNK", 2)
    actor = make_actor()
    rows = [make_price(make_product(f"A{number}")) for number in range(5)]
    wish = PriceListWish(actor.company, (PriceColumn.ARTICLE, PriceColumn.PRICE_GROSS), now + timedelta(days=1))
    with one_moment() as cursor:
        total, ends = product_bounds(cursor, actor.company, Goods())
        rows[0].__class__.objects.update(unit_price=7)  # published meanwhile: not of this moment
        found = [row for chunk in chunks_of_rows(cursor, wish, ends) for row in chunk]
    assert (total, len(ends)) == (5, 3)
    assert found == [(f"A{number}", Decimal("100.00")) for number in range(5)]
