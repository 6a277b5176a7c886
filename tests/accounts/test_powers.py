from datetime import date

import pytest

from accounts.powers import last_day


@pytest.mark.parametrize(
    ("issued_on", "said", "until"),
    [
        (date(2026, 11, 24), date(2026, 12, 1), date(2026, 12, 1)),
        (date(2026, 11, 24), None, date(2027, 11, 24)),  # art. 186 ГК РФ: a year where no term is named
        (date(2028, 2, 29), None, date(2029, 2, 28)),
        (date(2027, 2, 28), None, date(2028, 2, 28)),
    ],
)
def test_last_day(issued_on: date, said: date | None, until: date) -> None:
    assert last_day(issued_on, said) == until
