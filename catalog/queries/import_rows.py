"""The rows of one comparison, a page at a time: however many there are, a page costs the same."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db.models import BooleanField, F, Q, QuerySet
from django.db.models.expressions import RawSQL

from b2b_portal.core.columns import NumberFault
from catalog.articles import edit_one_keys, search_key, variants
from catalog.enums import Verdict
from catalog.models import ArticleNumber, ImportBatch, ImportRow, Product
from catalog.readings import SHORTEST_TYPO

PAGE = 50
MOST_EXPORTED = 100_000
PIECE = 2_000  # rows that are named at once on their way into a file
MOST_MEANT = 5  # products that a row may mean, and that are shown
LONGEST_TYPO = 24  # a longer article has too many neighbours to ask for those of a whole page
FLAGS = {name: bit for bit, name in ImportRow.FLAGS.items()}
UNNAMED = {Verdict.UNKNOWN, Verdict.DOUBTFUL}
NO_PRICE = {"zero", NumberFault.TOO_LARGE.value}


@dataclass(frozen=True)
class Wanted:
    """Which rows: a verdict or a warning ("" is all rows of the file), of one brand, of an article."""

    show: str = ""
    brand_id: int | None = None
    article: str = ""

    @property
    def is_missing(self) -> bool:
        return self.show == Verdict.MISSING


@dataclass(frozen=True)
class ComparedRow:
    """One row with its product, or with the products that it may mean."""

    row: ImportRow
    product: Product | None
    meant: tuple[Product, ...] = ()

    @property
    def line(self) -> int:
        return self.row.line

    @property
    def flags(self) -> tuple[str, ...]:
        return tuple(name for bit, name in ImportRow.FLAGS.items() if self.row.flags & bit)

    @property
    def becomes(self) -> Decimal | None:
        """What publishing would make of it; a figure that is no price is none."""
        return None if self.row.reason in NO_PRICE else self.row.becomes

    @property
    def change_rate(self) -> Decimal | None:
        """How much dearer, as a fraction of what it was."""
        was, becomes = self.row.was, self.becomes
        return (becomes - was) / was if was and becomes is not None else None

    @property
    def article(self) -> str:
        return self.product.article if self.product else self.row.article or ""

    @property
    def brand(self) -> str:
        return str(self.product.brand) if self.product else self.row.brand or ""


@dataclass(frozen=True)
class RowsPage:
    """Some rows in the order of the file; `after` and `before` are where the next and previous pages start."""

    rows: tuple[ComparedRow, ...]
    after: int | None
    before: int | None


def rows_page(batch: ImportBatch, wanted: Wanted, *, after: int | None = None, before: int | None = None) -> RowsPage:
    """The rows behind or before a line. 2 queries, 3 more where a row may mean several products."""
    rows = _wanted_rows(batch, wanted)
    ahead, back = ("lt", "gt") if wanted.is_missing else ("gt", "lt")
    if before is not None:
        found = list(_ordered(rows.filter(**{f"line__{back}": before}), not wanted.is_missing)[: PAGE + 1])
        shown, has_previous, has_next = found[:PAGE][::-1], len(found) > PAGE, True
    else:
        rows = rows if after is None else rows.filter(**{f"line__{ahead}": after})
        found = list(_ordered(rows, wanted.is_missing)[: PAGE + 1])
        shown, has_previous, has_next = found[:PAGE], after is not None, len(found) > PAGE
    return RowsPage(
        tuple(_compared(shown)),
        after=shown[-1].line if shown and has_next else None,
        before=shown[0].line if shown and has_previous else None,
    )


def is_too_long(batch: ImportBatch, wanted: Wanted) -> bool:
    """Whether more rows are meant than a workbook is given. One query that stops counting there."""
    return _wanted_rows(batch, wanted).values("line")[: MOST_EXPORTED + 1].count() > MOST_EXPORTED


def exported_rows(batch: ImportBatch, wanted: Wanted) -> Iterator[ComparedRow]:
    """All rows that are meant, in the order of the file; memory does not grow with them.

    Products that an unknown article may mean are left out: looking for them would take longer than all the rest.
    """
    rows = iter(_ordered(_wanted_rows(batch, wanted), wanted.is_missing)[:MOST_EXPORTED].iterator(PIECE))
    while piece := list(islice(rows, PIECE)):
        yield from _compared(piece, names_meant=False)


def _wanted_rows(batch: ImportBatch, wanted: Wanted) -> QuerySet[ImportRow]:
    rows = ImportRow.objects.filter(batch_id=batch.pk)
    rows = rows.filter(line__lt=0) if wanted.is_missing else rows.filter(line__gt=0)
    if wanted.show in Verdict.values:
        rows = rows.filter(verdict=wanted.show)
    elif wanted.show in FLAGS:
        rows = rows.alias(warned=F("flags").bitand(FLAGS[wanted.show])).filter(warned__gt=0)
    if wanted.brand_id is not None:
        rows = rows.filter(brand_id=wanted.brand_id)
    return rows.filter(_of_article(wanted.article)) if wanted.article.strip() else rows


def _of_article(typed: str) -> Q:
    """Products whose article begins so in any spelling, and what the sheet itself calls so."""
    key = search_key(typed)
    found = Q(article__istartswith=typed.strip())
    return found | Q(product_id__in=Product.objects.filter(key__startswith=key).values("pk")) if key else found


def _ordered(rows: QuerySet[ImportRow], is_backward: bool) -> QuerySet[ImportRow]:
    return rows.order_by("-line" if is_backward else "line")


def _compared(rows: Sequence[ImportRow], *, names_meant: bool = True) -> list[ComparedRow]:
    ids = {row.product_id for row in rows if row.product_id}
    products = Product.objects.select_related("brand").in_bulk(ids)
    unnamed = [row for row in rows if names_meant and row.verdict in UNNAMED]
    meant = _meant(unnamed)
    meant |= _mistyped(row for row in unnamed if not meant.get(row.line))
    return [ComparedRow(row, products.get(row.product_id or 0), meant.get(row.line, ())) for row in rows]


def _meant(rows: Iterable[ImportRow]) -> dict[int, tuple[Product, ...]]:
    """The products of a row's key, of a key with its lost zeros back, and those that bear it as another number."""
    keys = {row.line: (search_key(row.article or ""), *variants(row.article or "")) for row in rows}
    wanted = {key for of_row in keys.values() for key in of_row if key}
    if not wanted:
        return {}
    by_key: dict[str, dict[int, Product]] = defaultdict(dict)
    for product in Product.objects.filter(key__in=wanted).select_related("brand").order_by("pk")[:1000]:
        by_key[product.key][product.pk] = product
    numbers: QuerySet[Any] = ArticleNumber.objects.filter(key__in=wanted).select_related("product__brand")
    for number in numbers.order_by("pk")[:1000]:
        by_key[number.key].setdefault(number.product_id, number.product)
    return {line: tuple(_first(by_key, of_row)) for line, of_row in keys.items()}


