"""What the application's own role may not do, tried as that role."""

import pytest
from django.db import ProgrammingError, connection, transaction

from b2b_portal.core.database import append_only_tables, ensure_role, grant_role, limit_role

ROLE = "b2b_suite_web"


@pytest.fixture
def application_role(db):
    """The rest of the test runs as a web role; everything, the role too, is rolled back."""
    ensure_role(ROLE, None)
    grant_role(ROLE)
    limit_role(ROLE, "web")
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {ROLE}")


def test_append_only_tables_are_the_histories_and_trails(db):
    tables = append_only_tables()
    assert {"orders_history", "catalog_stockmovement", "catalog_pricechange", "accounts_companyevent"} <= set(tables)
    assert "orders_order" not in tables


@pytest.mark.parametrize("verb", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0}"])
@pytest.mark.parametrize(
    ("table", "column"),
    [("orders_history", "created_at"), ("catalog_stockmovement", "created_at"), ("catalog_pricechange", "becomes")],
)
def test_application_role_cannot_alter_what_is_written_once(application_role, table, column, verb):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb.format(table, column))


@pytest.mark.parametrize("verb", ["UPDATE accounts_companyevent SET name = ''", "DELETE FROM accounts_companyevent"])
def test_application_role_cannot_alter_the_audit_trail(application_role, verb):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb)


@pytest.mark.parametrize("event", ["membership", "contract", "address", "user"])
@pytest.mark.parametrize("verb", ["UPDATE {0} SET pgh_label = ''", "DELETE FROM {0}", "TRUNCATE {0}"])
def test_application_role_cannot_alter_the_trail_of_people(application_role, event, verb):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb.format(f"accounts_{event}event"))


@pytest.mark.parametrize("verb", ["UPDATE pghistory_context SET metadata = '{}'", "DELETE FROM pghistory_context"])
def test_application_role_cannot_alter_who_made_a_change(application_role, verb):
    """A context is written in the transaction of its change, here again and again, and later by nobody."""
    columns = "id, created_at, updated_at, metadata"
    made = f"INSERT INTO pghistory_context ({columns}) VALUES (gen_random_uuid(), {{0}}, {{0}}, '{{{{}}}}')"
    with connection.cursor() as cursor:
        cursor.execute(made.format("now()"))
        cursor.execute('UPDATE pghistory_context SET metadata = \'{"channel": "web"}\'')
        cursor.execute(made.format("now() - interval '1 second'"))
    with (
        pytest.raises(ProgrammingError, match="permission denied|written once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb)


@pytest.mark.parametrize("verb", ["CREATE TABLE mine (id int)", "ALTER TABLE orders_order ADD COLUMN mine int"])
def test_application_role_cannot_change_the_schema(application_role, verb):
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb)


def test_application_role_reads_and_writes_rows(application_role):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO core_holiday (day, is_working, name) VALUES ('2026-12-31', false, '')")
        cursor.execute("UPDATE core_holiday SET is_working = true")
        cursor.execute("DELETE FROM core_holiday")


def test_limit_role_sets_the_timeouts_on_the_role(application_role):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unnest(setconfig) FROM pg_db_role_setting JOIN pg_roles AS r ON r.oid = setrole WHERE rolname = %s",
            [ROLE],
        )
        settings = {row[0] for row in cursor.fetchall()}
    assert {"statement_timeout=10s", "lock_timeout=3s", "transaction_timeout=30s"} <= settings
