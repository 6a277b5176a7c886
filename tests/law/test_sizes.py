"""architecture.md section 6: where a file or a function grows past its size, a room is missing."""

import ast

import pytest

from tests.law.tree import functions, name_of, python_files, templates

FILE, FUNCTION, PART, PAGE, NESTING = 400, 60, 60, 150, 3
BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.Try)


def test_files_are_at_most_400_lines_long():
    long = {name_of(path): n for path in python_files(with_tests=True) if (n := _lines(path)) > FILE}
    assert not long


def test_functions_are_at_most_60_lines_long():
    long = [
        f"{name_of(path)}:{function.lineno} {function.name}"
        for path in python_files(with_tests=True)
        for function in functions(path)
        if function.end_lineno - function.lineno >= FUNCTION
    ]
    assert not long


def test_functions_nest_at_most_three_deep():
    deep = [
        f"{name_of(path)}:{function.lineno} {function.name}"
        for path in python_files()
        for function in functions(path)
        if _depth(function) > NESTING
    ]
    assert not deep


def test_template_parts_and_pages_keep_their_size():
    long = {
        name_of(path): n for path in templates() if (n := _lines(path)) > (PART if path.name.startswith("_") else PAGE)
    }
    assert not long


@pytest.mark.parametrize("word", ["utils", "helpers", "misc"])
def test_nothing_is_called_a_drawer(word):
    assert not [name_of(path) for path in python_files(with_tests=True) if word in path.parts or path.stem == word]


def test_the_counts_see_something():
    assert len(python_files()) > 100
    assert len(templates()) > 20
    assert any(_depth(function) for path in python_files() for function in functions(path))


def _lines(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def _depth(node, depth=0):
    deepest = depth
    for child in ast.iter_child_nodes(node):
        inner = isinstance(child, BLOCKS) and not _is_elif(node, child)
        deepest = max(deepest, _depth(child, depth + inner))
    return deepest


def _is_elif(parent, child):
    return isinstance(parent, ast.If) and child in parent.orelse and len(parent.orelse) == 1