def _mistyped(rows: Iterable[ImportRow]) -> dict[int, tuple[Product, ...]]:
    """Products one wrong, missing, extra or swapped character away; of the row's brand where that is known."""
    keys = {row: search_key(row.article or "") for row in rows}
    near = {row: edit_one_keys(key) for row, key in keys.items() if SHORTEST_TYPO <= len(key) <= LONGEST_TYPO}
    if not near:
        return {}
    by_key: dict[str, list[Product]] = defaultdict(list)
    wanted = list({key for of_row in near.values() for key in of_row})
    is_near: Any = RawSQL("catalog_product.key = ANY(%s)", [wanted], output_field=BooleanField())
    for product in Product.objects.filter(is_near).select_related("brand").order_by("pk")[:1000]:
        by_key[product.key].append(product)
    return {row.line: tuple(_of_brand(row, (by_key.get(key, ()) for key in of_row))) for row, of_row in near.items()}


def _of_brand(row: ImportRow, found: Iterable[Iterable[Product]]) -> Iterator[Product]:
    products = (product for same_key in found for product in same_key)
    return islice((one for one in products if row.brand_id in (None, one.brand_id)), MOST_MEANT)


def _first(by_key: dict[str, dict[int, Product]], keys: Iterable[str]) -> Iterator[Product]:
    found: dict[int, Product] = {}
    for key in keys:
        found = {**by_key.get(key, {}), **found} if key in by_key else found
    yield from islice(found.values(), MOST_MEANT)
