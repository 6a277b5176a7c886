"""A company's own code: kept, changed, forgotten, found."""

from datetime import datetime

import pytest

from accounts.actors import Actor
from accounts.permissions import Role
from accounts.queries.access import NotAllowed
from catalog.actions.set_own_code import CodeWithoutLetters, set_own_code
from catalog.enums import Match
from catalog.models import CompanyProduct, Product
from catalog.queries.search import search
from tests.factories import make_actor, make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def product(db: None) -> Product:
    return make_product("CF259X")


def codes() -> list[str]:
    return list(CompanyProduct.objects.values_list("own_code", flat=True))


def test_the_code_is_kept_changed_and_found_by_the_company_alone(buyer: Actor, product: Product, now: datetime) -> None:
    set_own_code(product=product, own_code="ЛМ-1", by=buyer, at=now)
    set_own_code(product=product, own_code="ЛМ-2", by=buyer, at=now)
    assert codes() == ["ЛМ-2"]
    assert [(hit.product, hit.match) for hit in search(buyer, "лм 2").hits] == [(product, Match.OWN_CODE)]
    assert search(make_actor(), "лм 2").hits == ()


def test_an_empty_code_forgets_it_for_this_company_only(buyer: Actor, product: Product, now: datetime) -> None:
    for actor in (buyer, make_actor()):
        set_own_code(product=product, own_code="1", by=actor, at=now)
    set_own_code(product=product, own_code="", by=buyer, at=now)
    assert CompanyProduct.objects.get().company != buyer.company


def test_a_code_that_search_could_not_find_is_refused(buyer: Actor, product: Product, now: datetime) -> None:
    with pytest.raises(CodeWithoutLetters):
        set_own_code(product=product, own_code="--", by=buyer, at=now)
    assert codes() == []


def test_whoever_may_not_fill_the_cart_keeps_no_codes(product: Product, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        set_own_code(product=product, own_code="1", by=make_actor(role=Role.VIEWER), at=now)
