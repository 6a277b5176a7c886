"""What becomes of the rest stands among the verdicts; what an owner's rules come to is read by a function.

So a statement that never needs it plans and starts nothing for it.
"""

from django.db import migrations

WRITTEN = """
    CREATE OR REPLACE FUNCTION catalog_assortment_verdicts(owner bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
        SELECT coalesce(jsonb_object_agg(said.name, said.verdict), '{}')
          FROM (SELECT '' AS name, shows_rest::int AS verdict
                  FROM catalog_assortment WHERE id = owner AND shows_rest IS NOT NULL
                 UNION ALL
                SELECT 'p' || product_id, shows::int
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

    CREATE FUNCTION catalog_assortment_rest_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM catalog_assortment_write(ARRAY[NEW.id]);
        RETURN NULL;
    END $$;
    CREATE TRIGGER assortment_rest_changed AFTER INSERT OR UPDATE OF shows_rest ON catalog_assortment
        FOR EACH ROW EXECUTE FUNCTION catalog_assortment_rest_changed();
    UPDATE catalog_assortment SET shows_rest = shows_rest;
"""
NOT_WRITTEN = """
    DROP TRIGGER assortment_rest_changed ON catalog_assortment;
    DROP FUNCTION catalog_assortment_rest_changed();
"""
# with nothing added it is the same value, but a fresh one in memory: as it lies in the table it would be unpacked anew
# for every product
ASKED = """
    CREATE FUNCTION catalog_company_verdicts(company bigint) RETURNS jsonb LANGUAGE plpgsql STABLE STRICT AS $$
    BEGIN
        RETURN (SELECT verdicts || '{}' FROM catalog_assortment WHERE company_id = company);
    END $$;
    CREATE FUNCTION catalog_tier_verdicts(tier bigint) RETURNS jsonb LANGUAGE plpgsql STABLE STRICT AS $$
    BEGIN
        RETURN (SELECT verdicts || '{}' FROM catalog_assortment WHERE tier_id = tier);
    END $$;

    CREATE OR REPLACE FUNCTION catalog_verdict(verdicts jsonb, product bigint, brand bigint, section bigint) RETURNS int
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10 AS $$
    BEGIN
        RETURN coalesce(verdicts -> ('p' || product), verdicts -> ('b' || brand), verdicts -> ('c' || section),
                        verdicts -> '')::int;
    END $$;
"""
NOT_ASKED = """
    DROP FUNCTION catalog_tier_verdicts(bigint);
    DROP FUNCTION catalog_company_verdicts(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0022_search_text_without_signs"),
    ]

    operations = [
        migrations.RunSQL(WRITTEN, NOT_WRITTEN),
        migrations.RunSQL(ASKED, NOT_ASKED),
    ]
