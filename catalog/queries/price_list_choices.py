"""What a price list can be narrowed to."""

from catalog.models import Brand, Category

_INDENT = "\u2003"


def brand_called(name: str) -> Brand | None:
    """The brand of this name: as written, else in any case. One query."""
    found = list(Brand.objects.filter(name__iexact=name)[:20])
    return next((brand for brand in found if brand.name == name), found[0] if found else None)


def section_choices() -> list[tuple[int, str]]:
    """All sections as a tree reads, each below its parent, indented. One query."""
    rows = list(Category.objects.values_list("pk", "name", "lineage"))
    names = {pk: name for pk, name, _lineage in rows}
    rows.sort(key=lambda row: [names.get(pk, "") for pk in row[2]])
    return [(pk, _INDENT * (len(lineage) - 1) + name) for pk, name, lineage in rows]
