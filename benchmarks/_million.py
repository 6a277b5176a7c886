"""A list of a million prices in a database of its own, and the files that change all of them."""

import csv
from collections.abc import Iterator
from pathlib import Path

import psycopg
import xlsxwriter

LIST = "opt-2"
BRANDS = 2_000

# the search indexes of products have nothing to do with prices and take longest to build
_FILL = """
    DROP INDEX IF EXISTS product_key_prefix;
    INSERT INTO catalog_category (name) VALUES ('Benchmark') ON CONFLICT DO NOTHING;
    INSERT INTO catalog_brand (name) SELECT 'Brand ' || g FROM generate_series(1, {brands}) AS g;
    INSERT INTO catalog_product (uid, brand_id, article, key, name, category_id, attributes, unit, vat_rate,
                                 pack_multiple, minimum_quantity, is_on_sale)
    SELECT gen_random_uuid(), brand.id, 'ART-' || md5(g::text)::varchar(12), upper(md5(g::text)::varchar(12)),
           'Product ' || g, (SELECT id FROM catalog_category WHERE name = 'Benchmark'), '{{}}', '796', 0.22, 1, 1, true
      FROM generate_series(1, {rows}) AS g
      JOIN (SELECT id, row_number() OVER () AS place FROM catalog_brand WHERE name LIKE 'Brand %') AS brand
        ON brand.place = g % {brands} + 1;
    INSERT INTO catalog_price (price_list_id, product_id, quantity, unit_price)
    SELECT (SELECT id FROM catalog_pricelist WHERE code = '{list}'), id, 1, 100 + id % 9000
      FROM catalog_product WHERE article LIKE 'ART-%';
"""
_ROWS = """
    SELECT brand.name, product.article, price.unit_price FROM catalog_price AS price
      JOIN catalog_product AS product ON product.id = price.product_id
      JOIN catalog_brand AS brand ON brand.id = product.brand_id
     WHERE product.article LIKE 'ART-%%' AND price.price_list_id = (SELECT id FROM catalog_pricelist WHERE code = %s)
     ORDER BY product.key LIMIT %s
"""


def fill(owner: psycopg.Connection, rows: int) -> None:
    """Makes so many products with a price each in the demo's list of the second tier."""
    owner.execute(_FILL.format(rows=rows, brands=BRANDS, list=LIST))  # type: ignore[arg-type]
    owner.commit()
    owner.autocommit = True
    owner.execute("VACUUM ANALYZE")
    owner.autocommit = False


def rows_of(owner: psycopg.Connection, rows: int, more: int) -> Iterator[tuple[str, str, str]]:
    """Brand, article and a price that is higher than now by `more`, in the order of keys, which is nobody's order."""
    with owner.cursor(name="rows") as cursor:
        cursor.itersize = 10_000
        cursor.execute(_ROWS, [LIST, rows])
        for brand, article, price in cursor:
            yield brand, article, str(price + more)
    owner.rollback()


def write_csv(path: Path, rows: Iterator[tuple[str, str, str]]) -> None:
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(["Бренд", "Артикул", "Цена"])
        writer.writerows(rows)


def write_xlsx(path: Path, rows: Iterator[tuple[str, str, str]]) -> None:
    """Eight columns, of which three matter, as price lists have them."""
    headings = ["№", "Бренд", "Артикул", "Наименование", "Ед.", "Остаток", "Цена", "Примечание"]
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Прайс")
        sheet.write_row(0, 0, headings)
        for line, (brand, article, price) in enumerate(rows, start=1):
            sheet.write_row(line, 0, [line, brand, article, f"Товар {line}", "шт", line % 50, float(price), ""])
