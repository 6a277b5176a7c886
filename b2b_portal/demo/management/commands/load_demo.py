from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from b2b_portal.demo.load import load, logins, write_logins


class Command(BaseCommand):
    help = "Loads the demo company, once, into the embedded database only: its passwords are known to everybody."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMBEDDED:
            raise CommandError("Demo data and its known passwords load only into the embedded database.")
        is_new = load(timezone.now())
        write_logins(settings.DATA_DIR)
        self.stdout.write("Demo loaded." if is_new else "The demo is there already.")
        self.stdout.write(logins())
