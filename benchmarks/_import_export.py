"""python -m benchmarks._import_export FILE: django-import-export's default on prices by (brand, article).

What its documentation shows first: a ModelResource, one row at a time, differences kept, each row looked up by keys and
saved. Only the product is found by us, as no widget of its own does that. Prints {"seconds": ...}.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "b2b_portal.settings"
os.environ["DATABASE_ROLE"] = "owner"

import django

django.setup()

from import_export import fields, resources, widgets  # noqa: E402
from import_export.formats.base_formats import CSV, XLSX  # noqa: E402

from benchmarks._million import LIST  # noqa: E402
from catalog.models import Price, PriceList, Product  # noqa: E402


class _ByArticle(widgets.ForeignKeyWidget):  # type: ignore[misc]
    def clean(self, value: Any, row: Any = None, **more: Any) -> Product:
        return Product.objects.get(brand__name=row["Бренд"], article=value)


class _Prices(resources.ModelResource):  # type: ignore[misc]
    product = fields.Field("product", "Артикул", widget=_ByArticle(Product))
    price_list = fields.Field("price_list", "list", widget=widgets.ForeignKeyWidget(PriceList, "code"))
    quantity = fields.Field("quantity", "quantity", widget=widgets.IntegerWidget())
    unit_price = fields.Field("unit_price", "Цена", widget=widgets.DecimalWidget())

    class Meta:
        model = Price
        import_id_fields = ("product", "price_list", "quantity")
        fields = ("product", "price_list", "quantity", "unit_price")


def main() -> None:
    path = Path(sys.argv[1])
    started = time.perf_counter()
    if path.suffix == ".xlsx":
        data = XLSX().create_dataset(path.read_bytes())
    else:
        data = CSV().create_dataset(path.read_text().replace(";", ","))
    data.append_col([LIST] * len(data), header="list")
    data.append_col([1] * len(data), header="quantity")
    result = _Prices().import_data(data, dry_run=False, raise_errors=True)
    assert result.totals["update"] == len(data), result.totals
    print(json.dumps({"seconds": time.perf_counter() - started}))


if __name__ == "__main__":
    main()
