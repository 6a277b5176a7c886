"""More time for a transaction that works on whole lists."""

from django.db import connection

LONGEST_STATEMENT, LONGEST_TRANSACTION = "20min", "30min"


def allow_long_work() -> None:
    """Lifts the role's limits on time for the rest of this transaction, and gives it memory to join whole tables.

    For a worker or a command on two million rows; a page never calls it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SET LOCAL statement_timeout = '{LONGEST_STATEMENT}';
                SET LOCAL transaction_timeout = '{LONGEST_TRANSACTION}';
                SET LOCAL work_mem = '64MB'"""
        )
