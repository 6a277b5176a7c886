"""What the database's roles may do, and for how long."""

from django.apps import apps
from django.db import connection, models
from pghistory.models import Context
from psycopg import sql

from b2b_portal.core.models import AppendOnly

# reliability.md section 2: a page may not wait, a worker may, both give locks up quickly
TIMEOUTS = {
    "web": {
        "statement_timeout": "10s",
        "lock_timeout": "3s",
        "idle_in_transaction_session_timeout": "15s",
        "transaction_timeout": "30s",
        # for what catalog/queries/prepared.py runs: its plans are made to be good whatever the values are
        "plan_cache_mode": "force_generic_plan",
    },
    "worker": {
        "statement_timeout": "120s",
        "lock_timeout": "5s",
        "idle_in_transaction_session_timeout": "60s",
        "transaction_timeout": "300s",
    },
}


def ensure_role(name: str, password: str | None) -> None:
    """Creates a login role without any right to change the schema, unless it is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
        if cursor.fetchone():
            return
        statement = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE").format(sql.Identifier(name))
        if password:
            statement += sql.SQL(" PASSWORD {}").format(sql.Literal(password))
        cursor.execute(statement.as_string(cursor.cursor.connection))


def limit_role(name: str, kind: str) -> None:
    """Sets the timeouts of `kind` (web, worker) on the role itself, so that no connection can forget them."""
    with connection.cursor() as cursor:
        for setting, value in TIMEOUTS[kind].items():
            statement = sql.SQL("ALTER ROLE {} SET {} = {}").format(
                sql.Identifier(name), sql.Identifier(setting), sql.Literal(value)
            )
            cursor.execute(statement.as_string(cursor.cursor.connection))


def grant_role(name: str) -> None:
    """Lets the role read and write rows, but never change or delete those of append-only tables."""
    role = sql.Identifier(name)
    statements = [
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role),
        sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}").format(role),
        sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(role),
    ]
    statements += [
        sql.SQL("REVOKE UPDATE, DELETE ON {} FROM {}").format(sql.Identifier(table), role)
        for table in append_only_tables()
    ]
    # who changed it stands there; a trigger lets it be written in the transaction of the change alone
    statements.append(sql.SQL("REVOKE DELETE ON {} FROM {}").format(sql.Identifier(Context._meta.db_table), role))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.as_string(cursor.cursor.connection))


def append_only_tables() -> list[str]:
    """Names the tables whose rows are written once: histories, movements and the audit trail."""
    return sorted(model._meta.db_table for model in apps.get_models() if _is_append_only(model))


def _is_append_only(model: type[models.Model]) -> bool:
    return issubclass(model, AppendOnly) or hasattr(model, "pgh_tracked_model")
