"""Links of products as a sheet, known by both ends and the kind."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from catalog.actions.link_analogues import Link, link_analogues
from catalog.enums import AnalogueKind
from catalog.feed import LONGEST_ARTICLE, LONGEST_BRAND
from catalog.imports.called import called, known_product
from catalog.imports.resource import NEW, SAME, UPDATE, Change, Refusal, SheetResource, differences
from catalog.imports.sheet import Column, Row, choice_of, text_up_to
from catalog.models import Analogue, Product
from catalog.models.analogue import SYMMETRIC
from catalog.queries.named import Named

ENDS = (("brand", "article"), ("other_brand", "other_article"))


class AnalogueSheet(SheetResource):
    """Which product stands how to which; a link that the two had before is replaced."""

    def columns(self) -> Sequence[Column]:
        brand, article = text_up_to(LONGEST_BRAND), text_up_to(LONGEST_ARTICLE)
        return (
            *called(lambda one: one.product),
            Column("other_brand", _("brand of the analogue"), lambda one: one.other.brand.name, brand, is_needed=True),
            Column(
                "other_article", _("article of the analogue"), lambda one: one.other.article, article, is_needed=True
            ),
            Column("kind", _("kind"), lambda one: AnalogueKind(one.kind), choice_of(AnalogueKind), is_needed=True),
            Column("differs_in", _("differs in"), lambda one: one.differs_in, text_up_to(200)),
        )

    def look_up(self, rows: Sequence[Row]) -> None:
        self.named = Named({(row.values[brand], row.values[article]) for row in rows for brand, article in ENDS})
        pks = {product.pk for row in rows for product in self._ends(row) if product}
        links = Analogue.objects.filter(product__in=pks, other__in=pks)
        self.links = {frozenset((link.product_id, link.other_id)): link for link in links}

    def name_of(self, row: Row) -> object:
        ends = self._ends(row)
        return frozenset(one.pk for one in ends if one) if all(ends) else row.line

    def checked(self, row: Row) -> Change:
        product, other = (self._found(row, brand, article) for brand, article in ENDS)
        if product == other:
            raise Refusal(_("A product is no analogue of itself."), _("article of the analogue"), other.article)
        kind = row.values["kind"]
        if kind in SYMMETRIC and other.pk < product.pk:
            product, other = other, product
        link = self.links.get(frozenset((product.pk, other.pk)))
        is_turned = link is not None and link.product_id != product.pk
        told = differences(link, row.values, self.own_columns[4:])
        act = NEW if link is None else UPDATE if told or is_turned else SAME
        differs_in = row.values.get("differs_in", link.differs_in if link else "")
        return Change(row.line, act, f"{product} — {other}", told, said=Link(product, other, kind, differs_in))

    def save(self, changes: Sequence[Change], source_name: str) -> None:
        link_analogues(links=[one.said for one in changes], by=self.by, at=self.at)

    def _ends(self, row: Row) -> list[Product | None]:
        return [self.named.product(row.values[brand], row.values[article]) for brand, article in ENDS]

    def _found(self, row: Row, brand: str, article: str) -> Product:
        return known_product(self.named, row.values[brand], row.values[article])
