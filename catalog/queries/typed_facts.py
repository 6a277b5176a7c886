"""What products say of typed attributes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db import connection

from catalog.differences import Fact, Facts

_SAID = """
    SELECT row.product_id, attribute.name, choice.text, choice.number, attribute.unit, attribute.is_measure
      FROM catalog_searchrow AS row
      JOIN catalog_attributechoice AS choice ON choice.id = ANY (row.says)
      JOIN catalog_attribute AS attribute ON attribute.id = choice.attribute_id
     WHERE row.product_id = ANY (%s)
     ORDER BY attribute.position, attribute.id
"""


def typed_facts(product_ids: Iterable[int]) -> Mapping[int, Facts]:
    """By product and the attribute's name, in the attributes' order. One query."""
    found: dict[int, dict[str, Fact]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_SAID, [list(product_ids)])
        for product, name, *said in cursor.fetchall():
            found[product][name] = Fact(*said)
    return found
