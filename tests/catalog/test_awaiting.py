from datetime import date

import pytest

from catalog.awaiting import expected_days

MAY, JUNE, JULY = date(2026, 5, 4), date(2026, 6, 1), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("arrivals", "queue", "days"),
    [
        ([], [], []),
        ([], [1], [None]),
        ([(MAY, 5)], [5], [MAY]),
        ([(MAY, 5)], [6], [None]),
        ([(JUNE, 5), (MAY, 5)], [5, 5], [MAY, JUNE]),
        ([(MAY, 5), (JUNE, 5)], [3, 3], [MAY, JUNE]),
        ([(MAY, 2), (MAY, 2), (JULY, 9)], [4, 1], [MAY, JULY]),
        ([(MAY, 5)], [4, 2, 1], [MAY, None, None]),
    ],
)
def test_expected_days_serves_who_asked_first_from_what_comes_first(arrivals, queue, days):
    assert expected_days(arrivals, queue) == days
