"""The whole shop, started and ended as a person would."""

import http.client
import os
import signal
import socket
import subprocess
from pathlib import Path

import pytest

from b2b_portal.embedded import postgres, valkey
from b2b_portal.embedded.folder import DataFolder
from b2b_portal.embedded.process import process_birth
from tests.embedded.conftest import Run, children_of, first_line, free_port, wait_until
from tests.shops import copy

UP = ("-m", "b2b_portal.embedded", "up", "--port")
ALL = {"postgres", "valkey", "dispatcher", "worker", "beat", "web"}


def read_until(child: "subprocess.Popen[str]", text: str) -> str:
    """What the program says, up to the line with `text`; fails when it ends without it."""
    said = ""
    assert child.stdout
    assert child.stderr
    for line in child.stdout:
        said += line
        if text in line:
            return said
    pytest.fail(f"ended without {text!r}:\n{said}\n{child.stderr.read()}")


def status_of(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def test_busy_port_is_refused_in_one_sentence(launch: Run) -> None:
    with socket.socket() as occupant:
        occupant.bind(("127.0.0.1", 0))
        occupant.listen()
        port = occupant.getsockname()[1]
        child = launch(*UP, str(port))
        _, said = child.communicate(timeout=30)
    assert child.returncode == 1
    assert said.startswith(f"Port {port} cannot be used (Address already in use)")
    assert said.count("\n") == 1


@pytest.mark.slow
def test_up_opens_the_shop_and_stops_it_in_order(folder: DataFolder, launch: Run) -> None:
    port = free_port()
    shop = launch(*UP, str(port))
    said = read_until(shop, "Ctrl-C stops everything")
    assert f"The shop is open: http://127.0.0.1:{port}/" in said
    assert folder.demo_logins.read_text().strip() in said
    assert str(folder.mail) in said
    assert set(children_of(folder)) == ALL
    assert status_of(port, "/readyz") == 200

    second = launch(*UP, str(free_port()))
    _, refusal = second.communicate(timeout=30)
    assert second.returncode == 1
    assert refusal.startswith(f"Already running at http://127.0.0.1:{port}: ./run up")
    assert refusal.count("\n") == 1

    shop.send_signal(signal.SIGINT)
    rest, _ = shop.communicate(timeout=60)
    assert shop.returncode == 0
    stops = [line.split("stopping ")[1] for line in rest.splitlines() if "stopping " in line]
    assert stops == ["web", "beat", "worker", "dispatcher", "valkey", "postgres"]
    assert not children_of(folder)


@pytest.mark.slow
def test_a_dead_supervisor_leaves_nothing_and_a_dead_child_comes_back(
    prepared: DataFolder, folder: DataFolder, launch: Run
) -> None:
    copy(prepared, folder)
    shop = launch(*UP, str(free_port()))
    read_until(shop, "Ctrl-C stops everything")
    numbers = children_of(folder)
    shop.kill()
    wait_until(lambda: not any(process_birth(number) for number in numbers.values()), seconds=60)
    assert "database system is shut down" in (folder.log / "postgres.log").read_text()

    port = free_port()
    again = launch(*UP, str(port))
    read_until(again, "Ctrl-C stops everything")
    for name in ("postgres", "valkey", "worker"):
        _kill(folder, name)
        assert f"{name} ended by itself (status -9) and is started again" in first_line(again)
        wait_until(lambda name=name: _lives(folder, name))
    wait_until(lambda: status_of(port, "/readyz") == 200)
    again.send_signal(signal.SIGINT)
    again.communicate(timeout=60)
    assert again.returncode == 0
    assert not children_of(folder)


def _kill(folder: DataFolder, name: str) -> None:
    os.kill(children_of(folder)[name], signal.SIGKILL)


def _lives(folder: DataFolder, name: str) -> bool:
    number = children_of(folder).get(name)
    return number is not None and process_birth(number) is not None


@pytest.mark.slow
def test_up_uses_the_services_that_the_environment_names(place: Path, folder: DataFolder, launch: Run) -> None:
    keeper = launch("-m", "tests.embedded.keep_services")
    assert first_line(keeper) == "running\n"
    own = DataFolder(place / "own")
    addresses = {
        "DATABASE_URL": postgres.database_url(folder, postgres.WEB),
        "DATABASE_OWNER_URL": postgres.database_url(folder, postgres.OWNER),
        "REDIS_URL": valkey.broker_url(folder),
        "PUBLIC_URL": "https://shop.example",
        "EMAIL_URL": "smtp://127.0.0.1:1",
    }
    shop = launch(*UP, str(free_port()), DATA_DIR=str(own.path), EMBEDDED="1", **addresses)
    said = read_until(shop, "Ctrl-C stops everything")
    assert set(children_of(own)) == {"dispatcher", "worker", "beat", "web"}
    assert "The shop is open: https://shop.example/" in said
    assert "no demo data was loaded" in said
    assert "Mails land" not in said
    assert not own.demo_logins.exists()
    shop.send_signal(signal.SIGTERM)
    assert shop.wait(60) == 0
    assert keeper.poll() is None


def test_up_refuses_data_of_another_major(place: Path, folder: DataFolder, launch: Run) -> None:
    (folder.path / "postgres").mkdir()
    (folder.path / "postgres" / "PG_VERSION").write_text("17\n")
    child = launch(*UP, str(free_port()))
    _, said = child.communicate(timeout=60)
    assert child.returncode == 1
    assert said.startswith(f"{folder.path}/postgres was made by PostgreSQL 17")
    assert said.count("\n") == 1
