"""What the database keeps by itself: search rows and typed attributes of products on sale."""

from django.db import migrations

NARROW = """
    ALTER TABLE catalog_searchrow ALTER COLUMN words SET STORAGE EXTERNAL;
    ALTER TABLE catalog_searchrow SET (toast_tuple_target = 128, fillfactor = 90);
    ALTER TABLE catalog_searchdue SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
"""
WIDE = """
    ALTER TABLE catalog_searchdue RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold);
    ALTER TABLE catalog_searchrow RESET (toast_tuple_target, fillfactor);
    ALTER TABLE catalog_searchrow ALTER COLUMN words SET STORAGE EXTENDED;
"""
# a size is written 3x2.5, 3х2,5 or 3×2,5; a query is read by the same function
TEXT = """
    CREATE FUNCTION catalog_search_text(said text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT regexp_replace(
               regexp_replace(replace(said, 'ё', 'е'), '(\\d),(\\d)', '\\1.\\2', 'g'),
               '(\\d)[хХ×*](?=\\d)', '\\1x', 'g')
    $$;
"""
REFRESH = """
    CREATE FUNCTION catalog_stock_class(product bigint) RETURNS smallint LANGUAGE sql STABLE AS $$
        SELECT coalesce(
               (SELECT CASE WHEN min(warehouse.lead_days) = 0 THEN 0 WHEN min(warehouse.lead_days) <= 3 THEN 1 END
                  FROM catalog_stock AS stock JOIN catalog_warehouse AS warehouse ON warehouse.id = stock.warehouse_id
                 WHERE stock.product_id = product AND stock.on_hand > stock.reserved),
               CASE WHEN EXISTS (SELECT FROM catalog_transit WHERE product_id = product) THEN 2 ELSE 3 END)::smallint
    $$;

    CREATE FUNCTION catalog_search_refresh(products bigint[]) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        IF cardinality(products) = 0 THEN RETURN; END IF;
        INSERT INTO catalog_searchrow AS row (product_id, brand_id, category_id, stock_class, key, words)
        SELECT product.id, product.brand_id, product.category_id, catalog_stock_class(product.id), product.key,
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
               key = excluded.key, words = excluded.words
         WHERE (row.brand_id, row.category_id, row.stock_class, row.key, row.words)
               IS DISTINCT FROM
               (excluded.brand_id, excluded.category_id, excluded.stock_class, excluded.key, excluded.words);

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
NUMBER = """
    CREATE FUNCTION catalog_leading_number(said text) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT CASE WHEN length(found) BETWEEN 1 AND 18 THEN round(found::numeric, 6) END
          FROM (SELECT replace(translate(substring(said FROM
                       '^\\s*[≈~<>≤≥]*\\s*([+-]?\\d{1,3}(?:[  ]\\d{3})+(?:[.,]\\d+)?|[+-]?\\d+(?:[.,]\\d+)?)'),
                       '  ', ''), ',', '.') AS found) AS read
    $$;
"""
PRODUCTS = """
    CREATE FUNCTION catalog_product_searched() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM catalog_search_refresh(ARRAY(SELECT id FROM now_rows ORDER BY id));
        RETURN NULL;
    END $$;
    CREATE TRIGGER product_searched AFTER INSERT ON catalog_product
        REFERENCING NEW TABLE AS now_rows FOR EACH STATEMENT EXECUTE FUNCTION catalog_product_searched();

    CREATE FUNCTION catalog_product_searched_anew() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM catalog_search_refresh(ARRAY(
            SELECT id FROM now_rows JOIN old_rows USING (id)
             WHERE (now_rows.key, now_rows.name, now_rows.brand_id, now_rows.category_id, now_rows.is_on_sale,
                    now_rows.attributes)
                   IS DISTINCT FROM
                   (old_rows.key, old_rows.name, old_rows.brand_id, old_rows.category_id, old_rows.is_on_sale,
                    old_rows.attributes)
             ORDER BY id));
        RETURN NULL;
    END $$;
    CREATE TRIGGER product_searched_anew AFTER UPDATE ON catalog_product
        REFERENCING OLD TABLE AS old_rows NEW TABLE AS now_rows
        FOR EACH STATEMENT EXECUTE FUNCTION catalog_product_searched_anew();
