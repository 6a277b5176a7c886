"""What a product costs us is read in few places, all of them staff's."""

import ast
import re

from catalog.models import Cost, Product
from tests.law.tree import ROOT, name_of, parsed, python_files, templates

READERS = ("catalog/queries/costs.py", "catalog/models/", "catalog/admin/", "catalog/actions/", "catalog/imports/")
ASKING = ("catalog/admin/", "catalog/actions/", "catalog/imports/", "b2b_portal/pages/price_impact.py")
TABLE = re.compile(r"\bcatalog_cost\b")
IN_A_TAG = re.compile(r"{{[^}]*\bcosts?\b[^}]*}}|{%\s*(?:if|for|with)[^%\"']*\bcosts?\b")


def imported(path):
    """The full names that a module imports, wherever the line stands."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def files_that(does, allowed):
    return [name_of(path) for path in python_files() if not name_of(path).startswith(allowed) and does(path)]


def reads_cost(path):
    models = {"catalog.models.Cost", "catalog.models.cost.Cost", "catalog.models.cost"}
    text = path.read_text(encoding="utf-8")
    return bool(models & set(imported(path)) or TABLE.search(text) or "costevent" in text.lower())


def asks_for_costs(path):
    return any(name.startswith("catalog.queries.costs") for name in imported(path))


def test_cost_is_read_in_few_places_only():
    assert not files_that(reads_cost, READERS)
    assert files_that(reads_cost, ())  # it is read somewhere, so the law looks at something


def test_costs_are_asked_for_by_staff_only():
    assert not files_that(asks_for_costs, ASKING)


def test_no_row_leads_to_cost():
    """A reverse relation would carry cost into any query by two underscores."""
    related = Product._meta.get_fields(include_hidden=True)
    to_cost = [one for one in related if one.is_relation and one.related_model is Cost]
    assert len(to_cost) == 1
    assert to_cost[0].hidden


def test_pages_of_buyers_have_no_word_for_cost():
    buyers = [path for path in templates() if not name_of(path).startswith("templates/admin/")]
    assert not [name_of(path) for path in buyers if IN_A_TAG.search(path.read_text(encoding="utf-8"))]
    assert IN_A_TAG.search("{{ row.cost|money }}")
    assert IN_A_TAG.search("{% if line.cost %}")
    assert ROOT.joinpath("templates").is_dir()
