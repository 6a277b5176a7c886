import pytest
from django.utils import translation

from orders.enums import OrderStatus
from orders.states import ORDER_MOVES, IllegalMove, can_move, check_move

STATES = ["placed", "confirmed", "picking", "shipped", "cancelled"]
ALLOWED = {
    ("placed", "confirmed"),
    ("placed", "cancelled"),
    ("confirmed", "shipped"),
    ("confirmed", "cancelled"),
    ("confirmed", "picking"),
    ("picking", "shipped"),
    ("picking", "cancelled"),
}


@pytest.mark.parametrize("old", STATES)
@pytest.mark.parametrize("new", STATES)
def test_can_move_table(old: str, new: str) -> None:
    assert can_move(old, new) is ((old, new) in ALLOWED)


@pytest.mark.parametrize(("old", "new"), sorted(ALLOWED))
def test_check_move_lets_an_allowed_move_pass(old: str, new: str) -> None:
    check_move(old, new)


@pytest.mark.parametrize(
    ("old", "new"), [("placed", "placed"), ("shipped", "cancelled"), ("lost", "placed"), ("placed", "")]
)
def test_check_move_refuses_and_names_both_states(old: str, new: str) -> None:
    with pytest.raises(IllegalMove) as refusal:
        check_move(old, new)
    assert refusal.value.facts == {"old": old, "new": new}
    assert refusal.value.code == "illegal_move"


def test_check_move_names_members_of_an_enum_in_words() -> None:
    with pytest.raises(IllegalMove) as refusal:
        check_move(OrderStatus.SHIPPED, OrderStatus.PLACED)
    assert refusal.value.facts == {"old": OrderStatus.SHIPPED.label, "new": OrderStatus.PLACED.label}
    with translation.override("en"):
        assert str(refusal.value) == "An order that is “shipped” cannot become “placed”."
    check_move(OrderStatus.PLACED, OrderStatus.CANCELLED)


def test_check_move_takes_another_map() -> None:
    check_move("draft", "sent", {"draft": frozenset({"sent"})})


def test_every_state_of_the_enum_has_a_row_and_no_other() -> None:
    assert set(ORDER_MOVES) == set(OrderStatus.values)
    assert set().union(*ORDER_MOVES.values()) <= set(ORDER_MOVES)
