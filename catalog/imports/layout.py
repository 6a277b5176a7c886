"""Where a sheet keeps what: which sheet, which row holds the headings, which column means what."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Self

from django.utils.translation import gettext_lazy as _

from catalog.enums import ImportKind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Layout:
    """How one file is read. Rows are numbered as a spreadsheet shows them, from 1; columns from 0.

    `header_row` 0: no headings. Rows above `first_row` are no data. `width` is how many columns the headings span,
    `encoding` and `delimiter` are those of a CSV and empty for a workbook. `brand` is that of all rows.
    """

    sheet: str
    header_row: int
    first_row: int
    columns: dict[str, int]
    width: int
    encoding: str = ""
    delimiter: str = ""
    brand: str = ""

    def as_json(self) -> dict[str, Any]:
        """What ImportBatch.layout holds."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """The layout that `as_json` wrote."""
        return cls(**kept)


@dataclass(frozen=True)
class Field:
    """What a column of a sheet may mean; `synonyms` are headings in any case, the likeliest first."""

    name: str
    label: "_StrPromise"
    synonyms: tuple[str, ...]
    is_numeric: bool = False
    is_required: bool = False


ARTICLE = Field(
    "article",
    _("article"),
    (
        "артикул",
        "article",
        "артикул производителя",
        "код производителя",
        "каталожный номер",
        "партномер",
        "part number",
        "mpn",
        "ваш sku",
        "sku",
        "артикул товара",
        "номер детали",
        "part no",
        "p/n",
        "арт",
        "модель",
        "model",
        "код товара",
        "код",
    ),
    is_required=True,
)
BRAND = Field(
    "brand",
    _("brand"),
    ("бренд", "brand", "производитель", "manufacturer", "торговая марка", "марка", "изготовитель", "vendor", "maker"),
)
CODE = Field(
    "code",
    _("supplier's code"),
    ("код поставщика", "код товара", "код", "code", "supplier code", "id", "номенклатурный номер"),
)
QUANTITY = Field(
    "quantity",
    _("from quantity"),
    ("количество от", "от количества", "от", "from quantity", "quantity from", "min qty", "количество", "quantity"),
    is_numeric=True,
)
PRICE = Field(
    "price",
    _("price"),
    (
        "цена",
        "price",
        "основная цена",
        "цена опт",
        "оптовая цена",
        "опт",
        "цена руб",
        "ваша цена",
        "unit price",
        "цена за единицу",
        "стоимость",
        "прайс",
    ),
    is_numeric=True,
    is_required=True,
)
COST = Field(
    "price",
    _("cost"),
    ("себестоимость", "cost", "закупочная цена", "цена закупки", "закупка", "входная цена", *PRICE.synonyms),
    is_numeric=True,
    is_required=True,
)
STOCK = Field(
    "stock",
    _("on hand"),
    (
        "остаток",
        "stock",
        "наличие",
        "в наличии",
        "свободный остаток",
        "доступно",
        "on hand",
        "available",
        "количество",
        "кол во",
        "quantity",
        "qty",
    ),
    is_numeric=True,
    is_required=True,
)
WAREHOUSE = Field("warehouse", _("warehouse"), ("склад", "warehouse", "код склада", "место хранения"))
EXPECTED_ON = Field(
    "expected_on",
    _("expected on"),
    ("дата поступления", "дата поставки", "ожидается", "expected on", "expected", "eta", "дата прихода"),
)
IN_TRANSIT = Field(
    "in_transit", _("in transit"), ("в пути", "товар в пути", "in transit", "transit", "транзит"), is_numeric=True
)
NAME = Field("name", _("name"), ("наименование", "name", "название", "название товара", "номенклатура", "товар"))
CATEGORY = Field("category", _("category"), ("категория", "category", "раздел", "группа", "товарная группа", "section"))
UNIT = Field("unit", _("unit"), ("единица", "unit", "ед изм", "единица измерения", "ед", "еи"))
VAT_RATE = Field("vat_rate", _("VAT rate"), ("ставка ндс", "vat rate", "ндс", "vat"))
PACK_MULTIPLE = Field(
    "pack_multiple",
    _("pack multiple"),
    ("кратность", "pack multiple", "квант продажи", "норма упаковки", "упаковка", "в упаковке", "кратность отгрузки"),
    is_numeric=True,
)
MINIMUM_QUANTITY = Field(
    "minimum_quantity",
    _("minimum quantity"),
    ("минимальное количество", "minimum quantity", "минимальный заказ", "мин заказ", "мин партия", "moq"),
    is_numeric=True,
)
DESCRIPTION = Field("description", _("description"), ("описание", "description", "характеристики", "комментарий"))
OWN_CODE = Field(
    "own_code",
    _("own code"),
    (
        "наш код",
        "собственный код",
        "own code",
        "our code",
        "код клиента",
        "код покупателя",
        "внутренний код",
        "код 1с",
        "код",
        "code",
    ),
    is_required=True,
)

FIELDS: Mapping[str, tuple[Field, ...]] = {
    ImportKind.PRICES: (ARTICLE, BRAND, CODE, QUANTITY, PRICE),
    ImportKind.COSTS: (ARTICLE, BRAND, COST),
    ImportKind.STOCK: (ARTICLE, BRAND, STOCK, WAREHOUSE, EXPECTED_ON, IN_TRANSIT),
    ImportKind.PRODUCTS: (
        ARTICLE,
        BRAND,
        NAME,
        CATEGORY,
        UNIT,
        VAT_RATE,
        PACK_MULTIPLE,
        MINIMUM_QUANTITY,
        DESCRIPTION,
    ),
    ImportKind.OWN_CODES: (ARTICLE, BRAND, OWN_CODE),
}
