"""Waiting for another process."""

import time
from collections.abc import Callable


def wait_until(is_true: Callable[[], bool], *, seconds: float = 30) -> None:
    """Polls until the question is answered with yes; fails the test when it is not in time."""
    deadline = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < deadline, f"waited {seconds} s in vain"
        time.sleep(0.02)