"""
DUE = """
    CREATE FUNCTION catalog_product_due() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO catalog_searchdue (product_id) VALUES (coalesce(NEW.product_id, OLD.product_id));
        RETURN NULL;
    END $$;
    CREATE TRIGGER stock_due AFTER INSERT ON catalog_stock
        FOR EACH ROW WHEN (NEW.on_hand > NEW.reserved) EXECUTE FUNCTION catalog_product_due();
    CREATE TRIGGER stock_due_anew AFTER UPDATE ON catalog_stock
        FOR EACH ROW WHEN ((OLD.on_hand > OLD.reserved) <> (NEW.on_hand > NEW.reserved))
        EXECUTE FUNCTION catalog_product_due();
    CREATE TRIGGER stock_due_gone AFTER DELETE ON catalog_stock
        FOR EACH ROW WHEN (OLD.on_hand > OLD.reserved) EXECUTE FUNCTION catalog_product_due();
    CREATE TRIGGER transit_due AFTER INSERT OR DELETE ON catalog_transit
        FOR EACH ROW EXECUTE FUNCTION catalog_product_due();

    CREATE FUNCTION catalog_warehouse_due() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO catalog_searchdue (product_id)
        SELECT product_id FROM catalog_stock WHERE warehouse_id = NEW.id AND on_hand > reserved;
        RETURN NULL;
    END $$;
    CREATE TRIGGER warehouse_due AFTER UPDATE OF lead_days ON catalog_warehouse
        FOR EACH ROW WHEN (OLD.lead_days <> NEW.lead_days) EXECUTE FUNCTION catalog_warehouse_due();

    CREATE FUNCTION catalog_brand_due() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO catalog_searchdue (product_id) SELECT id FROM catalog_product WHERE brand_id = NEW.id;
        RETURN NULL;
    END $$;
    CREATE TRIGGER brand_due AFTER UPDATE OF name ON catalog_brand
        FOR EACH ROW WHEN (OLD.name <> NEW.name) EXECUTE FUNCTION catalog_brand_due();

    CREATE FUNCTION catalog_brandalias_due() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO catalog_searchdue (product_id)
        SELECT id FROM catalog_product WHERE brand_id IN (NEW.brand_id, OLD.brand_id);
        RETURN NULL;
    END $$;
    CREATE TRIGGER brandalias_due AFTER INSERT OR UPDATE OR DELETE ON catalog_brandalias
        FOR EACH ROW EXECUTE FUNCTION catalog_brandalias_due();

    CREATE FUNCTION catalog_category_due() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO catalog_searchdue (product_id)
        SELECT product.id FROM catalog_product AS product
          JOIN catalog_category AS section ON section.id = product.category_id AND NEW.id = ANY (section.lineage);
        RETURN NULL;
    END $$;
    CREATE TRIGGER category_due AFTER UPDATE ON catalog_category
        FOR EACH ROW WHEN (OLD.name <> NEW.name OR OLD.lineage <> NEW.lineage) EXECUTE FUNCTION catalog_category_due();

    CREATE FUNCTION catalog_attribute_due() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO catalog_searchdue (product_id)
        SELECT product.id FROM catalog_product AS product
          JOIN catalog_category AS section ON section.id = product.category_id
         WHERE product.attributes ? NEW.name OR TG_OP = 'UPDATE' AND product.attributes ? OLD.name;
        RETURN NULL;
    END $$;
    CREATE TRIGGER attribute_due AFTER INSERT OR UPDATE OF category_id, name, kind ON catalog_attribute
        FOR EACH ROW EXECUTE FUNCTION catalog_attribute_due();
"""
UNDONE = """
    DROP TRIGGER attribute_due ON catalog_attribute;
    DROP TRIGGER category_due ON catalog_category;
    DROP TRIGGER brandalias_due ON catalog_brandalias;
    DROP TRIGGER brand_due ON catalog_brand;
    DROP TRIGGER warehouse_due ON catalog_warehouse;
    DROP TRIGGER transit_due ON catalog_transit;
    DROP TRIGGER stock_due_gone ON catalog_stock;
    DROP TRIGGER stock_due_anew ON catalog_stock;
    DROP TRIGGER stock_due ON catalog_stock;
    DROP TRIGGER product_searched_anew ON catalog_product;
    DROP TRIGGER product_searched ON catalog_product;
    DROP FUNCTION catalog_attribute_due, catalog_category_due, catalog_brandalias_due, catalog_brand_due,
                  catalog_warehouse_due, catalog_product_due, catalog_product_searched_anew, catalog_product_searched,
                  catalog_search_refresh, catalog_stock_class, catalog_leading_number, catalog_search_text;
"""
# readers of a live shop find a product as soon as its row is there, so nothing waits for this
FILL = """
    INSERT INTO catalog_searchdue (product_id) SELECT id FROM catalog_product WHERE is_on_sale
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0013_search_rows"),
    ]

    operations = [
        migrations.RunSQL(NARROW, WIDE),
        migrations.RunSQL(TEXT + NUMBER + REFRESH + PRODUCTS + DUE, UNDONE),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
