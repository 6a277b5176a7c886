"""Stock as a sheet, known by warehouse, brand and article."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from catalog.actions.correct_stock import Counted, correct_stock
from catalog.imports.called import called, known_product, names_in, same_name
from catalog.imports.products import ProductSheet
from catalog.imports.profiles import STOCK
from catalog.imports.resource import NEW, SAME, UPDATE, Change, Refusal, SheetResource, differences
from catalog.imports.sheet import Column, Row, text_up_to, whole_from
from catalog.models import Stock, Warehouse
from catalog.queries.availability import with_free


class StockSheet(SheetResource):
    """What was counted; never less than what buyers have reserved."""

    larger = ProductSheet.larger

    def columns(self) -> Sequence[Column]:
        return (
            Column("warehouse", _("warehouse"), lambda one: one.warehouse.code, text_up_to(50), is_needed=True),
            *called(lambda one: one.product),
            Column("on_hand", _("on hand"), lambda one: one.on_hand, whole_from(0), is_needed=True, alias=STOCK),
            Column("reserved", _("reserved"), lambda one: one.reserved),
            Column("name", _("name"), lambda one: one.product.name),
        )

    def look_up(self, rows: Sequence[Row]) -> None:
        self.named = names_in(rows)
        self.warehouses = {one.code: one for one in Warehouse.objects.all()}
        products = {
            found.pk for row in rows if (found := self.named.product(row.values["brand"], row.values["article"]))
        }
        balances = with_free(Stock.objects.filter(product_id__in=products), self.at)
        self.balances = {(one.warehouse_id, one.product_id): one for one in balances}

    def name_of(self, row: Row) -> object:
        return row.values["warehouse"], *same_name(row)

    def checked(self, row: Row) -> Change:
        warehouse = self.warehouses.get(row.values["warehouse"])
        if warehouse is None:
            codes = ", ".join(self.warehouses) or "—"
            remedy = _("Write the code of a warehouse: %(codes)s.") % {"codes": codes}
            raise Refusal(remedy, _("warehouse"), row.values["warehouse"])
        product = known_product(self.named, row.values["brand"], row.values["article"])
        known = self.balances.get((warehouse.pk, product.pk))
        on_hand, held = row.values["on_hand"], known.on_hand - known.free if known else 0
        if on_hand < held:
            remedy = _("%(held)s are reserved for buyers: write %(held)s or more, or cancel their orders first.")
            raise Refusal(remedy % {"held": held}, _("on hand"), on_hand)
        told = differences(known, row.values, self.own_columns[3:4])
        kind = UPDATE if known and told else NEW if known is None and on_hand else SAME
        return Change(row.line, kind, f"{warehouse.code}: {product}", told, said=Counted(product, warehouse, on_hand))

    def save(self, changes: Sequence[Change], source_name: str) -> None:
        correct_stock(counted=[one.said for one in changes], by=self.by, at=self.at)
