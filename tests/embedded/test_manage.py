import os
import signal
import sys
from pathlib import Path

import pytest

from b2b_portal.embedded.commands.manage import run_in_foreground
from b2b_portal.embedded.console import Console
from b2b_portal.embedded.folder import ROOT, DataFolder
from b2b_portal.embedded.services import Needs
from b2b_portal.embedded.supervisor import Supervisor
from tests.embedded.conftest import Run, children_of, first_line
from tests.shops import copy

EMBEDDED = ("-m", "b2b_portal.embedded")
BOTH = Needs(postgres=True, valkey=True)
SHOW = "import os; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL'], os.environ['EMBEDDED'], os.getcwd())"


def test_manage_starts_and_stops_its_own_services(folder: DataFolder, launch: Run) -> None:
    child = launch(*EMBEDDED, "manage", "version")
    said, chatter = child.communicate(timeout=60)
    assert (child.returncode, said.count("\n"), chatter) == (0, 1, "")
    assert "starting PostgreSQL" in (folder.log / "postgres.log").read_text()
    assert not BOTH.are_met(folder)


def test_manage_leaves_running_services_alone(folder: DataFolder, launch: Run) -> None:
    keeper = launch("-m", "tests.embedded.keep_services")
    assert first_line(keeper) == "running\n"
    before = children_of(folder)
    child = launch(*EMBEDDED, "manage", "version")
    assert child.wait(60) == 0
    assert BOTH.are_met(folder)
    assert children_of(folder) == before


def test_manage_returns_the_status_of_the_command(launch: Run) -> None:
    child = launch(*EMBEDDED, "manage", "help", "there-is-no-such-command")
    assert child.wait(60) == 1


@pytest.mark.slow
def test_manage_runs_in_the_callers_folder_on_prepared_services(
    prepared: DataFolder, place: Path, folder: DataFolder, launch: Run
) -> None:
    copy(prepared, folder)
    child = launch(*EMBEDDED, "manage", "shell", "--verbosity", "0", "--command", SHOW, RUN_FROM=str(place))
    said, chatter = child.communicate(timeout=90)
    assert child.returncode == 0, chatter
    database, broker, embedded, cwd = said.split()
    assert database.startswith("postgres://b2b_web@%2Ftmp%2F")
    assert broker.startswith("redis+socket:///tmp/")
    assert (embedded, cwd) == ("1", str(place))


@pytest.mark.slow
def test_manage_ends_with_its_command_on_a_signal(prepared: DataFolder, folder: DataFolder, launch: Run) -> None:
    copy(prepared, folder)
    waiting = "import time; print('waiting', flush=True); time.sleep(60)"
    child = launch(*EMBEDDED, "manage", "shell", "--verbosity", "0", "--command", waiting)
    assert first_line(child) == "waiting\n"
    child.send_signal(signal.SIGTERM)
    assert child.wait(30) == 128 + signal.SIGTERM
    assert not BOTH.are_met(folder)


def test_own_services_are_not_embedded(place: Path, launch: Run) -> None:
    addresses = {"DATABASE_URL": "postgres://b2b_web@%2Fnowhere/b2b", "REDIS_URL": "redis://127.0.0.1:1/0"}
    child = launch(*EMBEDDED, "manage", "version", EMBEDDED="1", **addresses)
    assert child.wait(60) == 0
    assert not (place / "data" / "postgres").exists()
    assert not (place / "data" / "log" / "valkey.log").exists()


def test_run_in_foreground_passes_the_signal_on() -> None:
    supervisor = Supervisor(Console(sys.stderr))
    supervisor.stop_signal = signal.SIGTERM
    assert run_in_foreground(["sleep", "60"], os.environ, supervisor, cwd=ROOT) == 128 + signal.SIGTERM


def test_unknown_command_is_refused(launch: Run) -> None:
    child = launch(*EMBEDDED, "destroy")
    _, said = child.communicate(timeout=30)
    assert child.returncode == 2
    assert said == "Unknown command 'destroy'; type ./run for the list.\n"


def test_bench_names_what_there_is(launch: Run) -> None:
    child = launch(*EMBEDDED, "bench", "no-such-thing")
    _, said = child.communicate(timeout=30)
    assert child.returncode == 1
    assert said.startswith("Which benchmark? ./run bench NAME")
