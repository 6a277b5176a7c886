"""Django's command line. Commands that change the schema connect as the database's owner, long ones as the worker."""

import os
import sys

SCHEMA_COMMANDS = {"migrate", "makemigrations", "sqlmigrate", "prepare_database", "flush", "pgtrigger"}
WORKER_COMMANDS = {"import_catalog"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "b2b_portal.settings")
    if len(sys.argv) > 1 and sys.argv[1] in SCHEMA_COMMANDS:
        os.environ["DATABASE_ROLE"] = "owner"
    if len(sys.argv) > 1 and sys.argv[1] in WORKER_COMMANDS:
        os.environ["DATABASE_ROLE"] = "worker"  # a page's timeouts would end it
    from django.core.management import execute_from_command_line  # noqa: PLC0415  settings read the role set above

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
