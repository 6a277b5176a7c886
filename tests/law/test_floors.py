"""architecture.md sections 3 to 5: what each floor may touch. Import arrows are contracts in pyproject.toml."""

import ast
import inspect
import re
from importlib import import_module

import pytest
from django.apps import apps
from django.db import models

from accounts.actors import Actor
from tests.law.tree import PACKAGES, ROOMS, ROOT, functions, name_of, parsed, python_files

ORDER = ("core", *ROOMS)
STEPS_OF_VERBS = {"note_history", "move_stock"}  # called inside other verbs only
MAY_QUERY = {"models", "queries", "actions", "admin", "imports"}  # imports stage rows that only an action publishes


def test_model_objects_stands_on_query_floors_only():
    wrong = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files()
        if path.relative_to(ROOT).parts[0] in (*ROOMS, "b2b_portal") and not _may_query(path)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr == "objects"
    ]
    assert not wrong


def _may_query(path):
    parts = path.relative_to(ROOT).parts
    return parts[:2] == ("b2b_portal", "core") and "views" not in parts or "demo" in parts or MAY_QUERY & set(parts)


def test_keys_follow_the_arrow():
    wrong = [f"{key.model.__name__}.{key.name}" for key in _keys() if _rank(key.related_model) > _rank(key.model)]
    assert not wrong


def test_keys_that_cross_rooms_leave_no_name_behind():
    wrong = [
        f"{key.model.__name__}.{key.name}"
        for key in _keys()
        if _rank(key.related_model) != _rank(key.model)
        and key.model._meta.app_label in ORDER
        and not key.remote_field.related_name.endswith("+")
    ]
    assert not wrong


def _keys():
    ours = [model for model in apps.get_models() if model._meta.app_label in ORDER]
    return [
        field
        for model in ours
        if not hasattr(model, "pgh_tracked_model")
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and field.related_model._meta.app_label in ORDER
    ]


def _rank(model):
    return ORDER.index(model._meta.app_label)


def test_no_signals_of_models():
    words = re.compile(r"\b(post_save|pre_save|post_delete|pre_delete|m2m_changed)\b")
    assert not [name_of(path) for path in python_files() if words.search(path.read_text(encoding="utf-8"))]


def test_money_is_rounded_in_one_place():
    wrong = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr == "quantize"
    ]
    assert {line.split(":")[0] for line in wrong} == {"b2b_portal/core/money.py"}


def test_atomic_is_opened_by_change_and_the_kernel_only():
    wrong = [
        name_of(path)
        for path in python_files()
        if "transaction.atomic" in path.read_text(encoding="utf-8")
        and path.relative_to(ROOT).parts[:2] != ("b2b_portal", "core")
    ]
    assert not wrong


def test_the_clock_is_read_outside_actions_queries_and_pure_modules():
    clock = re.compile(r"timezone\.now\(|datetime\.now\(|date\.today\(|localdate\(\)")
    wrong = [
        name_of(path)
        for path in python_files()
        if {"actions", "models"} & set(path.parts) and clock.search(path.read_text(encoding="utf-8"))
    ]
    assert not wrong


def test_migrations_have_names_and_import_no_code_of_ours():
    wrong = []
    for package in PACKAGES:
        for path in (ROOT / package).rglob("migrations/0*.py"):
            imports = re.findall(rf"^(?:from|import) (?:{'|'.join(PACKAGES)})\b", path.read_text(), re.M)
            if "_auto_" in path.name or imports:
                wrong.append(name_of(path))
    assert not wrong


@pytest.mark.parametrize("room", ROOMS)
def test_actions_take_keywords_and_name_who_and_when(room):
    wrong = []
    for path in sorted((ROOT / room / "actions").glob("*.py")):
        verb = getattr(import_module(f"{room}.actions.{path.stem}"), path.stem, None)
        if path.stem == "__init__":
            continue
        if verb is None and _is_step(path):
            continue
        if verb is None:
            wrong.append(f"{name_of(path)} holds no function {path.stem}")
            continue
        parameters = inspect.signature(verb).parameters
        if "by" in parameters and parameters["by"].annotation not in (Actor, "Actor"):
            wrong.append(f"{name_of(path)}: by is no Actor")
        if {"by", "at"} <= parameters.keys() and path.stem not in STEPS_OF_VERBS and not _is_keyword_only(parameters):
            wrong.append(f"{name_of(path)}: not keyword-only")
    assert not wrong


def _is_keyword_only(parameters):
    return all(parameter.kind is parameter.KEYWORD_ONLY for parameter in parameters.values())


def _is_step(path):
    """A long verb's steps may stand beside it: import_catalog_prices.py beside import_catalog.py."""
    return any(path.stem.startswith(f"{verb.stem}_") for verb in path.parent.glob("*.py") if verb != path)


@pytest.mark.parametrize("floor", ["actions", "queries", "models"])
def test_public_names_of_deep_floors_are_described(floor):
    wrong = [
        f"{name_of(path)}:{function.lineno} {function.name}"
        for path in python_files()
        if floor in path.parts
        for function in functions(path)
        if not function.name.startswith("_") and not ast.get_docstring(function) and function in parsed(path).body
    ]
    assert not wrong
