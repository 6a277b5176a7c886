"""What the shop's processes find in their environment."""

import os
import sys

from . import postgres, valkey
from .folder import ROOT, DataFolder
from .services import Needs


def shop_environment(folder: DataFolder, needs: Needs, **extra: str) -> dict[str, str]:
    """The caller's environment with the addresses of the embedded services and the data folder.

    EMBEDDED, which allows demo data and known passwords, is set for the embedded database alone.
    """
    environment = {key: value for key, value in os.environ.items() if key != "EMBEDDED"}
    environment |= {
        "DATA_DIR": str(folder.path),
        "PYTHONPATH": _with_root(environment),
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
    }
    if needs.postgres:
        for key in ("DATABASE_URL", "DATABASE_WORKER_URL", "DATABASE_OWNER_URL"):
            environment.pop(f"{key}_FILE", None)
        environment["EMBEDDED"] = "1"
        environment["DATABASE_URL"] = postgres.database_url(folder, postgres.WEB)
        environment["DATABASE_WORKER_URL"] = postgres.database_url(folder, postgres.WORKER)
        environment["DATABASE_OWNER_URL"] = postgres.database_url(folder, postgres.OWNER)
    if needs.valkey:
        environment.pop("REDIS_URL_FILE", None)
        environment["REDIS_URL"] = valkey.broker_url(folder)
    if not environment.get("SECRET_KEY") and not environment.get("SECRET_KEY_FILE"):
        environment["SECRET_KEY_FILE"] = str(folder.secret_key)
    if "HOME" not in environment:
        environment["XDG_CACHE_HOME"] = str(folder.path / "cache")  # fontconfig wants a place for its cache
    return environment | extra


def suite_environment(folder: DataFolder, needs: Needs, **extra: str) -> dict[str, str]:
    """The environment of one run of the tests: as the owner, in a database of its own, beside other runs."""
    environment = shop_environment(folder, needs, DATABASE_ROLE="owner")
    if needs.postgres:
        for key in ("DATABASE_URL", "DATABASE_WORKER_URL", "DATABASE_OWNER_URL"):
            environment[key] += f"_{os.getpid()}"
    return environment | extra


def python_module(name: str, *arguments: str) -> list[str]:
    """The command that runs an installed module; scripts in `bin` break when the project's folder moves."""
    return [sys.executable, "-m", name, *arguments]


def manage(*arguments: str) -> list[str]:
    """The command that runs Django's command line."""
    return [sys.executable, str(ROOT / "manage.py"), *arguments]


def _with_root(environment: dict[str, str]) -> str:
    former = environment.get("PYTHONPATH")
    return f"{ROOT}{os.pathsep}{former}" if former else str(ROOT)
