"""Days that differ from Monday-to-Friday in Russia, as far as they are known.

Sources: article 112 of the Labour Code (the holidays; one that falls on a weekend moves to the next working day, those
of January aside) and the Government's decision of 24 September 2025 for 2026 (3 January moves to the 9th, 4 January to
31 December). For 2027 only what the Code says is here: staff add the days that the Government moves.
"""

from datetime import date

from b2b_portal.core.models import Holiday

NEW_YEAR = "Новогодние каникулы"
CHRISTMAS = "Рождество Христово"
FATHERLAND = "День защитника Отечества"
WOMEN = "Международный женский день"
LABOUR = "Праздник Весны и Труда"
VICTORY = "День Победы"
RUSSIA = "День России"
UNITY = "День народного единства"
MOVED = "Перенос выходного дня"


def _new_year(year: int) -> dict[date, str]:
    days = {date(year, 1, day): NEW_YEAR for day in range(1, 9)}
    return days | {date(year, 1, 7): CHRISTMAS}


DAYS_OFF: dict[date, str] = {
    **_new_year(2026),
    date(2026, 1, 9): MOVED,
    date(2026, 2, 23): FATHERLAND,
    date(2026, 3, 8): WOMEN,
    date(2026, 3, 9): MOVED,
    date(2026, 5, 1): LABOUR,
    date(2026, 5, 9): VICTORY,
    date(2026, 5, 11): MOVED,
    date(2026, 6, 12): RUSSIA,
    date(2026, 11, 4): UNITY,
    date(2026, 12, 31): MOVED,
    **_new_year(2027),
    date(2027, 2, 23): FATHERLAND,
    date(2027, 3, 8): WOMEN,
    date(2027, 5, 1): LABOUR,
    date(2027, 5, 3): MOVED,
    date(2027, 5, 9): VICTORY,
    date(2027, 5, 10): MOVED,
    date(2027, 6, 12): RUSSIA,
    date(2027, 6, 14): MOVED,
    date(2027, 11, 4): UNITY,
}


def add_known_days() -> int:
    """Adds the days of years that have none yet: where staff keep a year, nothing is changed. Returns how many."""
    kept = {day.year for day in Holiday.objects.values_list("day", flat=True)}
    missing = [Holiday(day=day, name=name) for day, name in DAYS_OFF.items() if day.year not in kept]
    return len(Holiday.objects.bulk_create(missing, ignore_conflicts=True))
