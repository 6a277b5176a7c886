"""Words for makers."""

from datetime import datetime

import pytest

from accounts.actors import SYSTEM, Actor
from catalog.actions.name_brands import Alias, name_brands
from catalog.actions.refresh_search_rows import refresh_search_rows
from catalog.models import Brand, BrandAlias
from catalog.queries.search import search
from tests.factories import make_product

pytestmark = pytest.mark.django_db


def articles(actor: Actor, query: str) -> list[str]:
    return [hit.product.article for hit in search(actor, query).hits]


def test_name_brands_finds_a_makers_goods_by_the_word(buyer: Actor, now: datetime) -> None:
    mouse = make_product("910-002238", brand="Logitech", name="Мышь")
    make_product("X-1", brand="Acer", name="Мышь")
    assert articles(buyer, "логитек") == []
    name_brands(aliases=[Alias(mouse.brand, "Логитек")], by=SYSTEM, at=now)
    refresh_search_rows(by=SYSTEM, at=now)
    for query in ("логитек", "мышь ЛОГИТЕК", "логитек мыши", "логите"):
        assert articles(buyer, query) == ["910-002238"]
    assert search(buyer, "логитек 910002238").hits[0].match == "exact"


def test_name_brands_gives_a_word_to_another_maker(now: datetime) -> None:
    one, other = (Brand.objects.create(name=name) for name in ("One", "Other"))
    name_brands(aliases=[Alias(one, "слово"), Alias(one, "второе")], by=SYSTEM, at=now)
    assert len(name_brands(aliases=[Alias(other, "СЛОВО"), Alias(one, "второе")], by=SYSTEM, at=now)) == 1
    assert set(BrandAlias.objects.values_list("alias", "brand__name")) == {("СЛОВО", "Other"), ("второе", "One")}
