"""Where a sheet keeps what: which sheet, which row holds the headings, which column means what."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from django.utils.translation import gettext_lazy as _

from b2b_portal.core.columns import HEADING_ROWS, Guess, guess_columns, heading_key
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.sheets import Sample
from catalog.enums import ImportKind
from catalog.models import ImportProfile

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class NoHeader(RuleBroken):
    """No sheet has the headings that the kind needs. Facts: rows that were looked at, looked_for, sheets."""

    message = _(
        "None of the first %(rows)s rows (sheets: %(sheets)s) holds the headings needed: %(looked_for)s. "
        "Choose the sheet, the row of headings and the columns by hand."
    )
    code = "no_header"


@dataclass(frozen=True)
class Layout:
    """How one file is read. Rows are numbered as a spreadsheet shows them, from 1; columns from 0.

    `header_row` 0: no headings. Rows above `first_row` are no data. `width` is how many cells a row has. `encoding` and
    `delimiter` are those of a CSV and empty for a workbook. `brand` is that of all rows.
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

    def reading(self, columns: Mapping[str, int], brand: str) -> Self:
        """The same table with other columns read; one beyond its usual cells makes it wider."""
        width = max([self.width, *(place + 1 for place in columns.values())])
        return replace(self, columns=dict(columns), width=width, brand=brand)

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
    (
        "количество от",
        "кол-во от",
        "от количества",
        "от",
        "from quantity",
        "quantity from",
        "min qty",
        "количество",
        "quantity",
    ),
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
OTHER_PRICE = Field(
    "other_price", _("price where the first is empty"), ("цена в магазине", "store price"), is_numeric=True
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
    ImportKind.PRICES: (ARTICLE, BRAND, CODE, QUANTITY, PRICE, OTHER_PRICE),
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


def guess_layout(samples: Sequence[Sample], kind: str, profile: ImportProfile | None = None) -> Layout:
    """Finds the sheet, the row of headings and the columns of the kind; what the profile remembers goes first.

    The sheet with most of the needed columns wins, then the one with most rows. Raises NoHeader.
    """
    needed = {one.name for one in FIELDS[kind] if one.is_required}
    known = [one for one in samples if profile and profile.sheet == one.sheet] or list(samples)
    guesses = [(sample, _guess(sample, kind, profile)) for sample in known]
    sample, guess = max(
        guesses,
        key=lambda one: (len(needed & one[1].columns.keys()), len(one[0].rows), len(one[1].columns)),
        default=(Sample(""), Guess()),
    )
    if needed - guess.columns.keys():
        raise NoHeader(
            rows=HEADING_ROWS, looked_for=_looked_for(kind), sheets=", ".join(one.sheet or "CSV" for one in samples)
        )
    return _layout(sample, guess, profile)


def guess_below(
    sample: Sample, kind: str, profile: ImportProfile | None = None, header_row: int | None = None
) -> Layout:
    """How one sheet seems to be laid out, if need be without any column; a named row of headings counts, 0 is none."""
    if header_row is None:
        return _layout(sample, _guess(sample, kind, profile), profile)
    below = replace(sample, rows=[row for row in sample.rows if row[0] >= header_row])
    guess = _guess(below, kind, profile)
    return _layout(sample, guess if guess.header_row == header_row else Guess(header_row), profile)


def headings_of(sample: Sample, header_row: int) -> list[str]:
    """The texts of the row of headings; none where there is no such row."""
    return next((row for number, row in sample.rows if number == header_row), [])


def sheets_alike(samples: Sequence[Sample], layout: Layout) -> list[str]:
    """Other sheets of the workbook with the same headings: their rows are not read, and somebody has to be told."""
    chosen = next((one for one in samples if one.sheet == layout.sheet), Sample(""))
    wanted = _keys(headings_of(chosen, layout.header_row), layout)
    return [
        one.sheet
        for one in samples
        if one is not chosen and any(_keys(row, layout) == wanted for _number, row in one.rows[:HEADING_ROWS])
    ]


def remembered(layout: Layout, headings: Sequence[str]) -> dict[str, Any]:
    """What an ImportProfile keeps of a layout: values of its fields `sheet`, `columns` and `brand`."""
    columns = {name: headings[place] for name, place in layout.columns.items() if place < len(headings)}
    return {
        "sheet": layout.sheet,
        "columns": {name: text for name, text in columns.items() if text},
        "brand": layout.brand,
    }


def _guess(sample: Sample, kind: str, profile: ImportProfile | None) -> Guess:
    """By the profile's headings if the sheet has all that are needed of them, else by those that people use."""
    fields = FIELDS[kind]
    numeric = frozenset(one.name for one in fields if one.is_numeric)
    required = frozenset(one.name for one in fields if one.is_required)
    if profile and required <= profile.columns.keys():
        kept = {name: (heading,) for name, heading in profile.columns.items()}
        guess = guess_columns(sample.rows, kept, numeric, required, exactly=True)
        if required <= guess.columns.keys():
            return guess
    return guess_columns(sample.rows, {one.name: one.synonyms for one in fields}, numeric, required)


def _layout(sample: Sample, guess: Guess, profile: ImportProfile | None) -> Layout:
    first_row = guess.first_row or guess.header_row + 1
    return Layout(
        sheet=sample.sheet,
        header_row=guess.header_row,
        first_row=first_row,
        columns=guess.columns,
        width=_width(sample, first_row, guess.columns),
        encoding=sample.encoding,
        delimiter=sample.delimiter,
        brand=profile.brand if profile and "brand" not in guess.columns else "",
    )


def _width(sample: Sample, first_row: int, columns: Mapping[str, int]) -> int:
    """How many cells most rows of data have: a delimiter at the end of each is no column of the headings."""
    widths = Counter(len(row) for number, row in sample.rows if number >= first_row and row)
    usual = max(widths, key=widths.__getitem__, default=0)
    return max([usual, *(column + 1 for column in columns.values())])


def _keys(row: Sequence[str], layout: Layout) -> list[str]:
    return [heading_key(row[place]) if place < len(row) else "" for place in layout.columns.values()]


def _looked_for(kind: str) -> str:
    return "; ".join(f"{one.label} ({', '.join(one.synonyms[:3])})" for one in FIELDS[kind] if one.is_required)
