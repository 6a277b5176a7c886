from pathlib import Path

import pytest
from pytest_django import Settings

from accounts.registry import FileRegistry, Found, registry

ROWS = """inn,kpp,ogrn,name,legal_address
7707083893,770701001,1027700132195,ООО «Лес»,"Москва, ул. Вавилова, д. 19"
7707083893,771443001,1027700132195,Филиал «Леса»,"Тверь, ул. Лесная, д. 1"
"""


@pytest.fixture
def register(tmp_path: Path) -> FileRegistry:
    path = tmp_path / "register.csv"
    path.write_text("\ufeff" + ROWS, encoding="utf-8")
    return FileRegistry(path)


def test_find_takes_the_head_office_unless_a_branch_is_named(register: FileRegistry) -> None:
    first = Found("7707083893", "770701001", "1027700132195", "ООО «Лес»", "Москва, ул. Вавилова, д. 19")
    assert register.find("7707083893") == first
    branch = register.find("7707083893", "771443001")
    assert branch
    assert branch.name == "Филиал «Леса»"


def test_find_knows_nobody_else(register: FileRegistry) -> None:
    assert register.find("7830002293") is None
    assert register.find("7707083893", "770702002") is None


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00bad", b"", b"name\nX\n"])
def test_find_without_a_readable_file_knows_nobody(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "register.csv"
    if content is not None:
        path.write_bytes(content)
    assert FileRegistry(path).find("7707083893") is None


def test_registry_is_the_file_of_the_settings_or_none(settings: Settings, register: FileRegistry) -> None:
    settings.REGISTRY_FILE = ""
    assert registry().find("7707083893") is None
    settings.REGISTRY_FILE = str(register.path)
    assert registry().find("7707083893")
