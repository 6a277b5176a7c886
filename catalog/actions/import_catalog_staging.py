"""Staging of an import: one chunk of rows in temporary tables, with the verdict on each row."""

from collections.abc import Iterable

from django.db import connection

from catalog.feed import Feed, FeedRow
from catalog.models import Category, Supplier

_SEPARATOR = "\x1f"  # a control character, which no text of a row holds

# a code or (brand, article) may stand in a file once; the table outlives the chunk
_TABLES = """
    CREATE TEMP TABLE IF NOT EXISTS feed_seen (identity text PRIMARY KEY, line int NOT NULL);
    CREATE TEMP TABLE IF NOT EXISTS feed_category (path text PRIMARY KEY, id bigint NOT NULL);
    CREATE TEMP TABLE IF NOT EXISTS feed_raw (
        line int, brand text, article text, key text, code text, identity text, path text, name text, package text,
        minimum int, quantities int[], unit_prices numeric[], stock int
    );
    CREATE TEMP TABLE IF NOT EXISTS feed_row (
        line int, brand text, article text, key text, code text, identity text, category_id bigint, name text,
        package text, minimum int, quantities int[], unit_prices numeric[], stock int, brand_id bigint,
        product_id bigint, verdict text, governs boolean DEFAULT false
    );
    CREATE TEMP TABLE IF NOT EXISTS feed_touched (product_id bigint);
"""
_EMPTY = """
    TRUNCATE feed_raw, feed_row, feed_touched;
    SET LOCAL synchronous_commit = off; -- the job's last word waits for the disk, and with it all that came before
    SET LOCAL gin_pending_list_limit = '32MB'; -- autovacuum, not this chunk, sorts new words into the search indexes
"""
_COPY = "COPY feed_raw FROM STDIN"
_OFFERS = "COPY (SELECT product_id, quantities, unit_prices, stock FROM feed_row WHERE governs) TO STDOUT"
_CATEGORIES = "INSERT INTO feed_category (path, id) SELECT * FROM unnest(%s::text[], %s::bigint[])"
_BRANDS = """
    INSERT INTO catalog_brand (name)
    SELECT DISTINCT raw.brand FROM feed_raw AS raw
     WHERE NOT EXISTS (SELECT FROM catalog_brand WHERE name = raw.brand)
     ORDER BY raw.brand ON CONFLICT (name) DO NOTHING
"""
# `known` rows describe the product that bears their code, or without codes their (brand, article)
_VERDICTS = """
    INSERT INTO feed_row
    SELECT line, brand, article, key, code, identity, category_id, name, package, minimum, quantities,
           unit_prices, stock, brand_id, CASE WHEN by_code IS NULL THEN by_article ELSE by_code END,
           CASE WHEN is_repeated THEN 'repeated'
                WHEN by_code IS NOT NULL AND by_code IS DISTINCT FROM by_article THEN 'other_product'
                WHEN by_code IS NOT NULL THEN 'known'
                WHEN by_article IS NOT NULL AND NOT %(has_codes)s THEN 'known'
                WHEN by_article IS NULL AND line = first_value(line) OVER same_article THEN 'created'
                WHEN package = coalesce(known_package, first_value(package) OVER same_article)
                 AND category_id = coalesce(known_category, first_value(category_id) OVER same_article)
                THEN 'second_code'
                ELSE 'other_package'
           END
      FROM (
           SELECT raw.*, category.id AS category_id, brand.id AS brand_id,
                  product.id AS by_article, code.product_id AS by_code,
                  CASE WHEN product.id IS NOT NULL
                       THEN coalesce(product.attributes ->> 'package', '') END AS known_package,
                  product.category_id AS known_category,
                  seen.line IS NOT NULL
                  OR row_number() OVER (PARTITION BY raw.identity ORDER BY raw.line) > 1 AS is_repeated
             FROM feed_raw AS raw
             JOIN feed_category AS category ON category.path = raw.path
             JOIN catalog_brand AS brand ON brand.name = raw.brand
             LEFT JOIN feed_seen AS seen ON seen.identity = raw.identity
             LEFT JOIN catalog_product AS product ON product.brand_id = brand.id AND product.article = raw.article
             LEFT JOIN catalog_suppliercode AS code
               ON code.supplier_id = (SELECT %(supplier)s::bigint) AND code.code = raw.code
           ) AS judged
    WINDOW same_article AS (PARTITION BY brand_id, article, is_repeated ORDER BY line)
"""
_REMEMBER = "INSERT INTO feed_seen SELECT identity, line FROM feed_row WHERE verdict <> 'repeated'"


