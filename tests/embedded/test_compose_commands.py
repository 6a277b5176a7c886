"""Each service of docker-compose.yml that is ours: its exact command and health check, outside a container.

What a container would mount (secrets, volumes, /tmp) lies in a folder of the test; names of other containers become the
addresses of the embedded services. Nothing else is changed.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from b2b_portal.embedded import postgres, valkey
from b2b_portal.embedded.console import Console
from b2b_portal.embedded.folder import ROOT, DataFolder
from b2b_portal.embedded.services import borrowed_services
from b2b_portal.embedded.supervisor import Supervisor
from tests.embedded.conftest import free_port, wait_until

SERVICES: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
URLS = {"database_url": postgres.WEB, "database_worker_url": postgres.WORKER, "database_owner_url": postgres.OWNER}

pytestmark = pytest.mark.slow


class Container:
    """What a service of the compose file would see, on this machine."""

    def __init__(self, place: Path, folder: DataFolder, port: int) -> None:
        self.outside = {
            "/run/secrets": str(place / "secrets"),
            "/app/.data": str(folder.path),
            "/tmp": str(place / "tmp"),
            ":8000": f":{port}",
            "redis://valkey:6379/0": valkey.broker_url(folder),
            "$$": "$",
        }
        self.home = place

    def words(self, command: list[str]) -> list[str]:
        if command[0] == "CMD-SHELL":
            return ["sh", "-c", self.translated(command[1])]
        return [self.translated(word) for word in command if word != "CMD"]

    def environment(self, name: str) -> dict[str, str]:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        given = {key: self.translated(str(value)) for key, value in SERVICES[name]["environment"].items()}
        return {"PATH": path, "HOME": str(self.home), **given}

    def translated(self, text: str) -> str:
        return re.sub("|".join(map(re.escape, self.outside)), lambda found: self.outside[found.group()], text)

    def is_healthy(self, name: str) -> bool:
        command = self.words(SERVICES[name]["healthcheck"]["test"])
        environment = self.environment(name)
        return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="b2b-compose-", dir="/tmp"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def container(place: Path) -> Iterator[Container]:
    """Services, secrets and a migrated database."""
    folder = DataFolder(place / "data")
    folder.prepare()
    (place / "tmp").mkdir()
    (place / "secrets").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DATABASE_URL")
        patch.delenv("REDIS_URL")
        with borrowed_services(folder, Supervisor(Console(sys.stderr)), "compose", is_durable=False):
            for name, role in URLS.items():
                (place / "secrets" / name).write_text(postgres.database_url(folder, role) + "\n")
            (place / "secrets" / "secret_key").write_text("a" * 60 + "\n")
            (place / "secrets" / "email_url").touch()
            container = Container(place, folder, free_port())
            migrate = container.words(SERVICES["migrate"]["command"])
            subprocess.run(migrate, env=container.environment("migrate"), cwd=ROOT, check=True)
            yield container


@pytest.mark.parametrize("name", ["web", "dispatcher", "worker", "beat"])
def test_service_becomes_healthy_and_ends_when_told(container: Container, name: str, tmp_path: Path) -> None:
    assert not container.is_healthy(name)
    with (tmp_path / "log").open("wb") as log:
        service = subprocess.Popen(
            container.words(SERVICES[name]["command"]),
            env=container.environment(name),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until(lambda: service.poll() is not None or container.is_healthy(name), seconds=90)
        assert service.poll() is None, (tmp_path / "log").read_text()
        service.terminate()
        assert service.wait(30) == 0, (tmp_path / "log").read_text()
    finally:
        service.kill()
        service.wait()
