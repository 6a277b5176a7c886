"""What products cost us is read in few places, all of them for staff: a page cannot show what nothing of it reads."""

import ast
import re

from tests.law.tree import name_of, parsed, python_files, templates

# queries for staff's pages, and what writes costs and the floors made of them
MAY_READ = {
    "catalog/models/__init__.py",
    "catalog/models/cost.py",
    "catalog/queries/costs.py",
    "catalog/actions/keep_floors.py",
    "catalog/actions/set_costs.py",
    "catalog/actions/publish_costs.py",
    "catalog/imports/compare_prices.py",
    "catalog/imports/stage.py",
    "catalog/admin/prices.py",
}
# who may ask queries/costs.py
MAY_ASK = {"catalog/queries/price_check.py", "catalog/queries/costs.py"}
# a list's margin: with it a lowest price tells the cost. Who names it shows it to nobody, or to who sees costs
MAY_NAME_MARGIN = {
    "catalog/models/price_list.py",
    "catalog/actions/keep_floors.py",
    "catalog/admin/prices.py",
    "catalog/forms/price_list.py",
    "catalog/queries/chosen_price.py",
    "catalog/queries/price_list_rows.py",
    "catalog/queries/price_list_state.py",
    "catalog/queries/prices.py",
    "b2b_portal/demo/prices.py",
}
COST = re.compile(r"\.cost(?!_centre)")
EXPLAINED = re.compile(r"{%\s*why_(?:steps|price)\b([^%]*)%}")


def test_only_staff_code_reads_costs():
    readers = {name_of(path) for path in python_files() if _names_cost(path)}
    assert readers <= MAY_READ
    assert {"catalog/queries/costs.py", "catalog/actions/set_costs.py"} <= readers


def test_only_staff_queries_ask_for_costs():
    askers = {name_of(path) for path in python_files() if "catalog.queries.costs" in _imported(path)}
    assert askers <= MAY_ASK


def test_no_template_of_a_buyer_names_a_cost():
    named = [name_of(path) for path in templates() if COST.search(path.read_text(encoding="utf-8"))]
    assert [name for name in named if not name.startswith("templates/admin/")] == []


def test_only_known_code_names_the_margin_of_a_list():
    assert {name_of(path) for path in python_files() if _names_margin(path)} <= MAY_NAME_MARGIN
    assert [name_of(path) for path in templates() if "margin_floor" in path.read_text(encoding="utf-8")] == []


def test_explanations_for_staff_name_a_lowest_price_only_to_who_sees_costs():
    for_staff = [path.read_text(encoding="utf-8") for path in templates() if "/admin/" in path.as_posix()]
    explained = [said for text in for_staff for said in EXPLAINED.findall(text)]
    assert explained
    assert all("names_floor=sees_cost" in said for said in explained)


def _names_margin(path):
    nodes = list(ast.walk(parsed(path)))
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    words = [node.attr for node in nodes if isinstance(node, ast.Attribute)]
    words += [node.id for node in nodes if isinstance(node, ast.Name)]
    words += [node.arg for node in nodes if isinstance(node, ast.keyword) and node.arg]
    return any("margin_floor" in one for one in (*texts, *words))


def _names_cost(path):
    names = {node.id for node in ast.walk(parsed(path)) if isinstance(node, ast.Name)}
    texts = {node.value for node in ast.walk(parsed(path)) if isinstance(node, ast.Constant)}
    imports_it = any(
        isinstance(node, ast.ImportFrom) and any(alias.name == "Cost" for alias in node.names)
        for node in ast.walk(parsed(path))
    )
    return "Cost" in names or imports_it or any(isinstance(one, str) and "catalog_cost" in one for one in texts)


def _imported(path):
    return {node.module for node in ast.walk(parsed(path)) if isinstance(node, ast.ImportFrom)}
