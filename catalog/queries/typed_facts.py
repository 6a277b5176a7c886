"""What products say of typed attributes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from catalog.differences import Fact, Facts
from catalog.models import AttributeValue


def typed_facts(product_ids: Iterable[int]) -> Mapping[int, Facts]:
    """By product and the attribute's name, in the attributes' order. One query."""
    found: dict[int, dict[str, Fact]] = defaultdict(dict)
    rows = AttributeValue.objects.filter(product__in=list(product_ids)).order_by("attribute__position", "attribute_id")
    names = "product_id", "attribute__name", "text", "number", "attribute__unit", "attribute__is_measure"
    for product, name, *said in rows.values_list(*names):
        found[product][name] = Fact(*said)
    return found
