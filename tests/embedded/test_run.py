"""The shell door, with programs of our own in place of Python: which sentence it says, what it installs and when."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from b2b_portal.embedded.folder import ROOT, DataFolder

TOOLS = ("sh", "cat", "cksum", "dirname", "id", "rm", "mkdir")
OLD_PYTHON = "#!/bin/sh\nexit 1\n"
PYTHON_WITHOUT_VENV = """#!/bin/sh
case "$2" in
    *ensurepip*) exit 1 ;;
    *print*) echo python3.12-venv ;;
esac
"""
VENV_PYTHON = '#!/bin/sh\necho "$*" >>"$CALLS"\n'


@pytest.fixture
def project(place: Path) -> Path:
    """A copy of the door with its locks, in a folder with a space, and a PATH of bare tools."""
    root = place / "my shop"
    (root / "requirements").mkdir(parents=True)
    shutil.copy(ROOT / "run", root / "run")
    for name in ("base", "dev"):
        (root / "requirements" / f"{name}.txt").write_text(f"{name}==1\n")
    (place / "bin").mkdir()
    for tool in TOOLS:
        (place / "bin" / tool).symlink_to(str(shutil.which(tool)))
    return root


def door(project: Path, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    path, calls = str(project.parent / "bin"), str(project.parent / "calls")
    return subprocess.run(
        [project / "run", *arguments],
        env={"PATH": path, "CALLS": calls, **environment},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )


def put_program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


def calls(project: Path) -> list[str]:
    path = project.parent / "calls"
    lines = path.read_text().splitlines() if path.exists() else []
    path.unlink(missing_ok=True)
    return [line for line in lines if not line.startswith("-c")]


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
def test_no_command_lists_the_five(project: Path, arguments: list[str]) -> None:
    said = door(project, *arguments)
    assert said.returncode == 0
    assert [line.split()[1] for line in said.stdout.splitlines()] == ["up", "manage", "test", "check", "bench"]


def test_unknown_command_lists_them_too(project: Path) -> None:
    said = door(project, "upp")
    assert said.returncode == 2
    assert "./run up" in said.stderr


def test_old_python_is_refused_in_one_sentence(project: Path) -> None:
    put_program(project.parent / "bin" / "python3", OLD_PYTHON)
    said = door(project, "up")
    assert (said.returncode, said.stderr) == (1, "Python 3.11 or newer is needed.\n")


@pytest.mark.parametrize("has_apt", [True, False])
def test_missing_venv_names_the_one_command(project: Path, has_apt: bool) -> None:
    put_program(project.parent / "bin" / "python3", PYTHON_WITHOUT_VENV)
    if has_apt:
        put_program(project.parent / "bin" / "apt-get", OLD_PYTHON)
    said = door(project, "up")
    assert said.returncode == 1
    sudo = "" if os.geteuid() == 0 else "sudo "
    command = f"{sudo}apt-get install -y python3.12-venv" if has_apt else "the command that installs it on your system"
    assert said.stderr == f"Python's venv module is missing. Type: {command}\n"


def test_packages_are_installed_once_per_lock(project: Path) -> None:
    put_program(project / ".venv" / "bin" / "python", VENV_PYTHON)
    install = "-m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r requirements/{}.txt"
    assert door(project, "up", "--port", "1").returncode == 0
    assert calls(project) == [install.format("base"), "-m b2b_portal.embedded up --port 1"]
    door(project, "up")
    assert calls(project) == ["-m b2b_portal.embedded up"]
    door(project, "test", "-k", "a b")
    assert calls(project) == [install.format("dev"), "-m b2b_portal.embedded test -k a b"]
    door(project, "up")  # what `test` brought holds all that `up` needs
    assert calls(project) == ["-m b2b_portal.embedded up"]
    (project / "requirements" / "dev.txt").write_text("dev==2\n")
    door(project, "manage", "check")
    assert calls(project) == [install.format("dev"), "-m b2b_portal.embedded manage check"]


def test_failed_installation_is_tried_again(project: Path) -> None:
    broken = VENV_PYTHON + 'case "$*" in *install*) exit 1 ;; esac\n'
    put_program(project / ".venv" / "bin" / "python", broken)
    for _ in range(2):
        said = door(project, "up")
        assert said.returncode == 1
        assert "could not be installed" in said.stderr
        assert len(calls(project)) == 1


def test_uv_is_used_where_it_is_there(project: Path) -> None:
    put_program(project / ".venv" / "bin" / "python", VENV_PYTHON)
    put_program(project.parent / "bin" / "uv", '#!/bin/sh\necho "uv $*" >>"$CALLS"\n')
    door(project, "up")
    assert calls(project) == [
        "uv pip sync --quiet --python .venv/bin/python --require-hashes requirements/base.txt",
        "-m b2b_portal.embedded up",
    ]


def test_relative_data_folder_is_the_callers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RUN_FROM", str(tmp_path))
    monkeypatch.setenv("DATA_DIR", "here")
    assert DataFolder.of_project("test").path == tmp_path / "here" / "test"
    monkeypatch.delenv("DATA_DIR")
    assert DataFolder.of_project().path == ROOT / ".data"


def test_ci_without_shared_fails_in_one_sentence(project: Path) -> None:
    (project / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", project / ".ci" / "run")
    said = subprocess.run(["bash", ".ci/run"], cwd=project, capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert said.stderr.startswith("The folder ../shared (real price lists) is missing")
    assert (said.stdout, said.stderr.count("\n")) == ("", 1)
