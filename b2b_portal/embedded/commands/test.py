"""`./run test [pytest arguments]`: the suite on real services of its own, beside a running shop."""

import os
import sys

from ..console import Console
from ..environment import python_module, suite_environment
from ..errors import StopRequested
from ..folder import ROOT, DataFolder
from ..preparation import Preparation
from ..services import Needs, borrowed_services
from ..supervisor import Supervisor
from ..system import PDF_PACKAGES, ensure_pdf, find_chromium, find_shared, install_command, missing_for_pdf
from .manage import run_in_foreground

MOST_PROCESSES = 4  # each has a database of its own, and tests of races open connections by the dozen


def test(arguments: list[str]) -> int:
    """Runs pytest and returns its exit status; the closing lines name what could not run and how to get it."""
    console, folder, needs = Console(sys.stdout), DataFolder.of_project("test"), Needs.of(os.environ)
    folder.prepare()
    with Supervisor(console) as supervisor:
        try:
            with borrowed_services(folder, supervisor, "./run test", is_durable=False):
                pdf = ensure_pdf(console, may_install=False)
                environment = suite_environment(folder, needs, **pdf)
                preparation = Preparation(folder, supervisor, environment, is_embedded=needs.postgres)
                preparation.compile_messages()
                preparation.collect_static()
                pytest = python_module("pytest", *in_parallel(arguments), *arguments)
                status = run_in_foreground(pytest, environment, supervisor, cwd=ROOT)
        except StopRequested:
            return 130
    for line in left_out():
        console.line(line)
    return status


def in_parallel(arguments: list[str]) -> list[str]:
    """What makes pytest use every core; nothing when a test file is named, which is sooner done by one process."""
    if any((ROOT / argument.partition("::")[0]).is_file() for argument in arguments):
        return []
    return ["--numprocesses", "auto", "--maxprocesses", str(MOST_PROCESSES)]


def left_out() -> list[str]:
    """What this machine cannot test, each with the way to get it."""
    lines = []
    if find_chromium() is None:
        lines.append(f"Left out: the journeys in a browser. To get one, type: {install_command(['chromium'])}")
    if find_shared() is None:
        lines.append("Left out: the tests on real price lists. To get them, put the folder `shared` beside this one.")
    if missing := missing_for_pdf():
        lines.append(f"Left out: PDF, for want of {missing}. To get it, type: {install_command(PDF_PACKAGES)}")
    return lines