class CategoryTree:
    """Ids of the catalogue's sections by their path, kept in `feed_category`; makes those that are missing."""

    def __init__(self) -> None:
        self._ids: dict[tuple[int | None, str], int] = {
            (parent_id, name): pk for pk, parent_id, name in Category.objects.values_list("pk", "parent_id", "name")
        }
        self._known: set[tuple[str, ...]] = set()

    def add(self, paths: Iterable[tuple[str, ...]]) -> None:
        """Makes what is missing of these paths, level by level. Inside the caller's change()."""
        reached: dict[tuple[str, ...], int | None] = dict.fromkeys(set(paths) - self._known)
        for depth in range(max(map(len, reached), default=0)):
            deeper = {path: (parent, path[depth]) for path, parent in reached.items() if len(path) > depth}
            missing = sorted(set(deeper.values()) - self._ids.keys(), key=str)
            made = Category.objects.bulk_create(Category(parent_id=parent, name=name) for parent, name in missing)
            self._ids.update(zip(missing, (category.pk for category in made), strict=True))
            reached |= {path: self._ids[place] for path, place in deeper.items()}
        if reached:
            with connection.cursor() as cursor:
                cursor.execute(_CATEGORIES, [[_path(path) for path in reached], list(reached.values())])
        self._known |= reached.keys()


def open_staging() -> None:
    """Makes the temporary tables of a run, empty; they belong to this connection alone."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        cursor.execute("TRUNCATE feed_seen, feed_category")


def copy_text(rows: Iterable[FeedRow]) -> str:
    """The rows as COPY reads them: made apart from stage_rows, while the database is busy with the last chunk."""
    return "".join(map(_copy_line, rows))


def stage_rows(
    text: str, paths: Iterable[tuple[str, ...]], feed: Feed, supplier: Supplier | None, categories: CategoryTree
) -> None:
    """Copies a chunk into `feed_row` and judges each row; makes missing brands and sections. Inside change()."""
    categories.add(paths)
    with connection.cursor() as cursor:
        cursor.execute(_EMPTY)
        with cursor.copy(_COPY) as copy:
            copy.write(text)
        cursor.execute("ANALYZE feed_raw (line, brand, article, code, identity)")
        cursor.execute(_BRANDS)
        cursor.execute(_VERDICTS, {"supplier": supplier.pk if supplier else None, "has_codes": feed.has_codes})
        cursor.execute(_REMEMBER)


def staged_offers() -> list[bytes]:
    """Quantity prices and stock of the chunk's products, as COPY gives them and the offer lane takes them."""
    with connection.cursor() as cursor, cursor.copy(_OFFERS) as copy:
        return [bytes(piece) for piece in copy]


def _copy_line(row: FeedRow) -> str:
    """One line in COPY's text format: a row's texts hold no control characters, so the backslash alone is escaped."""
    facts = (
        str(row.line),
        row.brand,
        row.article,
        row.key,
        row.code,
        row.code or f"{row.brand}{_SEPARATOR}{row.article}",
        _path(row.category),
        row.name,
        row.package,
        str(row.minimum_quantity),
        "{" + ",".join([str(quantity) for quantity, _price in row.prices]) + "}",
        "{" + ",".join([str(price) for _quantity, price in row.prices]) + "}",
    )
    return "\t".join(facts).replace("\\", "\\\\") + ("\t\\N\n" if row.stock is None else f"\t{row.stock}\n")


def _path(category: tuple[str, ...]) -> str:
    return _SEPARATOR.join(category)
