"""Statements that PostgreSQL plans once for each connection and then only runs."""

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from django.db import connection


class _Cursor(psycopg.Cursor[Any]):
    """Binds on the server and prepares at the first run. Django's own cursor writes values into the text."""

    def execute(
        self, query: Any, params: Any = None, *, prepare: bool | None = True, binary: bool | None = None
    ) -> Any:
        return super().execute(query, params, prepare=prepare, binary=binary)


def prepared(statement: str, parameters: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]:
    """The rows of a statement whose text never changes: a text of the code, values only in `parameters`."""
    if connection.execute_wrappers:  # an audit's context puts a statement of its own before ours
        with connection.cursor() as cursor:
            cursor.execute(statement, dict(parameters))
            return list(cursor.fetchall())
    connection.ensure_connection()
    wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    with wrap(_Cursor(connection.connection)) as cursor:  # type: ignore[arg-type]  # stubs know Django's own cursors only
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
