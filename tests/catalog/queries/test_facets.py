"""Facets count what each choice leaves under the ticks of the others; pages in any order follow one another."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from accounts.actors import SYSTEM, Actor
from accounts.permissions import Role
from catalog.actions.refresh_search_rows import refresh_search_rows
from catalog.enums import AttributeKind, Sort
from catalog.models import Attribute, Category, CompanyProduct, Product
from catalog.narrowing import Narrowing
from catalog.queries.facets import Facets, facets, price_span
from catalog.queries.hit_set import hit_set
from catalog.queries.narrowed import narrowed
from catalog.queries.result_page import result_page
from tests.factories import make_actor, make_price, make_product, make_stock, make_warehouse
from tests.factories.catalog import hides, make_assortment

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor() -> Actor:
    """A purchaser, and goods to find: six mice of two makers in two sections."""
    actor = make_actor()
    near, far = make_warehouse(lead_days=0), make_warehouse("far", lead_days=3)
    office, games = (Category.objects.create(name=name) for name in ("Офисные", "Игровые"))
    for number in range(6):
        product = make_product(
            f"M-{number}",
            brand="Logitech" if number % 2 else "Genius",
            name=f"Мышь {chr(ord('а') + (number * 5) % 6)}",
            attributes={"Цвет": "чёрный" if number < 4 else "белый", "Разрешение": f"{(number + 1) * 1000} dpi"},
        )
        product.category = games if number > 2 else office
        product.save()
        make_price(product, str(100 * (6 - number)))
        if number < 2:
            make_stock(product, 5, far if number else near)
    Attribute.objects.create(name="Цвет", code="colour", kind=AttributeKind.CHOICE)
    Attribute.objects.create(name="Разрешение", code="dpi", kind=AttributeKind.NUMBER, unit="dpi", position=1)
    refresh_search_rows(by=SYSTEM, at=AT)
    return actor


def counted(actor: Actor, **said: Any) -> Facets:
    narrowing = Narrowing(query="мышь", **said)
    return facets(narrowed(actor, hit_set(actor, "мышь"), narrowing, AT), narrowing)


def group(found: Facets, name: str) -> dict[str, int | None]:
    with override("en"):
        return {str(one.label): one.count for facet in found.groups if facet.name == name for one in facet.choices}


def listed(actor: Actor, size: int = 50, **said: Any) -> list[str]:
    """Articles of all pages, one after another."""
    articles: list[str] = []
    narrowing = Narrowing(query=said.pop("query", "мышь"), **said)
    while True:
        hits = hit_set(actor, narrowing.query, most=2)
        page = result_page(actor, hits, narrowed(actor, hits, narrowing, AT), narrowing, size)
        articles += [product.article for product, _match in page.found]
        if not page.after:
            return articles
        narrowing = Narrowing.read({**{k: [v] for k, v in narrowing.pairs()}, "after": [page.after]})


def test_facets_count_all_goods_when_nothing_is_ticked(actor: Actor) -> None:
    found = counted(actor)
    assert found.total == 6
    assert group(found, "stock") == {"today": 1, "up to 3 days": 2, "to order": 4}
    assert group(found, "section") == {"Офисные": 3, "Игровые": 3}
    assert group(found, "brand") == {"Genius": 3, "Logitech": 3}
    assert group(found, "a.colour") == {}


def test_facets_count_each_facet_under_the_ticks_of_the_others(actor: Actor) -> None:
    games = Category.objects.get(name="Игровые")
    found = counted(actor, brands=("Logitech",), sections=(games.uid,), attributes={"colour": ("белый",)})
    assert found.total == 1
    assert group(found, "brand") == {"Genius": 1, "Logitech": 1}
    assert group(found, "section") == {"Игровые": 1}
    assert group(found, "a.colour") == {"чёрный": 1, "белый": 1}


def test_facets_count_attributes_where_the_goods_are_of_one_section(actor: Actor) -> None:
    games = Category.objects.get(name="Игровые")
    found = counted(actor, sections=(games.uid,))
    assert group(found, "a.colour") == {"белый": 2, "чёрный": 1}
    assert sum(count or 0 for count in group(found, "a.dpi").values()) == 3
    ticked = next(one.value for one in next(f for f in found.groups if f.name == "a.dpi").choices if one.count == 1)
    assert counted(actor, sections=(games.uid,), attributes={"dpi": (ticked,)}).total == 1


def test_facets_count_what_the_company_bought_and_named(actor: Actor) -> None:
    bought, coded = Product.objects.order_by("pk")[:2]
    CompanyProduct.objects.create(
        company=actor.company, product=bought, last_bought_at=AT, last_quantity=1, last_unit_gross="700"
    )
    CompanyProduct.objects.create(company=actor.company, product=coded, own_code="10-1", key="101")
    CompanyProduct.objects.create(
        company=make_actor().company, product=coded, last_bought_at=AT, last_quantity=1, last_unit_gross="1"
    )
    found = counted(actor)
    assert group(found, "") == {"Bought before": 1, "Has your code": 1, "Cheaper than you paid": None}
    assert listed(actor, is_bought=True) == [bought.article]
    assert listed(actor, is_coded=True) == [coded.article]
    assert listed(actor, has_fallen=True) == [bought.article]
    CompanyProduct.objects.filter(product=bought).update(last_unit_gross="600")
    assert listed(actor, has_fallen=True) == []


def test_facets_know_nothing_of_what_a_company_does_not_see(actor: Actor) -> None:
    make_assortment(actor.company, hides(Product.objects.get(article="M-5")))  # type: ignore[arg-type]
    found = counted(actor)
    assert found.total == 5
    assert group(found, "section") == {"Офисные": 3, "Игровые": 2}
    hidden = Product.objects.get(article="M-5").uid
    assert listed(actor, sort=Sort.PRICE, after=str(hidden)) == listed(actor, sort=Sort.PRICE)


def test_facets_do_not_name_a_ticked_section_that_is_hidden(actor: Actor) -> None:
    games = Category.objects.get(name="Игровые")
    assert group(counted(actor, sections=(games.uid,)), "section")["Игровые"] == 3
    make_assortment(actor.company, hides(games))  # type: ignore[arg-type]
    assert group(counted(actor, sections=(games.uid,)), "section") == {}


@pytest.mark.parametrize(
    ("sort", "articles"),
    [
        (Sort.PRICE, ["M-5", "M-4", "M-3", "M-2", "M-1", "M-0"]),
        (Sort.PRICE_DOWN, ["M-0", "M-1", "M-2", "M-3", "M-4", "M-5"]),
        (Sort.NAME, ["M-0", "M-5", "M-4", "M-3", "M-2", "M-1"]),
    ],
)
def test_result_page_follows_the_order_page_after_page(actor: Actor, sort: Sort, articles: list[str]) -> None:
    assert listed(actor, sort=sort) == listed(actor, 2, sort=sort) == articles
    assert listed(actor, 4, sort=sort) == articles


def test_result_page_by_stock_and_by_match_shows_each_product_once(actor: Actor) -> None:
    assert listed(actor, 2, sort=Sort.STOCK)[:2] == ["M-0", "M-1"]
    assert sorted(listed(actor, 2, sort=Sort.STOCK)) == sorted(listed(actor, 2)) == [f"M-{n}" for n in range(6)]


def test_result_page_narrows_by_the_companys_price(actor: Actor) -> None:
    said = {"price_from": Decimal(200), "price_to": Decimal(300)}
    assert listed(actor, **said) == ["M-3", "M-4"]
    assert counted(actor, **said).total == 2
    span = price_span(narrowed(actor, hit_set(actor, "мышь"), Narrowing(query="мышь", **said), AT))
    assert (span.low, span.high) == (100, 600)


def test_result_page_shows_nobody_prices_who_may_not_see_them(actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    viewer = Actor(actor.user, actor.company, Role.REQUESTER)
    monkeypatch.setattr("catalog.queries.narrowed.can", lambda *_facts: False)
    assert listed(viewer, sort=Sort.PRICE) == listed(viewer)
    assert len(listed(viewer, price_to=Decimal(1))) == 6
    span = price_span(narrowed(viewer, hit_set(viewer, "мышь"), Narrowing(), AT))
    assert (span.low, span.high) == (None, None)


@pytest.mark.parametrize("after", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_result_page_begins_anew_after_a_place_that_is_none(actor: Actor, after: str) -> None:
    assert listed(actor, 2, sort=Sort.PRICE, after=after) == listed(actor, sort=Sort.PRICE)


def test_result_page_of_a_section_needs_no_query(actor: Actor) -> None:
    games = Category.objects.get(name="Игровые")
    assert sorted(listed(actor, 2, query="", sections=(games.uid,))) == ["M-3", "M-4", "M-5"]
    narrowing = Narrowing(sections=(games.uid,), brands=("Genius",))
    found = facets(narrowed(actor, hit_set(actor, ""), narrowing, AT), narrowing)
    assert (found.total, group(found, "section"), group(found, "brand")) == (
        1,
        {"Игровые": 1},
        {"Logitech": 2, "Genius": 1},
    )


def test_facets_and_pages_ask_as_often_for_many_goods_as_for_few(
    actor: Actor, django_assert_num_queries: Callable[..., Any]
) -> None:
    for query in ("мышь", "мышь а"):
        hits = hit_set(actor, query)
        narrowing = Narrowing(query=query, sort=Sort.PRICE)
        shown = narrowed(actor, hits, narrowing, AT)
        with django_assert_num_queries(4):
            facets(shown, narrowing)
        with django_assert_num_queries(3):
            result_page(actor, hits, shown, narrowing, 50)
