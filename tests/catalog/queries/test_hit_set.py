"""The whole of what a query finds, as a condition."""

import pytest
from django.db import connection

from accounts.actors import Actor
from catalog.enums import Match
from catalog.queries.hit_set import HitSet, hit_set
from tests.factories import make_product

pytestmark = pytest.mark.django_db


def articles(found: HitSet) -> set[str]:
    """What the condition holds for."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT product.article FROM catalog_searchrow AS row
                  JOIN catalog_product AS product ON product.id = row.product_id WHERE {found.condition}""",
            found.parameters,
        )
        return {article for (article,) in cursor.fetchall()}


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("CF259X", {"CF259X", "CF259XC", "CS-CF259X", "AAA-1"}),
        ("CF259", {"CF259X", "CF259XC", "CS-CF259X", "AAA-1"}),
        ("картридж", {"CF259X", "AAA-1"}),
        ("СА259Ч", {"CF259X", "CF259XC"}),
        ("CF295X", {"CF259X"}),
        ("картридж cf259xc", {"CF259XC"}),
        ("!!!", set()),
        ("nothing 123", set()),
        ("", {"CF259X", "CF259XC", "CS-CF259X", "AAA-1"}),
    ],
)
@pytest.mark.parametrize("most", [1, 200])
def test_hit_set_holds_the_whole_however_few_are_ranked(buyer: Actor, query: str, wanted: set[str], most: int) -> None:
    make_product("CF259X", name="Картридж")
    make_product("CF259XC", name="Тонер")
    make_product("CS-CF259X", name="Чип")
    make_product("AAA-1", name="Картриджи, аналог CF259X")
    make_product("CF259X-OLD", name="Картридж", is_on_sale=False)
    found = hit_set(buyer, query, most=most)
    assert articles(found) == wanted
    assert len(found.ranked) <= most
    assert found.is_whole == (bool(query) and len(found.ranked) == len(wanted))


def test_hit_set_ranks_exact_hits_by_their_article(buyer: Actor) -> None:
    product = make_product("CF259X", name="x")
    (hit,) = hit_set(buyer, "cf-259x").ranked
    assert (hit.product_id, hit.match, hit.article) == (product.pk, Match.EXACT, "CF259X")
