"""Real races: each contender runs in its own thread on its own database connection."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection

Answer = TypeVar("Answer")


def race(contenders: Sequence[Callable[[], Answer]]) -> list[Answer | Exception]:
    """Starts all contenders at one moment and returns what each answered or raised, in their order."""
    start = threading.Barrier(len(contenders))

    def run(contender: Callable[[], Answer]) -> Answer | Exception:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            return contender()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(contenders)) as pool:
        return list(pool.map(run, contenders))


def rounds(contenders: Sequence[Callable[[int], Answer]], times: int) -> list[list[Answer | Exception]]:
    """Races the contenders again and again, each in one thread on one connection; the answers of every round."""
    start = threading.Barrier(len(contenders))

    def run(contender: Callable[[int], Answer]) -> list[Answer | Exception]:
        answers: list[Answer | Exception] = []
        try:
            for number in range(times):
                start.wait(timeout=60)
                try:
                    answers.append(contender(number))
                except Exception as error:
                    answers.append(error)
        finally:
            connection.close()
        return answers

    with ThreadPoolExecutor(len(contenders)) as pool:
        return [list(answers) for answers in zip(*pool.map(run, contenders), strict=True)]


def meeting_point(parties: int) -> Callable[[], None]:
    """A place inside the code under test where all contenders wait for each other: makes the worst moment certain."""
    barrier = threading.Barrier(parties)

    def meet() -> None:
        barrier.wait(timeout=30)

    return meet
