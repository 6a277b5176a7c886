"""A section that comes has the verdict of the section above it; one that moves is asked of those whom it concerns."""

from django.db import migrations

CONCERNED = """
    DROP TRIGGER assortment_sections_changed ON catalog_category;

    CREATE FUNCTION catalog_assortment_sections_came() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM FROM catalog_assortment AS own
          WHERE EXISTS (SELECT FROM changed WHERE own.verdicts ? ('c' || changed.parent_id))
          ORDER BY id FOR NO KEY UPDATE;
        UPDATE catalog_assortment AS own SET verdicts = own.verdicts || (
               SELECT jsonb_object_agg('c' || changed.id, own.verdicts -> ('c' || changed.parent_id))
                 FROM changed WHERE own.verdicts ? ('c' || changed.parent_id))
         WHERE EXISTS (SELECT FROM changed WHERE own.verdicts ? ('c' || changed.parent_id));
        RETURN NULL;
    END $$;
    CREATE TRIGGER assortment_sections_came AFTER INSERT ON catalog_category REFERENCING NEW TABLE AS changed
        FOR EACH STATEMENT EXECUTE FUNCTION catalog_assortment_sections_came();

    CREATE OR REPLACE FUNCTION catalog_assortment_sections_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM catalog_assortment_write(owners)
           FROM (SELECT array_agg(DISTINCT rule.assortment_id ORDER BY rule.assortment_id) AS owners
                   FROM was LEFT JOIN catalog_category AS section ON section.id = was.id
                   JOIN catalog_assortmentrule AS rule ON rule.category_id = ANY (was.lineage || section.lineage)
                  WHERE was.lineage IS DISTINCT FROM section.lineage) AS concerned
          WHERE owners IS NOT NULL;
        RETURN NULL;
    END $$;
    CREATE TRIGGER assortment_sections_moved AFTER UPDATE ON catalog_category REFERENCING OLD TABLE AS was
        FOR EACH STATEMENT EXECUTE FUNCTION catalog_assortment_sections_changed();
    CREATE TRIGGER assortment_sections_gone AFTER DELETE ON catalog_category REFERENCING OLD TABLE AS was
        FOR EACH STATEMENT EXECUTE FUNCTION catalog_assortment_sections_changed();
"""
ALL = """
    DROP TRIGGER assortment_sections_gone ON catalog_category;
    DROP TRIGGER assortment_sections_moved ON catalog_category;
    DROP TRIGGER assortment_sections_came ON catalog_category;
    DROP FUNCTION catalog_assortment_sections_came();
    CREATE OR REPLACE FUNCTION catalog_assortment_sections_changed() RETURNS trigger LANGUAGE plpgsql AS $$
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


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0028_search_reads_its_rows"),
    ]

    operations = [
        migrations.RunSQL(CONCERNED, ALL),
    ]
