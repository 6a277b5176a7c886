"""Rows of a comparison, a page at a time: which products an unknown article may mean."""

import pytest

from catalog.enums import ImportKind
from catalog.models import Brand, ImportRow
from catalog.queries.import_rows import Wanted, rows_page
from tests.catalog.imports.kinds import make_batch
from tests.factories import make_product

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("article", ["CF259Z", "CF29X", "CF2559X", "C2F59X", "cf-259y"])
def test_rows_page_names_what_is_one_character_away(article: str) -> None:
    meant, other = make_product("CF259X", brand="HP"), make_product("CF259X", brand="Canon")
    make_product("CF999X", brand="HP")
    batch = make_batch(ImportKind.COSTS)
    hp = Brand.objects.get(name="HP").pk
    for line, brand_id in ((2, hp), (3, None)):
        ImportRow.objects.create(batch_id=batch.pk, line=line, verdict="unknown", article=article, brand_id=brand_id)
    of_brand, of_any = rows_page(batch, Wanted()).rows
    assert of_brand.meant == (meant,)
    assert of_any.meant == (meant, other)


def test_rows_page_asks_once_for_the_mistakes_of_all_rows(django_assert_num_queries: object) -> None:
    make_product("CF259X")
    batch = make_batch(ImportKind.COSTS)
    for line in range(2, 52):
        ImportRow.objects.create(batch_id=batch.pk, line=line, verdict="unknown", article=f"CF25{line}X"[:24])
    with django_assert_num_queries(4):  # the rows; their keys, other numbers, mistakes
        page = rows_page(batch, Wanted())
    assert [len(row.meant) for row in (page.rows[0], page.rows[8])] == [1, 0]  # CF252X, CF2510X
