"""Progress lines: what is being done and how long it has taken so far."""

import contextlib
import time
from typing import TextIO


class Console:
    """Writes lines to one stream; steps carry the seconds since the start."""

    def __init__(self, stream: TextIO, *, quiet: bool = False) -> None:
        self.stream = stream
        self.quiet = quiet
        self.started = time.monotonic()

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self.started

    def step(self, text: str) -> None:
        """Says that a step has begun; silent on a quiet console."""
        if not self.quiet:
            self.line(f"{self.elapsed:6.1f} s  {text}")

    def line(self, text: str = "") -> None:
        with contextlib.suppress(OSError):  # the terminal may be gone; the children must be stopped all the same
            print(text, file=self.stream, flush=True)
