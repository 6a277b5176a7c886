"""What the database keeps and asks by itself: what the rules of an assortment come to."""

from django.db import migrations

# of section rules the deepest decides, so every section below a named one has a verdict of its own
WRITTEN = """
    CREATE FUNCTION catalog_assortment_verdicts(owner bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
        SELECT coalesce(jsonb_object_agg(said.name, said.verdict), '{}')
          FROM (SELECT 'p' || product_id AS name, shows::int AS verdict
                  FROM catalog_assortmentrule WHERE assortment_id = owner AND product_id IS NOT NULL
                 UNION ALL
                SELECT 'b' || brand_id, shows::int
                  FROM catalog_assortmentrule WHERE assortment_id = owner AND brand_id IS NOT NULL
                 UNION ALL
                SELECT 'c' || section.id, deepest.verdict
                  FROM catalog_category AS section
                 CROSS JOIN LATERAL (
                       SELECT rule.shows::int AS verdict FROM catalog_assortmentrule AS rule
                        WHERE rule.assortment_id = owner AND rule.category_id = ANY (section.lineage)
                        ORDER BY array_position(section.lineage, rule.category_id) DESC LIMIT 1) AS deepest
               ) AS said
    $$;

    CREATE FUNCTION catalog_assortment_write(owners bigint[]) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM FROM catalog_assortment WHERE id = ANY (owners) ORDER BY id FOR NO KEY UPDATE;
        UPDATE catalog_assortment AS own SET verdicts = fresh.verdicts
          FROM (SELECT id, catalog_assortment_verdicts(id) AS verdicts FROM unnest(owners) AS asked (id)) AS fresh
         WHERE own.id = fresh.id AND own.verdicts <> fresh.verdicts;
    END $$;

    CREATE FUNCTION catalog_assortment_rules_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM catalog_assortment_write(ARRAY(SELECT DISTINCT assortment_id FROM changed ORDER BY assortment_id));
        RETURN NULL;
    END $$;
    CREATE TRIGGER assortment_rule_came AFTER INSERT ON catalog_assortmentrule REFERENCING NEW TABLE AS changed
        FOR EACH STATEMENT EXECUTE FUNCTION catalog_assortment_rules_changed();
    CREATE TRIGGER assortment_rule_changed AFTER UPDATE ON catalog_assortmentrule REFERENCING NEW TABLE AS changed
        FOR EACH STATEMENT EXECUTE FUNCTION catalog_assortment_rules_changed();
    CREATE TRIGGER assortment_rule_gone AFTER DELETE ON catalog_assortmentrule REFERENCING OLD TABLE AS changed
        FOR EACH STATEMENT EXECUTE FUNCTION catalog_assortment_rules_changed();

    CREATE FUNCTION catalog_assortment_sections_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM catalog_assortment_write(owners)
           FROM (SELECT array_agg(DISTINCT assortment_id ORDER BY assortment_id) AS owners
                   FROM catalog_assortmentrule WHERE category_id IS NOT NULL) AS concerned
          WHERE owners IS NOT NULL;
        RETURN NULL;
    END $$;
    CREATE TRIGGER assortment_sections_changed AFTER INSERT OR DELETE OR UPDATE OF parent_id ON catalog_category
        FOR EACH STATEMENT EXECUTE FUNCTION catalog_assortment_sections_changed();
"""
NOT_WRITTEN = """
    DROP TRIGGER assortment_sections_changed ON catalog_category;
    DROP FUNCTION catalog_assortment_sections_changed();
    DROP TRIGGER assortment_rule_gone ON catalog_assortmentrule;
    DROP TRIGGER assortment_rule_changed ON catalog_assortmentrule;
    DROP TRIGGER assortment_rule_came ON catalog_assortmentrule;
    DROP FUNCTION catalog_assortment_rules_changed();
    DROP FUNCTION catalog_assortment_write(bigint[]);
    DROP FUNCTION catalog_assortment_verdicts(bigint);
"""
# STRICT: for a company without rules there is nothing to ask, and it is not called at all
ASKED = """
    CREATE FUNCTION catalog_verdict(verdicts jsonb, product bigint, brand bigint, section bigint) RETURNS int
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10 AS $$
    BEGIN
        RETURN coalesce(verdicts ->> ('p' || product), verdicts ->> ('b' || brand), verdicts ->> ('c' || section),
                        verdicts ->> '')::int;
    END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0018_assortment"),
    ]

    operations = [
        migrations.RunSQL(WRITTEN, NOT_WRITTEN),
        migrations.RunSQL(ASKED, "DROP FUNCTION catalog_verdict(jsonb, bigint, bigint, bigint)"),
    ]
