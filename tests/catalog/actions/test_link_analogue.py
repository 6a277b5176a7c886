"""A pair of products has one link, stored once."""

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from accounts.actors import SYSTEM, Actor
from catalog.actions.link_analogue import LinkedToItself, link_analogue
from catalog.enums import AnalogueKind
from catalog.models import Analogue, Product
from tests.factories import make_analogue, make_product, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", [AnalogueKind.FULL, AnalogueKind.FUNCTIONAL])
def test_a_symmetric_link_is_stored_once_whichever_end_is_named_first(kind: AnalogueKind) -> None:
    first, second = make_product(), make_product()
    make_analogue(second, first, kind)
    make_analogue(first, second, kind, "no chip")
    link = Analogue.objects.get()
    assert (link.product, link.other, link.differs_in) == (first, second, "no chip")


@pytest.mark.parametrize("kind", [AnalogueKind.SUPERSEDED, AnalogueKind.CONSUMABLE, AnalogueKind.ACCESSORY])
def test_a_directed_link_keeps_its_direction_and_replaces_the_opposite_one(kind: AnalogueKind) -> None:
    first, second = make_product(), make_product()
    make_analogue(first, second, AnalogueKind.FULL)
    make_analogue(second, first, kind)
    link = Analogue.objects.get()
    assert (link.product, link.other, link.kind) == (second, first, kind)


def test_a_person_vouches_for_what_he_links_and_the_system_for_nothing(now: datetime) -> None:
    first, second, staff = make_product(), make_product(), make_user(is_staff=True)
    link = link_analogue(product=first, other=second, kind=AnalogueKind.FULL, by=Actor(user=staff), at=now)
    assert (link.vouched_by, link.vouched_at) == (staff, now)
    link = link_analogue(product=first, other=second, kind=AnalogueKind.FULL, by=SYSTEM, at=now)
    assert (link.vouched_by, link.vouched_at) == (None, None)


def test_a_product_is_no_analogue_of_itself() -> None:
    with pytest.raises(LinkedToItself):
        make_analogue(product := make_product(), product)


def insert(product: Product, other: Product, kind: AnalogueKind) -> None:
    with transaction.atomic():
        Analogue.objects.create(product=product, other=other, kind=kind)


@pytest.mark.parametrize(
    ("ends", "kind", "constraint"),
    [
        ((0, 0), AnalogueKind.ACCESSORY, "analogue_not_itself"),
        ((1, 0), AnalogueKind.FULL, "analogue_symmetric_stored_once"),
        ((0, 1), "sibling", "analogue_kind_known"),
    ],
)
def test_the_database_refuses_what_the_action_never_writes(
    ends: tuple[int, int], kind: AnalogueKind, constraint: str
) -> None:
    products = make_product(), make_product()
    with pytest.raises(IntegrityError, match=constraint):
        insert(products[ends[0]], products[ends[1]], kind)


def test_the_database_refuses_a_second_link_of_a_pair_the_other_way_round() -> None:
    first, second = make_product(), make_product()
    insert(first, second, AnalogueKind.ACCESSORY)
    with pytest.raises(IntegrityError, match="analogue_pair_unique"):
        insert(second, first, AnalogueKind.CONSUMABLE)
