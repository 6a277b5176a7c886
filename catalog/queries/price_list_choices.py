"""What a price list can be narrowed to."""

from accounts.actors import Actor
from catalog.models import Brand, Category
from catalog.queries.assortment import section_seen, seen_parameters

_INDENT = "\u2003"
_SECTIONS = f"SELECT id, name, lineage FROM catalog_category AS section WHERE {section_seen()} ORDER BY name"


def brand_called(name: str) -> Brand | None:
    """The brand of this name: as written, else in any case. One query."""
    found = list(Brand.objects.filter(name__iexact=name)[:20])
    return next((brand for brand in found if brand.name == name), found[0] if found else None)


def section_choices(actor: Actor) -> list[tuple[int, str]]:
    """Sections of what the actor may see as a tree reads, each below its parent, indented. One query."""
    found = Category.objects.raw(_SECTIONS, seen_parameters(actor))
    rows = [(section.pk, section.name, section.lineage) for section in found]
    names = {pk: name for pk, name, _lineage in rows}
    rows.sort(key=lambda row: [names.get(pk, "") for pk in row[2]])
    return [(pk, _INDENT * (len(lineage) - 1) + name) for pk, name, lineage in rows]
