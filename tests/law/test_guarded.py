"""Pages that change rules, budgets and links ask whoever signed in long ago who he is, and lose nothing typed."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.permissions import Role
from tests.accounts.confirmed import confirmed
from tests.conftest import client_of
from tests.factories import make_actor
from tests.law.access_matrix import MATRIX
from tests.law.worlds import make_world

pytestmark = pytest.mark.django_db
GUARDED = {
    "orders:approval-rule-add",
    "orders:approval-rule",
    "orders:budget-add",
    "orders:budget-change",
    "catalog:price-feed-open",
}


def guarded(patterns: list, prefix: str = "") -> set[str]:
    """The names of all addresses whose views are marked."""
    found = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            namespace = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            found |= guarded(pattern.url_patterns, namespace)
        elif isinstance(pattern, URLPattern) and getattr(pattern.callback, "is_guarded", False):
            found.add(f"{prefix}{pattern.name}")
    return found


def test_the_guarded_pages_are_these() -> None:
    assert guarded(get_resolver().url_patterns) == GUARDED


@pytest.mark.parametrize("name", sorted(GUARDED))
def test_a_guarded_page_asks_before_it_opens_and_leads_back(name: str) -> None:
    world = make_world(make_actor(role=Role.ADMINISTRATOR))
    url = reverse(name, kwargs=MATRIX[name].kwargs(world) or None)
    asked = client_of(world.actor).get(url)
    assert asked.status_code == 302
    assert asked.url == f"/account/reauthenticate/?next={url.replace('/', '%2F')}"
    assert confirmed(world.actor).get(url).status_code == 200
