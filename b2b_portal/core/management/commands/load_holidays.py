from typing import Any

from django.core.management.base import BaseCommand

from b2b_portal.core.models import Holiday
from b2b_portal.core.russian_holidays import DAYS_OFF


class Command(BaseCommand):
    help = "Adds the known public holidays of Russia; years that staff have touched are left as they are."

    def handle(self, *args: Any, **options: Any) -> None:
        known_years = {day.year for day in Holiday.objects.values_list("day", flat=True)}
        missing = [Holiday(day=day, name=name) for day, name in DAYS_OFF.items() if day.year not in known_years]
        Holiday.objects.bulk_create(missing, ignore_conflicts=True)
        self.stdout.write(f"{len(missing)} days added")
