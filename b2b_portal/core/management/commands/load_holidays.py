from typing import Any

from django.core.management.base import BaseCommand

from b2b_portal.core.russian_holidays import add_known_days


class Command(BaseCommand):
    help = "Adds the known public holidays of Russia; years that staff have touched are left as they are."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{add_known_days()} days added")
