"""One child process: its log file, its end, and its end with ours."""

import ctypes
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .account import Account
from .folder import ROOT

LOG_LIMIT = 20 * 1024 * 1024
PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass
class Process:
    """A program to run in a session of its own, so that Ctrl-C reaches it only through us, in order."""

    name: str
    argv: Sequence[str | Path]
    environment: Mapping[str, str]
    log: Path
    pids: Path
    stop_signal: signal.Signals = signal.SIGTERM
    grace: float = 15
    account: Account | None = None
    cwd: Path = ROOT
    _child: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _log_start: int = field(default=0, init=False)

    @property
    def pid(self) -> int:
        assert self._child is not None
        return self._child.pid

    @property
    def exit_status(self) -> int | None:
        """None while it runs."""
        return self._child.poll() if self._child else None

    @property
    def is_running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def start(self) -> None:
        """Starts the program; its output goes to the log file."""
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self._log_start = log.tell()
            self._child = subprocess.Popen(
                self.argv,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.cwd,
                start_new_session=True,
                preexec_fn=end_with_parent(self.stop_signal),
                **(self.account.spawn_arguments if self.account else {}),
            )
        note = {"pid": self.pid, "began": process_birth(self.pid), "signal": int(self.stop_signal)}
        unfinished = self.pids / f".{self.name}.new"
        unfinished.write_text(json.dumps(note))
        unfinished.replace(self.pids / f"{self.name}.json")  # a reader finds it whole or not at all

    def stop(self) -> None:
        """Asks the program to end, kills its whole session when it has not ended in time."""
        if self._child is None:
            return
        if self.is_running:
            self._child.send_signal(self.stop_signal)
        try:
            self._child.wait(self.grace)
        except subprocess.TimeoutExpired:
            _kill_group(self.pid)
            self._child.wait()
        if self._child.returncode < 0:
            _kill_group(self.pid)  # a program that was killed leaves its own children behind
        (self.pids / f"{self.name}.json").unlink(missing_ok=True)

    def last_lines(self, count: int = 15) -> str:
        """The end of what this run has written to the log."""
        with self.log.open("rb") as log:
            log.seek(0, os.SEEK_END)
            log.seek(max(self._log_start, log.tell() - 64 * 1024))
            return "\n".join(log.read().decode(errors="replace").splitlines()[-count:])


def end_with_parent(signal_: signal.Signals) -> Callable[[], None]:
    """A function for the child, before exec: the kernel sends it `signal_` when its parent dies (Linux only)."""
    parent = os.getpid()

    def ask_kernel() -> None:
        if _LIBC is not None:
            _LIBC.prctl(PR_SET_PDEATHSIG, int(signal_))
            if os.getppid() != parent:  # the parent died before the request
                os._exit(1)

    return ask_kernel


def process_birth(pid: int) -> str | None:
    """When the process began, as a text that no later process with the same number repeats; None if there is none."""
    if sys.platform == "linux":
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return None
        return None if fields[0] == "Z" else fields[19]
    answer = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return answer.stdout.strip() or None


def _kill_group(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
