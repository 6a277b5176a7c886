"""Which actions compare and publish a sheet of which kind; prices and costs go their own way in SQL."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.actions.publish_own_codes import publish_own_codes
from catalog.actions.publish_products import publish_products
from catalog.actions.publish_stock import publish_stock
from catalog.enums import ImportKind
from catalog.imports.compare_own_codes import compare_own_codes
from catalog.imports.compare_products import compare_products
from catalog.imports.compare_stock import compare_stock


@dataclass(frozen=True)
class KindVerbs:
    """`compare(batch, rows, layout, note)` and `publish(*, batch, brand_ids, removes_missing, by, at, note)`.

    Rows are (line, texts of cells); those above the layout's first row are left out. Both return a report.
    """

    compare: Callable[..., dict[str, Any]]
    publish: Callable[..., dict[str, Any]]


KINDS: Mapping[ImportKind, KindVerbs] = {
    ImportKind.STOCK: KindVerbs(compare_stock, publish_stock),
    ImportKind.PRODUCTS: KindVerbs(compare_products, publish_products),
    ImportKind.OWN_CODES: KindVerbs(compare_own_codes, publish_own_codes),
}
