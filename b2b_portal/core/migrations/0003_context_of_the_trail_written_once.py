from django.db import migrations

# Who changed what is kept in the context of an audit row. pghistory writes a context in the transaction of the change
# and, where a verb calls another, writes it again in the same one; afterwards nobody but the owner may.
GUARD = """
CREATE FUNCTION core_context_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.created_at IS DISTINCT FROM now() THEN
        RAISE EXCEPTION 'a context of the audit trail is written once' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER core_context_written_once BEFORE UPDATE ON pghistory_context
    FOR EACH ROW EXECUTE FUNCTION core_context_written_once();
"""
NO_GUARD = """
DROP TRIGGER core_context_written_once ON pghistory_context;
DROP FUNCTION core_context_written_once();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_staff_mail_list"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [migrations.RunSQL(GUARD, NO_GUARD)]
