"""Links read from either end, offered in the right order, priced in a constant number of queries."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from accounts.actors import Actor
from accounts.enums import ReplacementPolicy
from catalog.actions.link_analogue import link_analogue
from catalog.differences import ByMeasure
from catalog.enums import AnalogueKind, AttributeKind, Match, Unit
from catalog.models import Attribute, Product
from catalog.queries.analogues import Results, links_of, list_results
from tests.factories import (
    make_actor,
    make_analogue,
    make_company,
    make_price,
    make_price_list,
    make_product,
    make_stock,
    make_tier,
    make_user,
)

pytestmark = pytest.mark.django_db


def sold(article: str, price: str, pieces: int = 5, **fields: object) -> Product:
    product = make_product(article, **fields)  # type: ignore[arg-type]
    make_price(product, price)
    make_stock(product, pieces)
    return product


def opened(buyer: Actor, product: Product, at: datetime) -> Results:
    return list_results(buyer, [(product, Match.EXACT)], product.uid, at)


def articles(results: Results) -> list[str]:
    return [one.row.product.article for one in results.analogues]


@pytest.mark.parametrize(
    ("kind", "forth", "back"),
    [
        (AnalogueKind.FULL, "full replacement", "full replacement"),
        (AnalogueKind.FUNCTIONAL, "functional analogue", "functional analogue"),
        (AnalogueKind.SUPERSEDED, "superseded by", "supersedes it, may still be left"),
        (AnalogueKind.CONSUMABLE, "compatible consumable", "fits"),
        (AnalogueKind.ACCESSORY, "accessory", "goes with"),
        (AnalogueKind.KIT, "included in the kit", "part of the kit"),
    ],
)
def test_links_of_reads_a_link_from_both_ends(buyer: Actor, kind: AnalogueKind, forth: str, back: str) -> None:
    first, second, third = make_product(), make_product(), make_product()
    make_analogue(second, first, kind, "no chip")
    found = links_of(buyer, [first.pk, second.pk, third.pk])
    assert found.keys() == {first.pk, second.pk}
    with override("en"):
        assert [(one.other_id, str(one.label)) for one in found[second.pk]] == [(first.pk, forth)]
        assert [(one.other_id, str(one.label)) for one in found[first.pk]] == [(second.pk, back)]
    assert found[first.pk][0].differs_in == "no chip"


def test_links_of_leaves_out_products_that_are_not_on_sale(buyer: Actor) -> None:
    first, hidden = make_product(), make_product(is_on_sale=False)
    make_analogue(first, hidden)
    assert links_of(buyer, [first.pk]) == {}


def test_what_is_out_stands_back_while_another_is_in_stock(buyer: Actor, now: datetime) -> None:
    own = sold("OWN", "100")
    for article, price, pieces, kind in [
        ("FULL-OUT", "1", 0, AnalogueKind.FULL),
        ("FUNCTIONAL", "10", 5, AnalogueKind.FUNCTIONAL),
        ("FULL-DEAR", "90", 5, AnalogueKind.FULL),
        ("FULL-CHEAP", "80", 5, AnalogueKind.FULL),
        ("NEWER", "120", 5, AnalogueKind.SUPERSEDED),
    ]:
        make_analogue(own, sold(article, price, pieces), kind)
    make_analogue(own, sold("PACK-OUT", "5", 5, minimum_quantity=6), AnalogueKind.FULL)  # fewer than one may buy
    results = opened(buyer, own, now)
    assert articles(results) == ["FULL-CHEAP", "FULL-DEAR", "NEWER", "FUNCTIONAL"]
    assert [one.row.product.article for one in results.out] == ["FULL-OUT", "PACK-OUT"]
    assert results.listing.rows[0].analogues == 6


def test_what_is_out_is_offered_where_nothing_else_is(buyer: Actor, now: datetime) -> None:
    own = sold("OWN", "100")
    make_analogue(own, sold("FULL-OUT", "1", 0), AnalogueKind.FULL)
    results = opened(buyer, own, now)
    assert (articles(results), results.out) == (["FULL-OUT"], ())


@pytest.mark.parametrize(
    ("policy", "offered"),
    [
        (ReplacementPolicy.ASK, {"SAME", "OTHER", "INK"}),
        (ReplacementPolicy.SAME_BRAND, {"SAME", "INK"}),
        (ReplacementPolicy.NEVER, {"INK"}),
    ],
)
def test_links_of_obeys_the_policy_of_the_company(policy: ReplacementPolicy, offered: set[str]) -> None:
    actor = make_actor(make_company(replacement_policy=policy))
    own, same, ink = (make_product(name) for name in ("OWN", "SAME", "INK"))
    other = make_product("OTHER", brand="Cactus")
    make_analogue(own, same, AnalogueKind.FULL)
    make_analogue(other, own, AnalogueKind.SUPERSEDED)
    make_analogue(own, make_product("INK-2", brand="Cactus"), AnalogueKind.CONSUMABLE)
    make_analogue(own, ink, AnalogueKind.ACCESSORY)
    articles = {product.pk: product.article for product in Product.objects.all()}
    found = {articles[link.other_id] for link in links_of(actor, [own.pk])[own.pk]}
    assert found == offered | {"INK-2"}


def test_a_link_says_who_vouches_for_it_and_when(buyer: Actor, now: datetime) -> None:
    first, second, staff = make_product(), make_product(), make_user(is_staff=True, full_name="Irina Sokolova")
    link_analogue(product=first, other=second, kind=AnalogueKind.FULL, by=Actor(user=staff), at=now)
    link = links_of(buyer, [second.pk])[second.pk][0]
    assert (link.vouched_by, link.vouched_at) == ("Irina Sokolova", now)


def test_typed_numbers_compare_as_numbers_and_prices_by_the_measure(buyer: Actor, now: datetime) -> None:
    Attribute.objects.create(name="Yield", code="yield", kind=AttributeKind.NUMBER, unit="pages", is_measure=True)
    own = sold("OWN", "8940", attributes={"Yield": "10 000 pages", "Chip": "yes", "Color": "Black"})
    less = sold("LESS", "5260", attributes={"Yield": "3000 pages", "Chip": " YES ", "Weight": "1 kg"})
    same = sold("SAME", "4470", attributes={"Yield": "10000", "Color": "cyan"})
    make_analogue(own, less)
    make_analogue(own, same)
    found = {one.row.product.article: one for one in opened(buyer, own, now).analogues}
    assert [one.name for one in found["LESS"].differs] == ["Yield"]
    assert found["LESS"].by_measure == ByMeasure("pages", Decimal("5260") / 3000 / (Decimal("8940") / 10000) - 1)
    assert (found["SAME"].by_measure, [one.name for one in found["SAME"].differs]) == (None, ["Color"])


def test_the_difference_is_of_one_unit_and_not_between_other_units(buyer: Actor, now: datetime) -> None:
    own = sold("OWN", "100")
    make_analogue(own, sold("CHEAPER", "59"))
    make_analogue(own, sold("PACK", "10", unit=Unit.PACK))
    make_analogue(own, make_product("UNPRICED"))
    results = opened(buyer, own, now)
    rows = (*results.analogues, *results.out)
    found = {one.row.product.article: (one.difference, one.difference_gross) for one in rows}
    assert found == {
        "CHEAPER": (Decimal("-0.41"), Decimal(-41)),
        "PACK": (None, None),
        "UNPRICED": (None, None),
    }


def test_consumables_and_accessories_are_no_replacement(buyer: Actor, now: datetime) -> None:
    own = sold("OWN", "100")
    make_analogue(own, sold("INK", "10"), AnalogueKind.CONSUMABLE)
    results = opened(buyer, own, now)
    assert (results.opened, results.listing.rows[0].analogues, results.analogues) == (None, 0, ())


def test_an_analogue_that_is_a_hit_too_stands_in_both_places(buyer: Actor, now: datetime) -> None:
    own, other = sold("OWN", "100"), sold("OTHER", "90")
    make_analogue(own, other)
    results = list_results(buyer, [(own, Match.EXACT), (other, Match.NAME)], own.uid, now)
    assert [row.product for row in results.listing.rows] == [own, other]
    assert articles(results) == ["OTHER"]
    assert [row.analogues for row in results.listing.rows] == [1, 1]
    ids = [row.row_id for row in results.listing.rows] + [one.row.row_id for one in results.analogues]
    assert len(set(ids)) == 3


@pytest.mark.parametrize("analogues", [1, 3])
def test_list_results_costs_the_same_queries_however_many_analogues(
    buyer: Actor, now: datetime, django_assert_num_queries: DjangoAssertNumQueries, analogues: int
) -> None:
    own = sold("OWN", "100")
    make_price(own, "120", price_list=make_price_list("rrp", tier=make_tier("rrp", is_recommended=True)))
    for number in range(analogues):
        make_analogue(own, sold(f"A{number}", "90"))
    with django_assert_num_queries(7):  # links, analogues, stock, transit, price lists, prices, typed attributes
        assert len(opened(buyer, own, now).analogues) == analogues
