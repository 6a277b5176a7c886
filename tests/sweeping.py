"""Frees what rolled-back rows hold: the tests' database has no autovacuum, whose moment no test could foresee."""

from django.db import connection

MANY = 5_000


def sweep() -> None:
    """Vacuums the tables with many dead rows. Outside of every transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_stat_user_tables WHERE n_dead_tup > %s", [MANY])
        tables = ", ".join(connection.ops.quote_name(name) for (name,) in cursor.fetchall())
        if tables:
            cursor.execute(f"VACUUM {tables}")
