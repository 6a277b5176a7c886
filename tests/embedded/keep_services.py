"""A program for the tests: starts the services of DATA_DIR, says so, and holds them until it is ended."""

import sys

from b2b_portal.embedded.console import Console
from b2b_portal.embedded.errors import StopRequested
from b2b_portal.embedded.folder import DataFolder
from b2b_portal.embedded.services import borrowed_services
from b2b_portal.embedded.supervisor import Supervisor

if __name__ == "__main__":
    data = DataFolder.of_project()
    data.prepare()
    with Supervisor(Console(sys.stderr)) as supervisor:
        try:
            with borrowed_services(data, supervisor, "keep_services"):
                print("running", flush=True)
                supervisor.watch()
        except StopRequested:
            print("stopped", flush=True)
