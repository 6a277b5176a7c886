"""Runs import-linter, whose own command is a script that breaks when the project's folder moves."""

import sys

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

if __name__ == "__main__":
    status = lint_imports(no_cache=True, no_logo=True)
    sys.exit(0 if status == EXIT_STATUS_SUCCESS else status)
