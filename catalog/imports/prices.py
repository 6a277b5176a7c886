"""Prices as a sheet, known by price list, brand, article and the quantity from which they hold."""

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from catalog.actions.set_prices import NewPrice, set_prices
from catalog.imports.called import called, known_product, names_in, same_name
from catalog.imports.products import ProductSheet
from catalog.imports.profiles import PRICES
from catalog.imports.resource import NEW, SAME, UPDATE, Change, Refusal, SheetResource, differences
from catalog.imports.sheet import Column, Row, text_up_to, unit_price, whole_from
from catalog.models import Price, PriceList


class PriceSheet(SheetResource):
    """Prices of lists that have rows of their own; other breaks of a product stay as they are."""

    larger = ProductSheet.larger

    def columns(self) -> Sequence[Column]:
        return (
            Column("price_list", _("price list"), lambda one: one.price_list.code, text_up_to(50), is_needed=True),
            *called(lambda one: one.product),
            Column("quantity", _("from quantity"), lambda one: one.quantity, whole_from(1)),
            Column("unit_price", _("unit price"), lambda one: one.unit_price, unit_price, is_needed=True, alias=PRICES),
            Column("currency", _("currency"), lambda one: one.price_list.currency),
            Column("name", _("name"), lambda one: one.product.name),
        )

    def look_up(self, rows: Sequence[Row]) -> None:
        self.named = names_in(rows)
        self.lists = {one.code: one for one in PriceList.objects.select_related("source")}
        products = {
            found.pk for row in rows if (found := self.named.product(row.values["brand"], row.values["article"]))
        }
        asked = {one.pk for row in rows if (one := self.lists.get(row.values["price_list"]))}
        prices = Price.objects.filter(product_id__in=products, price_list_id__in=asked)
        self.prices = {(price.price_list_id, price.product_id, price.quantity): price for price in prices}

    def name_of(self, row: Row) -> object:
        return row.values["price_list"], *same_name(row), row.values.get("quantity", 1)

    def checked(self, row: Row) -> Change:
        price_list = self._list(row.values["price_list"])
        product = known_product(self.named, row.values["brand"], row.values["article"])
        quantity = row.values.get("quantity", 1)
        known = self.prices.get((price_list.pk, product.pk, quantity))
        told = differences(known, row.values, self.own_columns[4:5])
        kind = NEW if known is None else UPDATE if told else SAME
        name = f"{price_list.code}: {product}, {quantity}+"
        return Change(
            row.line, kind, name, told, said=(price_list, NewPrice(product, quantity, row.values["unit_price"]))
        )

    def save(self, changes: Sequence[Change], source_name: str) -> None:
        prices: dict[PriceList, list[NewPrice]] = defaultdict(list)
        for price_list, price in (one.said for one in changes):
            prices[price_list].append(price)
        for price_list in sorted(prices, key=lambda one: one.pk):
            set_prices(
                price_list=price_list, prices=prices[price_list], source_name=source_name, by=self.by, at=self.at
            )

    def _list(self, code: str) -> PriceList:
        price_list = self.lists.get(code)
        if price_list is None:
            codes = ", ".join(sorted(self.lists)) or "—"
            raise Refusal(_("Write the code of a price list: %(codes)s.") % {"codes": codes}, _("price list"), code)
        if price_list.source:
            words = _("This list is computed from %(source)s: set the price there, or change the list's percent.")
            raise Refusal(words % {"source": price_list.source.code}, _("price list"), code)
        return price_list
