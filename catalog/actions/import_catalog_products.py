"""Products and suppliers' codes of one staged chunk."""

from django.conf import settings
from django.db import connection

from catalog.enums import Unit
from catalog.models import Supplier

_CREATE = """
    INSERT INTO catalog_product (uid, brand_id, article, key, name, category_id, attributes, unit, vat_rate,
                                 pack_multiple, minimum_quantity, is_on_sale)
    SELECT gen_random_uuid(), brand_id, article, key, name, category_id,
           CASE WHEN package = '' THEN '{}' ELSE jsonb_build_object('package', package) END,
           %(unit)s, %(vat_rate)s, 1, minimum, true
      FROM feed_row WHERE verdict = 'created' ORDER BY line
    ON CONFLICT (brand_id, article) DO NOTHING
"""
_RESOLVE = """
    UPDATE feed_row AS row SET product_id = product.id, governs = row.verdict = 'created'
      FROM catalog_product AS product
     WHERE product.brand_id = row.brand_id AND product.article = row.article AND row.product_id IS NULL
       AND row.verdict IN ('created', 'second_code')
"""
_CODES = """
    INSERT INTO catalog_suppliercode (supplier_id, code, product_id)
    SELECT %(supplier)s, code, product_id FROM feed_row
     WHERE verdict IN ('created', 'second_code') ORDER BY line
"""
# a product may bear several codes of one supplier: the row with the oldest says what the product is and costs
_GOVERN = """
    WITH oldest AS MATERIALIZED (
        SELECT code.product_id, min(code.id) AS id
          FROM feed_row AS row
          JOIN catalog_suppliercode AS code
            ON code.product_id = row.product_id AND code.supplier_id = (SELECT %(supplier)s::bigint)
         WHERE row.verdict IN ('second_code', 'known')
         GROUP BY code.product_id
    )
    UPDATE feed_row AS row SET governs = true
      FROM oldest JOIN catalog_suppliercode AS code ON code.id = oldest.id
     WHERE row.product_id = oldest.product_id AND row.code = code.code AND row.verdict IN ('second_code', 'known')
"""
_GOVERN_WITHOUT_CODES = "UPDATE feed_row SET governs = true WHERE verdict = 'known'"
_DISAGREE = """
    UPDATE feed_row AS row SET verdict = 'other_package'
      FROM catalog_product AS product
     WHERE product.id = row.product_id AND row.verdict = 'known' AND NOT row.governs
       AND (product.category_id <> row.category_id OR coalesce(product.attributes ->> 'package', '') <> row.package)
"""
_UPDATE = """
    WITH changed AS (
        UPDATE catalog_product AS product
           SET name = row.name, category_id = row.category_id, minimum_quantity = row.minimum, key = row.key,
               attributes = CASE WHEN row.package = '' THEN product.attributes
                            ELSE product.attributes || jsonb_build_object('package', row.package) END
          FROM feed_row AS row
         WHERE product.id = row.product_id AND row.governs AND row.verdict <> 'created'
           AND ((product.name, product.category_id, product.minimum_quantity, product.key)
                IS DISTINCT FROM (row.name, row.category_id, row.minimum, row.key)
                OR row.package <> '' AND product.attributes ->> 'package' IS DISTINCT FROM row.package)
        RETURNING product.id
    )
    INSERT INTO feed_touched SELECT id FROM changed
"""


def save_products(supplier: Supplier | None) -> None:
    """Creates and updates the products of the staged chunk and records their codes. Inside change()."""
    with connection.cursor() as cursor:
        cursor.execute(_CREATE, {"unit": Unit.PIECE.value, "vat_rate": settings.DEFAULT_VAT_RATE})
        cursor.execute(_RESOLVE)
        if supplier:
            cursor.execute(_CODES, {"supplier": supplier.pk})
            cursor.execute(_GOVERN, {"supplier": supplier.pk})
            cursor.execute(_DISAGREE)
        else:
            cursor.execute(_GOVERN_WITHOUT_CODES)
        cursor.execute("ANALYZE feed_row (product_id, verdict, governs)")
        cursor.execute(_UPDATE)
