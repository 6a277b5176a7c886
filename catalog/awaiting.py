"""When awaited pieces come: those who asked first are served first from what arrives first."""

from collections.abc import Iterable, Sequence
from datetime import date


def expected_days(arrivals: Iterable[tuple[date, int]], queue: Sequence[int]) -> list[date | None]:
    """For each quantity of the queue the day on which its last piece arrives; None: more are awaited than arrive.

    `arrivals` are (day, pieces) in any order; `queue` is in the order of asking.
    """
    coming = sorted(arrivals)
    days: list[date | None] = []
    asked, arrived, at = 0, 0, -1
    for quantity in queue:
        asked += quantity
        while arrived < asked and at + 1 < len(coming):
            at += 1
            arrived += coming[at][1]
        days.append(coming[at][0] if arrived >= asked and at >= 0 else None)
    return days
