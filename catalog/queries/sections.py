"""The tree of sections as a company sees it, with how many goods each holds."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection

from accounts.actors import Actor
from catalog.models import Category
from catalog.queries.assortment import seen, seen_parameters

_COUNTS = f"""
    SELECT row.category_id, count(*) FROM catalog_searchrow AS row
     WHERE {seen("row.product_id", "row.brand_id", "row.category_id")} GROUP BY row.category_id
"""


@dataclass(frozen=True)
class Section:
    """A section with the goods in it and in all below it; sections without any are left out."""

    category: Category
    count: int
    below: tuple["Section", ...]


def section_tree(actor: Actor) -> tuple[Section, ...]:
    """The root sections, those with the most goods first. 2 queries, one of which counts all goods."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, seen_parameters(actor))
        held = dict(cursor.fetchall())
    children: dict[int | None, list[Category]] = defaultdict(list)
    for category in Category.objects.all():
        children[category.parent_id].append(category)
    return _level(None, children, held)


def _level(parent: int | None, children: dict[int | None, list[Category]], held: dict[int, int]) -> tuple[Section, ...]:
    found = []
    for category in children[parent]:
        below = _level(category.pk, children, held)
        count = held.get(category.pk, 0) + sum(one.count for one in below)
        if count:
            found.append(Section(category, count, below))
    return tuple(sorted(found, key=lambda one: (-one.count, one.category.name)))
