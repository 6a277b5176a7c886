"""Gives a bare `pytest` its services: `./run test` starts them itself and then has nothing to do here."""

import os
import sys
from collections.abc import Generator
from contextlib import ExitStack

import pytest

from .console import Console
from .environment import suite_environment
from .folder import DataFolder
from .services import Needs, borrowed_services
from .supervisor import Supervisor

_services = ExitStack()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None]:
    """Starts or joins the services of the test folder before Django reads its settings."""
    needs = Needs.of(os.environ)
    if needs.postgres or needs.valkey:
        folder = DataFolder.of_project("test")
        folder.prepare()
        supervisor = Supervisor(Console(sys.stderr, quiet=True))  # not entered: the signals stay pytest's
        _services.enter_context(borrowed_services(folder, supervisor, "pytest", is_durable=False))
        os.environ.update(suite_environment(folder, needs))
    yield


def pytest_unconfigure() -> None:
    _services.close()
