"""What the database keeps by itself: a section's lineage, and what the companies of a list repeat of it."""

from django.db import migrations

LINEAGE = """
    CREATE FUNCTION catalog_category_lineage() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE above bigint[];
    BEGIN
        SELECT lineage INTO above FROM catalog_category WHERE id = NEW.parent_id;
        IF NEW.id = ANY (above) THEN
            RAISE EXCEPTION 'a section cannot stand below itself' USING ERRCODE = 'check_violation';
        END IF;
        NEW.lineage := coalesce(above, '{}') || NEW.id;
        RETURN NEW;
    END $$;
    CREATE TRIGGER category_lineage BEFORE INSERT OR UPDATE OF parent_id ON catalog_category
        FOR EACH ROW EXECUTE FUNCTION catalog_category_lineage();

    CREATE FUNCTION catalog_category_lineage_below() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE catalog_category SET parent_id = parent_id WHERE parent_id = NEW.id;
        RETURN NULL;
    END $$;
    CREATE TRIGGER category_lineage_below AFTER UPDATE OF parent_id ON catalog_category
        FOR EACH ROW WHEN (OLD.lineage IS DISTINCT FROM NEW.lineage) EXECUTE FUNCTION catalog_category_lineage_below();

    UPDATE catalog_category SET parent_id = parent_id WHERE parent_id IS NULL;
"""
NO_LINEAGE = """
    DROP TRIGGER category_lineage_below ON catalog_category;
    DROP FUNCTION catalog_category_lineage_below();
    DROP TRIGGER category_lineage ON catalog_category;
    DROP FUNCTION catalog_category_lineage();
"""
COMPANIES = """
    CREATE FUNCTION catalog_pricelist_company_repeats() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        SELECT kind, priority, tstzrange(valid_from, valid_until)
          INTO NEW.kind, NEW.priority, NEW.validity
          FROM catalog_pricelist WHERE id = NEW.pricelist_id;
        RETURN NEW;
    END $$;
    CREATE TRIGGER pricelist_company_repeats BEFORE INSERT OR UPDATE OF pricelist_id ON catalog_pricelist_companies
        FOR EACH ROW EXECUTE FUNCTION catalog_pricelist_company_repeats();

    CREATE FUNCTION catalog_pricelist_tells_companies() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE catalog_pricelist_companies
           SET kind = NEW.kind, priority = NEW.priority, validity = tstzrange(NEW.valid_from, NEW.valid_until)
         WHERE pricelist_id = NEW.id;
        RETURN NULL;
    END $$;
    CREATE TRIGGER pricelist_tells_companies
        AFTER UPDATE OF kind, priority, valid_from, valid_until ON catalog_pricelist
        FOR EACH ROW EXECUTE FUNCTION catalog_pricelist_tells_companies();

    UPDATE catalog_pricelist_companies SET pricelist_id = pricelist_id;
"""
NO_COMPANIES = """
    DROP TRIGGER pricelist_tells_companies ON catalog_pricelist;
    DROP FUNCTION catalog_pricelist_tells_companies();
    DROP TRIGGER pricelist_company_repeats ON catalog_pricelist_companies;
    DROP FUNCTION catalog_pricelist_company_repeats();
"""
UNLOGGED = "ALTER TABLE catalog_importrow SET UNLOGGED"


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0008_price_cockpit"),
    ]

    operations = [
        migrations.RunSQL(LINEAGE, NO_LINEAGE),
        migrations.RunSQL(COMPANIES, NO_COMPANIES),
        migrations.RunSQL(UNLOGGED, "ALTER TABLE catalog_importrow SET LOGGED"),
    ]
