"""Other names of makers as a sheet, known by the name."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from catalog.actions.name_brands import Alias, name_brands
from catalog.feed import LONGEST_BRAND
from catalog.imports.profiles import BRAND
from catalog.imports.resource import NEW, SAME, UPDATE, Change, Refusal, SheetResource, differences
from catalog.imports.sheet import Column, Row, text_up_to
from catalog.models import BrandAlias
from catalog.queries.named import Named

_LONGEST = 100


class BrandAliasSheet(SheetResource):
    """Which word means which maker; a word that meant another maker means the new one."""

    def columns(self) -> Sequence[Column]:
        brand, word = text_up_to(LONGEST_BRAND), text_up_to(_LONGEST)
        return (
            Column("brand", _("brand"), lambda one: one.brand.name, brand, is_needed=True, alias=BRAND),
            Column("alias", _("alias"), lambda one: one.alias, word, is_needed=True),
        )

    def look_up(self, rows: Sequence[Row]) -> None:
        self.named = Named({(row.values["brand"], "") for row in rows})
        words = [self.name_of(row) for row in rows]
        self.known = {row.alias.lower(): row for row in BrandAlias.objects.meant_by(words).select_related("brand")}

    def name_of(self, row: Row) -> str:
        return str(row.values["alias"]).lower()

    def checked(self, row: Row) -> Change:
        brand = self.named.brand(row.values["brand"])
        if brand is None:
            remedy = _("There is no such brand. Write it as it is printed.")
            raise Refusal(remedy, _("brand"), row.values["brand"])
        known = self.known.get(self.name_of(row))
        is_same = known is not None and known.brand_id == brand.pk
        told = [] if is_same else differences(known, row.values, self.own_columns)
        act = SAME if is_same else UPDATE if known else NEW
        return Change(row.line, act, f"{brand}: {row.values['alias']}", told, said=Alias(brand, row.values["alias"]))

    def save(self, changes: Sequence[Change], source_name: str) -> None:
        name_brands(aliases=[one.said for one in changes], by=self.by, at=self.at)
