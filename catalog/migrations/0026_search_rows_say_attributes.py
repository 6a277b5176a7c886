"""Search rows hold what products say of attributes as numbers of a dictionary: counting them joins nothing.

The words of makers and sections are made once for a statement; where stock alone moved, words are left as they are.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

REFRESH = """
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

    CREATE FUNCTION catalog_stock_class_refresh(products bigint[]) RETURNS void LANGUAGE sql AS $$
        UPDATE catalog_searchrow AS row SET stock_class = now.class
          FROM (SELECT id, catalog_stock_class(id) AS class FROM unnest(products) AS asked (id) ORDER BY id) AS now
         WHERE row.product_id = now.id AND row.stock_class <> now.class
    $$;

    CREATE OR REPLACE FUNCTION catalog_product_due() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO catalog_searchdue (product_id, is_stock) VALUES (coalesce(NEW.product_id, OLD.product_id), true);
        RETURN NULL;
    END $$;

    CREATE OR REPLACE FUNCTION catalog_warehouse_due() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO catalog_searchdue (product_id, is_stock)
        SELECT product_id, true FROM catalog_stock WHERE warehouse_id = NEW.id AND on_hand > reserved;
        RETURN NULL;
    END $$;
"""
ANEW = """
    DELETE FROM catalog_searchdue;
    INSERT INTO catalog_searchdue (product_id) SELECT id FROM catalog_product WHERE is_on_sale ORDER BY id
"""
# as wide as its words make it: tables of toast begin at two kilobytes, whatever a table's own target is
INLINE = """
    ALTER TABLE catalog_searchrow RESET (toast_tuple_target);
    ALTER TABLE catalog_searchrow ALTER COLUMN words SET STORAGE EXTENDED;
"""
KIND = """
    CREATE OR REPLACE FUNCTION catalog_attribute_due() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE catalog_attributechoice
           SET number = CASE WHEN NEW.kind = 'number' THEN catalog_leading_number(text) END
         WHERE attribute_id = NEW.id;
        INSERT INTO catalog_searchdue (product_id)
        SELECT product.id FROM catalog_product AS product
         WHERE product.attributes ? NEW.name OR TG_OP = 'UPDATE' AND product.attributes ? OLD.name;
        RETURN NULL;
    END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0025_doubtful_letters"),
    ]

    operations = [
        migrations.DeleteModel("AttributeValue"),
        migrations.CreateModel(
            name="AttributeChoice",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("text", models.CharField(max_length=200, verbose_name="text")),
                ("number", models.DecimalField(decimal_places=6, max_digits=24, null=True, verbose_name="number")),
                (
                    "attribute",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="choices",
                        to="catalog.attribute",
                        verbose_name="attribute",
                    ),
                ),
            ],
            options={
                "verbose_name": "value of an attribute",
                "verbose_name_plural": "values of attributes",
                "constraints": [
                    models.UniqueConstraint(fields=("attribute", "text"), name="attribute_choice_unique"),
                ],
            },
        ),
        migrations.AddField("searchdue", "is_stock", models.BooleanField(db_default=False)),
        migrations.AddField(
            "searchrow",
            "says",
            django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None),
        ),
        migrations.AddField("searchrow", "name_start", models.CharField(default="", max_length=40)),
        migrations.RunSQL(INLINE, migrations.RunSQL.noop),
        migrations.RunSQL(REFRESH + KIND, migrations.RunSQL.noop),
        migrations.RunSQL(ANEW, migrations.RunSQL.noop),
    ]
