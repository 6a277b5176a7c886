"""The invariants, asked cheaply enough for the end of every test: in one statement, and again where it found a row."""

from functools import cache
from typing import Any

from django.db import connection

from b2b_portal.invariants import INVARIANTS


def broken_now() -> dict[str, list[str]]:
    """What `invariants.broken()` says. Each sentence comes from a row: a question without a row need not be asked."""
    with connection.cursor() as cursor:
        cursor.execute(_have_rows())
        answers = zip(INVARIANTS.items(), cursor.fetchone(), strict=True)
    found = {rule: question() for (rule, question), has_row in answers if has_row}
    return {rule: sentences for rule, sentences in found.items() if sentences}


@cache
def _have_rows() -> str:
    """A statement that says for each question whether its query finds a row."""
    asked: dict[str, str] = {}

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.setdefault(rule, connection.ops.compose_sql(sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        for rule, question in INVARIANTS.items():  # noqa: B007  `note` reads the rule
            question()
    return "SELECT " + ", ".join(f"EXISTS ({asked[rule]})" for rule in INVARIANTS)
