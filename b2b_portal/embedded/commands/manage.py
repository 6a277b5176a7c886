"""`./run manage ARGS`: Django's command line on the running services, or on services started for it alone."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from ..console import Console
from ..environment import manage, shop_environment
from ..errors import StopRequested
from ..folder import ROOT, DataFolder
from ..lock import FolderLock
from ..preparation import Preparation, forget_database
from ..process import end_with_parent
from ..services import Needs, borrowed_services
from ..supervisor import Supervisor
from ..system import ensure_pdf

READ_ONLY = {"", "--help", "--version", "-h", "check", "collectstatic", "diffsettings", "help", "messages", "version"}
CHANGE_SCHEMA = {"dbshell", "flush", "makemigrations", "migrate", "pgtrigger", "prepare_database", "showmigrations"}
HALF_SECOND = 0.5


def manage_command(arguments: list[str]) -> int:
    """Runs `manage.py ARGS` in the caller's folder and returns its exit status; only its own output is on stdout."""
    folder = DataFolder.of_project()
    folder.prepare()
    with Supervisor(Console(sys.stderr, quiet=True)) as supervisor:
        try:
            return _manage(arguments, folder, supervisor)
        except StopRequested:
            return 128 + int(supervisor.stop_signal or signal.SIGINT)


def _manage(arguments: list[str], folder: DataFolder, supervisor: Supervisor) -> int:
    name, needs = arguments[0] if arguments else "", Needs.of(os.environ)
    with borrowed_services(folder, supervisor, f"./run manage {name}".strip()):
        environment = shop_environment(folder, needs, **_public_url(folder), **ensure_pdf_quietly())
        if name not in READ_ONLY | CHANGE_SCHEMA:
            preparation = Preparation(folder, supervisor, environment, is_embedded=needs.postgres)
            preparation.prepare_database()
            preparation.compile_messages()
        if name in CHANGE_SCHEMA:
            forget_database(folder)
        return run_in_foreground(manage(*arguments), environment, supervisor, cwd=caller_folder())


def run_in_foreground(argv: list[str], environment: Mapping[str, str], supervisor: Supervisor, *, cwd: Path) -> int:
    """Runs a program on our terminal and returns its exit status; our end waits for its end."""
    program = subprocess.Popen(argv, env=dict(environment), cwd=cwd, preexec_fn=end_with_parent(signal.SIGTERM))
    is_told = False
    while True:
        try:
            status = program.wait(HALF_SECOND)
        except subprocess.TimeoutExpired:
            status = None
        if status is not None:
            return status if status >= 0 else 128 - status
        if supervisor.stop_signal and not is_told:
            is_told = True
            if supervisor.stop_signal != signal.SIGINT or not _terminal_tells_children():
                program.send_signal(supervisor.stop_signal)


def caller_folder() -> Path:
    """The folder that `./run` was called from, for relative file names."""
    return Path(os.environ.get("RUN_FROM") or ROOT)


def ensure_pdf_quietly() -> dict[str, str]:
    """Turns PDF off where it cannot work, without a word and without installing."""
    with open(os.devnull, "w") as nowhere:
        return ensure_pdf(Console(nowhere), may_install=False)


def _public_url(folder: DataFolder) -> dict[str, str]:
    """The address of the shop that runs in this folder, for links in mails."""
    url = FolderLock(folder.path).holder().get("url")
    return {"PUBLIC_URL": url} if url and not os.environ.get("PUBLIC_URL") else {}


def _terminal_tells_children() -> bool:
    """Whether Ctrl-C on our terminal has reached the program too, which shares our process group."""
    try:
        with open("/dev/tty") as terminal:
            return os.tcgetpgrp(terminal.fileno()) == os.getpgrp()
    except OSError:
        return False
