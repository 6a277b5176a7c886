"""Search rows of many products find their choices in one join, planned for as many products as were asked for.

A plan made for ten products in an empty shop read every choice for each of five thousand: an import slowed as it went.
"""

from django.db import migrations

REFRESH = """
    CREATE OR REPLACE FUNCTION catalog_search_refresh(products bigint[]) RETURNS void LANGUAGE plpgsql
    SET plan_cache_mode = force_custom_plan AS $$
    BEGIN
        IF cardinality(products) = 0 THEN RETURN; END IF;
        WITH asked AS MATERIALIZED (
            SELECT product.category_id, product.attributes FROM unnest(products) AS asked (id)
              JOIN catalog_product AS product ON product.id = asked.id AND product.is_on_sale
        )
        INSERT INTO catalog_attributechoice (attribute_id, text, number)
        SELECT DISTINCT ON (attribute.id, left(said.text, 200)) attribute.id, left(said.text, 200),
               CASE WHEN attribute.kind = 'number' THEN catalog_leading_number(said.text) END
          FROM asked AS product
          JOIN catalog_category AS section ON section.id = product.category_id
         CROSS JOIN LATERAL jsonb_each_text(product.attributes) AS said (name, text)
          JOIN catalog_attribute AS attribute ON attribute.name = said.name
           AND (attribute.category_id IS NULL OR attribute.category_id = ANY (section.lineage))
         WHERE said.text <> '' AND (attribute.kind <> 'number' OR catalog_leading_number(said.text) IS NOT NULL)
           AND NOT EXISTS (SELECT FROM catalog_attributechoice AS choice
                            WHERE choice.attribute_id = attribute.id AND choice.text = left(said.text, 200))
         ORDER BY attribute.id, left(said.text, 200)
            ON CONFLICT (attribute_id, text) DO NOTHING;

        WITH asked AS MATERIALIZED (
            SELECT product.* FROM unnest(products) AS asked (id)
              JOIN catalog_product AS product ON product.id = asked.id AND product.is_on_sale
        ), maker AS MATERIALIZED (
            SELECT brand.id, setweight(to_tsvector('russian', catalog_search_text(concat_ws(' ', brand.name,
                   (SELECT string_agg(alias, ' ') FROM catalog_brandalias WHERE brand_id = brand.id)))), 'B') AS words
              FROM catalog_brand AS brand WHERE brand.id IN (SELECT brand_id FROM asked)
        ), section AS MATERIALIZED (
            SELECT own.id, own.lineage, setweight(to_tsvector('russian', catalog_search_text(
                   (SELECT string_agg(name, ' ') FROM catalog_category WHERE id = ANY (own.lineage)))), 'C') AS words
              FROM catalog_category AS own WHERE own.id IN (SELECT category_id FROM asked)
        ), chosen AS MATERIALIZED (
            SELECT product.id, array_agg(choice.id ORDER BY choice.id) AS says
              FROM asked AS product
              JOIN section ON section.id = product.category_id
             CROSS JOIN LATERAL jsonb_each_text(product.attributes) AS said (name, text)
              JOIN catalog_attribute AS attribute ON attribute.name = said.name
               AND (attribute.category_id IS NULL OR attribute.category_id = ANY (section.lineage))
              JOIN catalog_attributechoice AS choice
                ON choice.attribute_id = attribute.id AND choice.text = left(said.text, 200)
             WHERE attribute.kind <> 'number' OR catalog_leading_number(said.text) IS NOT NULL
             GROUP BY product.id
        )
        INSERT INTO catalog_searchrow AS row (product_id, brand_id, category_id, stock_class, smallest_order, vat_rate,
                                              says, name_start, key, words)
        SELECT product.id, product.brand_id, product.category_id, catalog_stock_class(product.id),
               (product.minimum_quantity + product.pack_multiple - 1) / product.pack_multiple * product.pack_multiple,
               product.vat_rate,
               coalesce(chosen.says, '{}'),
               left(product.name, 40), product.key,
               setweight(to_tsvector('russian', catalog_search_text(product.name)), 'A') || maker.words || section.words
               || setweight(to_tsvector('russian', catalog_search_text(coalesce(
                  (SELECT string_agg(value, ' ') FROM jsonb_each_text(product.attributes)), ''))), 'D')
          FROM asked AS product
          JOIN maker ON maker.id = product.brand_id
          JOIN section ON section.id = product.category_id
          LEFT JOIN chosen ON chosen.id = product.id
         ORDER BY product.id
            ON CONFLICT (product_id) DO UPDATE
           SET brand_id = excluded.brand_id, category_id = excluded.category_id, stock_class = excluded.stock_class,
               smallest_order = excluded.smallest_order, vat_rate = excluded.vat_rate, says = excluded.says,
               name_start = excluded.name_start, key = excluded.key, words = excluded.words
         WHERE (row.brand_id, row.category_id, row.stock_class, row.smallest_order, row.vat_rate, row.says,
                row.name_start, row.key, row.words)
               IS DISTINCT FROM
               (excluded.brand_id, excluded.category_id, excluded.stock_class, excluded.smallest_order,
                excluded.vat_rate, excluded.says, excluded.name_start, excluded.key, excluded.words);

        DELETE FROM catalog_searchrow AS row
         USING unnest(products) AS asked (id), catalog_product AS product
         WHERE row.product_id = asked.id AND product.id = asked.id AND NOT product.is_on_sale;
    END $$;
"""
BEFORE = """
    CREATE OR REPLACE FUNCTION catalog_search_refresh(products bigint[]) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        IF cardinality(products) = 0 THEN RETURN; END IF;
        INSERT INTO catalog_attributechoice (attribute_id, text, number)
        SELECT DISTINCT ON (attribute.id, left(said.text, 200)) attribute.id, left(said.text, 200),
               CASE WHEN attribute.kind = 'number' THEN catalog_leading_number(said.text) END
          FROM unnest(products) AS asked (id)
          JOIN catalog_product AS product ON product.id = asked.id AND product.is_on_sale
          JOIN catalog_category AS section ON section.id = product.category_id
         CROSS JOIN LATERAL jsonb_each_text(product.attributes) AS said (name, text)
          JOIN catalog_attribute AS attribute ON attribute.name = said.name
           AND (attribute.category_id IS NULL OR attribute.category_id = ANY (section.lineage))
         WHERE said.text <> '' AND (attribute.kind <> 'number' OR catalog_leading_number(said.text) IS NOT NULL)
           AND NOT EXISTS (SELECT FROM catalog_attributechoice AS choice
                            WHERE choice.attribute_id = attribute.id AND choice.text = left(said.text, 200))
         ORDER BY attribute.id, left(said.text, 200)
            ON CONFLICT (attribute_id, text) DO NOTHING;

        WITH asked AS MATERIALIZED (
            SELECT product.* FROM unnest(products) AS asked (id)
              JOIN catalog_product AS product ON product.id = asked.id AND product.is_on_sale
        ), maker AS MATERIALIZED (
            SELECT brand.id, setweight(to_tsvector('russian', catalog_search_text(concat_ws(' ', brand.name,
                   (SELECT string_agg(alias, ' ') FROM catalog_brandalias WHERE brand_id = brand.id)))), 'B') AS words
              FROM catalog_brand AS brand WHERE brand.id IN (SELECT brand_id FROM asked)
        ), section AS MATERIALIZED (
            SELECT own.id, own.lineage, setweight(to_tsvector('russian', catalog_search_text(
                   (SELECT string_agg(name, ' ') FROM catalog_category WHERE id = ANY (own.lineage)))), 'C') AS words
              FROM catalog_category AS own WHERE own.id IN (SELECT category_id FROM asked)
        )
        INSERT INTO catalog_searchrow AS row (product_id, brand_id, category_id, stock_class, smallest_order, vat_rate,
                                              says, name_start, key, words)
        SELECT product.id, product.brand_id, product.category_id, catalog_stock_class(product.id),
               (product.minimum_quantity + product.pack_multiple - 1) / product.pack_multiple * product.pack_multiple,
               product.vat_rate,
               ARRAY(SELECT choice.id
                       FROM jsonb_each_text(product.attributes) AS said (name, text)
                       JOIN catalog_attribute AS attribute ON attribute.name = said.name
                        AND (attribute.category_id IS NULL OR attribute.category_id = ANY (section.lineage))
                       JOIN catalog_attributechoice AS choice
                         ON choice.attribute_id = attribute.id AND choice.text = left(said.text, 200)
                      WHERE attribute.kind <> 'number' OR catalog_leading_number(said.text) IS NOT NULL
                      ORDER BY choice.id),
               left(product.name, 40), product.key,
               setweight(to_tsvector('russian', catalog_search_text(product.name)), 'A') || maker.words || section.words
               || setweight(to_tsvector('russian', catalog_search_text(coalesce(
                  (SELECT string_agg(value, ' ') FROM jsonb_each_text(product.attributes)), ''))), 'D')
          FROM asked AS product
          JOIN maker ON maker.id = product.brand_id
          JOIN section ON section.id = product.category_id
         ORDER BY product.id
            ON CONFLICT (product_id) DO UPDATE
           SET brand_id = excluded.brand_id, category_id = excluded.category_id, stock_class = excluded.stock_class,
               smallest_order = excluded.smallest_order, vat_rate = excluded.vat_rate, says = excluded.says,
               name_start = excluded.name_start, key = excluded.key, words = excluded.words
         WHERE (row.brand_id, row.category_id, row.stock_class, row.smallest_order, row.vat_rate, row.says,
                row.name_start, row.key, row.words)
               IS DISTINCT FROM
               (excluded.brand_id, excluded.category_id, excluded.stock_class, excluded.smallest_order,
                excluded.vat_rate, excluded.says, excluded.name_start, excluded.key, excluded.words);

        DELETE FROM catalog_searchrow AS row
         USING unnest(products) AS asked (id), catalog_product AS product
         WHERE row.product_id = asked.id AND product.id = asked.id AND NOT product.is_on_sale;
    END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0030_products_gone"),
    ]

    operations = [
        migrations.RunSQL(REFRESH, BEFORE),
    ]
