from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from b2b_portal.core import database


class Command(BaseCommand):
    help = "As the owner: migrates, makes the cache table, creates and limits the application's roles."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=options["verbosity"])
        call_command("createcachetable", verbosity=0)
        owner = urlsplit(settings.DATABASE_URLS["owner"]).username
        for kind in ("worker", "web"):
            address = urlsplit(settings.DATABASE_URLS[kind])
            if not address.username or address.username == owner:
                self.stderr.write(f"The {kind} role is the owner: no timeouts, and its audit trail can be altered.")
                continue
            role = unquote(address.username)
            database.ensure_role(role, unquote(address.password) if address.password else None)
            database.limit_role(role, kind)
            database.grant_role(role)
