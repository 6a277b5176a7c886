"""Products as a sheet, known by brand and article."""

from collections.abc import Sequence
from functools import cached_property

from django.utils.translation import gettext_lazy as _

from catalog.actions.save_products import ProductFacts, SaidProduct, save_products
from catalog.enums import Unit
from catalog.feed import LONGEST_NAME
from catalog.imports.called import called, names_in, same_name
from catalog.imports.profiles import CATEGORY, NAME
from catalog.imports.resource import (
    NEW,
    SAME,
    UPDATE,
    Change,
    Refusal,
    SheetResource,
    differences,
    logged,
)
from catalog.imports.sheet import Column, Row, choice_of, text_up_to, vat_rate, vat_words, whole_from, yes_or_no
from catalog.models import Category, Product

SEPARATOR = " > "


class ProductSheet(SheetResource):
    """What products are and how they are sold; brands are made as they come, categories must be there."""

    larger = _(
        "This page takes %(most)s rows at most, and here are more. Load them by ./run manage import_catalog FILE "
        "--profile NAME, or send them in parts."
    )

    def columns(self) -> Sequence[Column]:
        return (
            *called(lambda one: one),
            Column("name", _("name"), lambda one: one.name, text_up_to(LONGEST_NAME), alias=NAME),
            Column("category", _("category"), self._category, _path, alias=CATEGORY),
            Column("unit", _("unit"), lambda one: Unit(one.unit), choice_of(Unit)),
            Column("vat_rate", _("VAT rate"), lambda one: one.vat_rate, vat_rate, word=vat_words),
            Column("pack_multiple", _("sold in multiples of"), lambda one: one.pack_multiple, whole_from(1)),
            Column("minimum_quantity", _("smallest order"), lambda one: one.minimum_quantity, whole_from(1)),
            Column("is_on_sale", _("is on sale"), lambda one: one.is_on_sale, yes_or_no),
        )

    def look_up(self, rows: Sequence[Row]) -> None:
        self.named = names_in(rows)

    def name_of(self, row: Row) -> object:
        return same_name(row)

    def checked(self, row: Row) -> Change:
        values, name = row.values, f"{row.values['brand']} {row.values['article']}"
        product = self.named.product(values["brand"], values["article"])
        if "category" in values and values["category"] not in self._categories:
            remedy = _("There is no such category. Correct the spelling, or add it under Categories first.")
            raise Refusal(remedy, _("category"), values["category"])
        if product is None and not {"name", "category"} <= values.keys():
            raise Refusal(_("This product is new: write its name and its category too."), text=name)
        told = differences(product, values, self.own_columns[2:])
        kind = NEW if product is None else UPDATE if told else SAME
        return Change(row.line, kind, name, told, said=values)

    def save(self, changes: Sequence[Change], source_name: str) -> None:
        kinds = {(said.brand, said.article): one.kind for one in changes for said in [self._said(one)]}
        saved = save_products(products=[self._said(one) for one in changes], by=self.by, at=self.at)
        self.logged = [logged(kinds[product.brand.name, product.article], product) for product in saved]

    def _said(self, change: Change) -> SaidProduct:
        values = change.said
        facts = ProductFacts({name: value for name, value in values.items() if name not in {"brand", "article"}})
        if "category" in values:
            facts["category"] = self._categories[values["category"]]
        maker = self.named.brand(values["brand"])
        return SaidProduct(maker.name if maker else values["brand"], values["article"], facts)

    @cached_property
    def _categories(self) -> dict[str, Category]:
        """Every category by its whole path. 1 query."""
        by_pk = {category.pk: category for category in Category.objects.all()}

        def path(one: Category) -> str:
            return f"{path(by_pk[one.parent_id])}{SEPARATOR}{one.name}" if one.parent_id else one.name

        return {path(one): one for one in by_pk.values()}

    @cached_property
    def _paths(self) -> dict[int, str]:
        return {category.pk: path for path, category in self._categories.items()}

    def _category(self, product: Product) -> str:
        return self._paths[product.category_id]


def _path(text: str) -> str:
    """«A>B» and «A > B» are one path."""
    return SEPARATOR.join(part.strip() for part in text.split(">") if part.strip())
