from django.db import migrations


class Migration(migrations.Migration):
    """Who was invited before and has set no password yet has accepted nothing; an unset password begins with "!"."""

    dependencies = [("accounts", "0017_accepted_memberships")]

    operations = [
        migrations.RunSQL(
            "UPDATE accounts_membership AS place SET accepted_at = NULL, invited_at = place.created_at "
            "FROM accounts_user AS person WHERE person.id = place.user_id AND person.password LIKE '!%'",
            migrations.RunSQL.noop,
        )
    ]
