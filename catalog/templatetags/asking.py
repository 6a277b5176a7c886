"""What the page that found nothing offers instead."""

from collections.abc import Iterable

from django import template

from catalog.asking import wish_for
from catalog.models import Category
from catalog.narrowing import Narrowing
from catalog.queries.listing import Row

register = template.Library()
register.filter("wish", wish_for)


@register.simple_tag
def sections_of(rows: Iterable[Row]) -> list[tuple[Category, str]]:
    """The sections of listed products, each once, with the address of its goods."""
    sections = {row.product.category_id: row.product.category for row in rows}
    return [(section, Narrowing(sections=(section.uid,)).address) for section in sections.values()]
