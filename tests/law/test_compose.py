"""docker-compose.yml is a valid compose file, keeps the promises of docs/operations.md and hides its secrets.

tests/embedded/test_compose_commands.py runs the commands themselves.
"""

import re
import shlex
import subprocess
import sys
from typing import Any

import pytest
import yaml

from b2b_portal.embedded import shop
from b2b_portal.embedded.folder import ROOT, DataFolder
from b2b_portal.embedded.process import Process

COMPOSE = ROOT / "docker-compose.yml"
FILE: dict[str, Any] = yaml.safe_load(COMPOSE.read_text())
SERVICES: dict[str, dict[str, Any]] = FILE["services"]
OURS = {"web", "dispatcher", "worker", "beat"}
LASTING = set(SERVICES) - {"migrate"}


def embedded(name: str) -> Process:
    folder = DataFolder(ROOT / ".data")
    if name == "web":
        return shop.web(folder, {}, 8000)
    return {"dispatcher": shop.dispatcher, "worker": shop.worker, "beat": shop.beat}[name](folder, {})


def words(command: list[object]) -> set[str]:
    """The meaningful words of a command: program names and paths differ between a container and this machine."""
    found = " ".join(str(part) for part in command).replace("=", " ")
    return {word for word in shlex.split(found) if not word.startswith("/") and word not in {"python", "manage.py"}}


def test_compose_file_follows_the_compose_schema() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(COMPOSE)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout


def test_schema_refuses_a_misspelt_key(tmp_path: Any) -> None:
    wrong = tmp_path / "docker-compose.yml"
    wrong.write_text(COMPOSE.read_text().replace("healthcheck:", "health_check:", 1))
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(wrong)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


def test_all_processes_of_the_shop_are_there() -> None:
    assert set(SERVICES) == OURS | {"postgres", "valkey", "migrate", "nginx"}
    assert SERVICES["postgres"]["image"] == "postgres:18"


@pytest.mark.parametrize("name", sorted(LASTING))
def test_lasting_service_has_a_health_check_and_restarts(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", sorted(OURS))
def test_command_is_the_one_that_run_up_starts(name: str) -> None:
    ours = words(embedded(name).argv[1:])
    theirs = words(SERVICES[name]["command"])
    addresses = {"--bind", "127.0.0.1:8000", "-s", "--schedule", "--error-logfile", "-"}
    assert ours - addresses == theirs - addresses


@pytest.mark.parametrize("name", sorted(OURS))
def test_shop_waits_for_the_migration(name: str) -> None:
    assert SERVICES[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_only_the_migration_knows_the_owner() -> None:
    knowing = {name for name, service in SERVICES.items() if "database_owner_url" in service.get("secrets", [])}
    assert knowing == {"migrate"}


def test_secrets_come_by_file() -> None:
    assert all(secret["file"].startswith("./secrets/") for secret in FILE["secrets"].values())
    for name in OURS:
        paths = {value for key, value in SERVICES[name]["environment"].items() if key.endswith("_FILE")}
        assert paths == {f"/run/secrets/{secret}" for secret in SERVICES[name]["secrets"]}
    assert not re.search(r"(?i)(password|secret_key): +\S", COMPOSE.read_text())


def test_only_the_loopback_address_is_published() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_what_must_last_lies_on_volumes() -> None:
    mounted = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert mounted == set(FILE["volumes"]) == {"postgres", "valkey", "media", "mail"}


def test_image_brings_every_package_of_the_shop() -> None:
    copied = set(re.findall(r"^COPY (\w+) \1$", (ROOT / "Dockerfile").read_text(), re.MULTILINE))
    apps = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert copied == apps | {"templates", "static", "locale"}
    assert "--require-hashes" in (ROOT / "Dockerfile").read_text()
