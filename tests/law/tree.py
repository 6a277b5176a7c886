"""The project's Python files and templates, as the laws read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("accounts", "catalog", "orders", "documents")
PACKAGES = ("b2b_portal", *ROOMS)


def python_files(*, with_tests: bool = False) -> list[Path]:
    """Every Python file of ours but migrations."""
    folders = (*PACKAGES, "tests", "benchmarks") if with_tests else PACKAGES
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]
    return sorted(files)


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
