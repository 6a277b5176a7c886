"""`python -m b2b_portal.embedded COMMAND`, which `./run` ends in."""

import sys

from .commands.bench import bench
from .commands.check import check
from .commands.manage import manage_command
from .commands.test import test
from .commands.up import up
from .errors import Refused

COMMANDS = {"up": up, "manage": manage_command, "test": test, "check": check, "bench": bench}


def main(arguments: list[str]) -> int:
    """Runs one command and returns its exit status; a refusal is one sentence on stderr and status 1."""
    name = arguments[0] if arguments else ""
    if name not in COMMANDS:
        print(f"Unknown command {name!r}; type ./run for the list.", file=sys.stderr)
        return 2
    try:
        return COMMANDS[name](arguments[1:])
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
