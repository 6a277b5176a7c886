"""Every key that the shop reads from its environment is offered in .env.example and explained in docs/operations.md."""

import ast
import re
from collections.abc import Callable

import pytest

from b2b_portal.embedded.folder import ROOT

SETTINGS = ROOT / "b2b_portal" / "settings.py"


def keys_in_settings() -> set[str]:
    """The first arguments of `env.kind("KEY", ...)`."""
    calls = (node for node in ast.walk(ast.parse(SETTINGS.read_text())) if isinstance(node, ast.Call))
    return {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "env"
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }


def keys_in_compose() -> set[str]:
    """What docker-compose.yml itself takes from .env: ${KEY}."""
    return set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))


def keys_in_example() -> set[str]:
    return set(re.findall(r"^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def keys_in_manual() -> set[str]:
    """The first cells of the table in docs/operations.md."""
    return set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "operations.md").read_text(), re.MULTILINE))


def test_settings_are_read() -> None:
    assert {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "PUBLIC_URL", "SECRET_KEY"} <= keys_in_settings()
    assert "PORT" in keys_in_compose()


@pytest.mark.parametrize("offered", [keys_in_example, keys_in_manual])
def test_keys_are_offered_and_no_others(offered: Callable[[], set[str]]) -> None:
    assert offered() == keys_in_settings() | keys_in_compose()


def test_nothing_else_reads_the_environment() -> None:
    """The rooms get what differs per deployment from the settings alone."""
    rooms = ("accounts", "catalog", "orders", "documents", "b2b_portal/core", "b2b_portal/pages", "b2b_portal/demo")
    readers = [
        str(path.relative_to(ROOT))
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
        if re.search(r"\bos\.(environ|getenv)\b|\bgetenv\(", path.read_text())
    ]
    assert readers == []
