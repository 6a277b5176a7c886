"""Starts children in order, starts those again that die, stops them in the reverse order."""

import signal
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType, TracebackType

from .console import Console
from .errors import Refused, StopRequested
from .process import Process, end_with_parent

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PAUSE = 0.03
MOST_DEATHS, WITHIN_SECONDS = 5, 60.0
REVIVAL_SECONDS = 1.0


class Supervisor:
    """The owner of the children: on leaving its `with` block none of them is left.

    Signals only set a flag, which every wait looks at, so a child is never lost between its start and its entry here.
    """

    def __init__(self, console: Console) -> None:
        self.console = console
        self.children: list[Process] = []
        self.stop_signal: signal.Signals | None = None
        self.stop_requests = 0
        self._former: dict[signal.Signals, object] = {}
        self._deaths: dict[str, list[float]] = defaultdict(list)

    def __enter__(self) -> "Supervisor":
        for each in SIGNALS:
            self._former[each] = signal.signal(each, self._ask_to_stop)
        return self

    def __exit__(self, *raised: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.stop_children()
        for each, handler in self._former.items():
            signal.signal(each, handler)  # type: ignore[arg-type]  # what signal.signal itself returned

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stop_signal = signal.Signals(number)
        self.stop_requests += 1

    def start(self, child: Process, is_ready: Callable[[], bool], *, seconds: float = 60) -> None:
        """Starts `child` and waits until it answers. Raises Refused with its last lines when it does not."""
        self.children.append(child)
        child.start()
        deadline = time.monotonic() + seconds
        while not is_ready():
            self.check()
            if time.monotonic() > deadline:
                raise Refused(f"{child.name} did not answer within {seconds:.0f} s:\n{child.last_lines()}")
            time.sleep(PAUSE)

    def run(self, argv: Sequence[str | Path], environment: Mapping[str, str], *, cwd: Path, log: Path) -> None:
        """Runs a one-off program to its end. Raises Refused with its last lines when it fails."""
        with log.open("wb") as output:
            step = subprocess.Popen(
                argv,
                env=dict(environment),
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=end_with_parent(signal.SIGTERM),
            )
        try:
            while step.poll() is None:
                self.check()
                time.sleep(PAUSE)
        finally:
            if step.poll() is None:
                step.terminate()
                step.wait()
        if step.returncode:
            lines = "\n".join(log.read_text(errors="replace").splitlines()[-25:])
            raise Refused(f"{' '.join(map(str, argv[1:]))} failed:\n{lines}")

    def check(self) -> None:
        """Raises StopRequested after a signal, Refused when a child has died."""
        self._check_signal()
        self.check_children()

    def check_children(self) -> None:
        """Raises Refused when a child has died."""
        for child in self.children:
            if not child.is_running:
                raise Refused(
                    f"{child.name} ended by itself (status {child.exit_status}); its last lines in {child.log}:\n"
                    f"{child.last_lines()}"
                )

    def watch(self) -> None:
        """Waits for a signal, which raises StopRequested, and starts again whoever dies.

        Raises Refused for a child that dies a fifth time within a minute.
        """
        while True:
            self._check_signal()
            for child in self.children:
                if not child.is_running:
                    self._revive(child)
            time.sleep(0.2)

    def _check_signal(self) -> None:
        if self.stop_signal is not None:
            raise StopRequested(self.stop_signal.name)

    def _revive(self, child: Process) -> None:
        now, deaths = time.monotonic(), self._deaths[child.name]
        deaths[:] = [*(moment for moment in deaths if now - moment < WITHIN_SECONDS), now]
        if len(deaths) >= MOST_DEATHS:
            self.check_children()
        self.console.line(
            f"{child.name} ended by itself (status {child.exit_status}) and is started again: {child.log}"
        )
        child.stop()  # ends what it has left behind
        time.sleep(REVIVAL_SECONDS)
        child.start()

    def stop_children(self) -> None:
        """Stops the children in the reverse order of their start."""
        while self.children:
            child = self.children.pop()
            if child.is_running:
                self.console.step(f"stopping {child.name}")
            child.stop()
