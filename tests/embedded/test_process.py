import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from b2b_portal.embedded.console import Console
from b2b_portal.embedded.errors import Refused, StopRequested
from b2b_portal.embedded.folder import ROOT, DataFolder
from b2b_portal.embedded.orphans import end_orphans
from b2b_portal.embedded.process import LOG_LIMIT, Process, process_birth
from b2b_portal.embedded.supervisor import Supervisor
from tests.embedded.conftest import wait_until

DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
PATIENT = "import time; print('here', flush=True); time.sleep(60)"
PARENT = (
    "import subprocess, sys, time; p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); "
    "print(p.pid, flush=True); time.sleep(60)"
)


def program(folder: DataFolder, code: str, *, name: str = "child", grace: float = 15) -> Process:
    return Process(
        name=name,
        argv=[sys.executable, "-c", code],
        environment=os.environ,
        log=folder.log / f"{name}.log",
        pids=folder.pids,
        grace=grace,
    )


def has_written(child: Process, text: str) -> bool:
    return text in child.last_lines()


def test_stop_ends_a_willing_child(folder: DataFolder) -> None:
    child = program(folder, PATIENT)
    child.start()
    wait_until(lambda: has_written(child, "here"))
    child.stop()
    assert child.exit_status == -signal.SIGTERM


def test_stop_kills_a_deaf_child_and_its_children(folder: DataFolder) -> None:
    child = program(folder, DEAF + "\n", grace=0.2)
    child.start()
    wait_until(lambda: has_written(child, "deaf"))
    child.stop()
    assert child.exit_status == -signal.SIGKILL
    parent = program(folder, PARENT, name="parent")
    parent.start()
    wait_until(lambda: parent.last_lines().strip().isdigit())
    grandchild = int(parent.last_lines())
    parent.stop()
    wait_until(lambda: process_birth(grandchild) is None)


def test_last_lines_are_those_of_this_run(folder: DataFolder) -> None:
    for word in ("former", "latter"):
        child = program(folder, f"print('{word}')")
        child.start()
        wait_until(lambda child=child: not child.is_running)
    assert child.last_lines() == "latter"
    assert "former" in child.log.read_text()


def test_start_sets_a_long_log_aside(folder: DataFolder) -> None:
    child = program(folder, "print('new')")
    with child.log.open("wb") as log:
        log.truncate(LOG_LIMIT + 1)
    child.start()
    wait_until(lambda: not child.is_running)
    assert child.log.read_text() == "new\n"
    assert child.log.with_suffix(".log.1").stat().st_size == LOG_LIMIT + 1


def test_check_names_the_dead_child_with_its_last_lines(folder: DataFolder) -> None:
    supervisor = Supervisor(Console(sys.stderr))
    child = program(folder, "print('out of coffee'); raise SystemExit(3)", name="worker")
    with pytest.raises(Refused, match=r"(?s)worker ended by itself \(status 3\).*out of coffee"):
        supervisor.start(child, lambda: False)


def test_start_gives_up_on_a_silent_child(folder: DataFolder) -> None:
    with Supervisor(Console(sys.stderr)) as supervisor, pytest.raises(Refused, match="did not answer within 0 s"):
        supervisor.start(program(folder, PATIENT), lambda: False, seconds=0.1)


def test_signal_stops_children_in_the_reverse_order(folder: DataFolder, capsys: pytest.CaptureFixture[str]) -> None:
    former = signal.getsignal(signal.SIGTERM)
    with Supervisor(Console(sys.stdout)) as supervisor:
        for name in ("first", "second"):
            supervisor.start(program(folder, PATIENT, name=name), lambda: True)
        os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(StopRequested):
            supervisor.watch()
    said = capsys.readouterr().out
    assert said.index("stopping second") < said.index("stopping first")
    assert signal.getsignal(signal.SIGTERM) is former


def test_run_shows_the_end_of_a_failed_step(folder: DataFolder) -> None:
    supervisor = Supervisor(Console(sys.stderr))
    with pytest.raises(Refused, match=r"(?s)failed:.*no such table"):
        supervisor.run(
            [sys.executable, "-c", "raise SystemExit('no such table')"], os.environ, cwd=ROOT, log=folder.log / "x"
        )


def test_run_is_broken_off_by_a_signal(folder: DataFolder) -> None:
    supervisor = Supervisor(Console(sys.stderr))
    supervisor.stop_signal = signal.SIGINT
    with pytest.raises(StopRequested):
        supervisor.run([sys.executable, "-c", PATIENT], os.environ, cwd=ROOT, log=folder.log / "x")


def test_end_orphans_ends_a_noted_child(folder: DataFolder) -> None:
    child = program(folder, PATIENT)
    child.start()
    end_orphans(folder.pids)
    assert child.exit_status == -signal.SIGTERM
    assert not list(folder.pids.iterdir())


def test_end_orphans_leaves_a_stranger_with_a_reused_number_alone(folder: DataFolder) -> None:
    with subprocess.Popen([sys.executable, "-c", PATIENT]) as stranger:
        note = {"pid": stranger.pid, "began": "long ago", "signal": int(signal.SIGKILL)}
        (folder.pids / "postgres.json").write_text(json.dumps(note))
        (folder.pids / "valkey.json").write_text('{"pid": 1')
        end_orphans(folder.pids)
        assert stranger.poll() is None
        stranger.kill()
    assert not list(folder.pids.iterdir())


def test_process_birth_of_nobody_is_none(place: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        pass
    assert process_birth(child.pid) is None
    assert process_birth(os.getpid()) == process_birth(os.getpid()) is not None
