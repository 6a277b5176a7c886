"""The demo's goods can be narrowed by what they say of themselves."""

import pytest
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Membership
from accounts.permissions import Role
from b2b_portal.demo.load import load
from catalog.models import Category
from catalog.narrowing import Narrowing
from catalog.queries.facets import facets
from catalog.queries.hit_set import hit_set
from catalog.queries.narrowed import narrowed


@pytest.mark.slow
@pytest.mark.django_db
def test_define_attributes_gives_cartridges_their_facets() -> None:
    load(timezone.now())
    member = Membership.objects.select_related("user", "company").get(user__email="buyer@demo.example")
    actor = Actor(member.user, member.company, Role(member.role))
    narrowing = Narrowing(sections=(Category.objects.get(name="Картриджи").uid,))
    found = facets(narrowed(actor, hit_set(actor, ""), narrowing, timezone.now()), narrowing)
    by_name = {group.name: group for group in found.groups}
    assert {"stock", "brand", "a.yield", "a.colour", "a.chip"} <= by_name.keys()
    ranges = by_name["a.yield"].choices
    assert len(ranges) == 3
    assert sum(choice.count or 0 for choice in ranges) <= found.total
