"""`./run bench NAME [arguments]`: a measurement from benchmarks/ on the services."""

import os
import sys

from ..console import Console
from ..environment import python_module, shop_environment
from ..errors import Refused, StopRequested
from ..folder import ROOT, DataFolder
from ..preparation import Preparation
from ..services import Needs, borrowed_services
from ..supervisor import Supervisor
from .manage import ensure_pdf_quietly, run_in_foreground


def bench(arguments: list[str]) -> int:
    """Runs `python -m benchmarks.NAME` and returns its exit status."""
    known = sorted(path.stem for path in (ROOT / "benchmarks").glob("[!_]*.py"))
    if not arguments or arguments[0] not in known:
        raise Refused(f"Which benchmark? ./run bench NAME, where NAME is one of: {', '.join(known) or '(none yet)'}")
    folder, needs = DataFolder.of_project(), Needs.of(os.environ)
    folder.prepare()
    with Supervisor(Console(sys.stderr)) as supervisor:
        try:
            with borrowed_services(folder, supervisor, f"./run bench {arguments[0]}"):
                environment = shop_environment(folder, needs, **ensure_pdf_quietly())
                preparation = Preparation(folder, supervisor, environment, is_embedded=needs.postgres)
                preparation.compile_messages()
                preparation.prepare_database()
                argv = python_module(f"benchmarks.{arguments[0]}", *arguments[1:])
                return run_in_foreground(argv, environment, supervisor, cwd=ROOT)
        except StopRequested:
            return 130
