"""Search rows know what pricing needs of a product, so that pricing a hundred thousand of them reads few pages."""

from django.db import migrations, models

REFRESH = """
    CREATE OR REPLACE FUNCTION catalog_search_refresh(products bigint[]) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        IF cardinality(products) = 0 THEN RETURN; END IF;
        INSERT INTO catalog_searchrow AS row (product_id, brand_id, category_id, stock_class,
                                              smallest_order, vat_rate, key, words)
        SELECT product.id, product.brand_id, product.category_id, catalog_stock_class(product.id),
               (product.minimum_quantity + product.pack_multiple - 1) / product.pack_multiple * product.pack_multiple,
               product.vat_rate, product.key,
               setweight(to_tsvector('russian', catalog_search_text(product.name)), 'A')
               || setweight(to_tsvector('russian', catalog_search_text(concat_ws(' ', brand.name, called.aliases))), 'B')
               || setweight(to_tsvector('russian', catalog_search_text(above.names)), 'C')
               || setweight(to_tsvector('russian', catalog_search_text(coalesce(said.texts, ''))), 'D')
          FROM unnest(products) AS asked (id)
          JOIN catalog_product AS product ON product.id = asked.id AND product.is_on_sale
          JOIN catalog_brand AS brand ON brand.id = product.brand_id
          JOIN catalog_category AS section ON section.id = product.category_id
         CROSS JOIN LATERAL (
               SELECT string_agg(alias, ' ') AS aliases FROM catalog_brandalias WHERE brand_id = brand.id) AS called
         CROSS JOIN LATERAL (
               SELECT string_agg(name, ' ') AS names FROM catalog_category WHERE id = ANY (section.lineage)) AS above
         CROSS JOIN LATERAL (
               SELECT string_agg(value, ' ') AS texts FROM jsonb_each_text(product.attributes)) AS said
         ORDER BY product.id
            ON CONFLICT (product_id) DO UPDATE
           SET brand_id = excluded.brand_id, category_id = excluded.category_id, stock_class = excluded.stock_class,
               smallest_order = excluded.smallest_order, vat_rate = excluded.vat_rate, key = excluded.key,
               words = excluded.words
         WHERE (row.brand_id, row.category_id, row.stock_class, row.smallest_order, row.vat_rate, row.key, row.words)
               IS DISTINCT FROM
               (excluded.brand_id, excluded.category_id, excluded.stock_class, excluded.smallest_order,
                excluded.vat_rate, excluded.key, excluded.words);

        INSERT INTO catalog_attributevalue AS value (product_id, attribute_id, number, text)
        SELECT DISTINCT ON (product.id, attribute.id) product.id, attribute.id,
               CASE WHEN attribute.kind = 'number' THEN catalog_leading_number(said.text) END, left(said.text, 200)
          FROM unnest(products) AS asked (id)
          JOIN catalog_product AS product ON product.id = asked.id AND product.is_on_sale
          JOIN catalog_category AS section ON section.id = product.category_id
         CROSS JOIN LATERAL jsonb_each_text(product.attributes) AS said (name, text)
          JOIN catalog_attribute AS attribute ON attribute.name = said.name
           AND (attribute.category_id IS NULL OR attribute.category_id = ANY (section.lineage))
         WHERE said.text <> '' AND (attribute.kind <> 'number' OR catalog_leading_number(said.text) IS NOT NULL)
         ORDER BY product.id, attribute.id
            ON CONFLICT (product_id, attribute_id) DO UPDATE SET number = excluded.number, text = excluded.text
         WHERE (value.number, value.text) IS DISTINCT FROM (excluded.number, excluded.text);

        DELETE FROM catalog_attributevalue AS value
         USING unnest(products) AS asked (id), catalog_product AS product, catalog_category AS section,
               catalog_attribute AS attribute
         WHERE value.product_id = asked.id AND product.id = asked.id AND section.id = product.category_id
           AND attribute.id = value.attribute_id
           AND NOT (product.is_on_sale AND coalesce(product.attributes ->> attribute.name, '') <> ''
                    AND (attribute.category_id IS NULL OR attribute.category_id = ANY (section.lineage))
                    AND (attribute.kind <> 'number'
                         OR catalog_leading_number(product.attributes ->> attribute.name) IS NOT NULL));
        DELETE FROM catalog_searchrow AS row
         USING unnest(products) AS asked (id), catalog_product AS product
         WHERE row.product_id = asked.id AND product.id = asked.id AND NOT product.is_on_sale;
    END $$;
"""
PRODUCTS = """
    CREATE OR REPLACE FUNCTION catalog_product_searched_anew() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM catalog_search_refresh(ARRAY(
            SELECT id FROM now_rows JOIN old_rows USING (id)
             WHERE (now_rows.key, now_rows.name, now_rows.brand_id, now_rows.category_id, now_rows.is_on_sale,
                    now_rows.minimum_quantity, now_rows.pack_multiple, now_rows.vat_rate, now_rows.attributes)
                   IS DISTINCT FROM
                   (old_rows.key, old_rows.name, old_rows.brand_id, old_rows.category_id, old_rows.is_on_sale,
                    old_rows.minimum_quantity, old_rows.pack_multiple, old_rows.vat_rate, old_rows.attributes)
             ORDER BY id));
        RETURN NULL;
    END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0020_kits_and_doubtful_analogues"),
    ]

    operations = [
        migrations.AddField("searchrow", "smallest_order", models.PositiveIntegerField(default=1)),
        migrations.AddField("searchrow", "vat_rate", models.DecimalField(max_digits=4, decimal_places=2, null=True)),
        migrations.RunSQL(REFRESH + PRODUCTS, migrations.RunSQL.noop),
    ]
