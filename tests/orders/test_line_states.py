from datetime import date

import pytest

from orders.line_states import Pieces, cancelled_state, shipped_state, waiting_state

pytestmark = pytest.mark.usefixtures("english")
DAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("pieces", "shape", "label", "note"),
    [
        (Pieces(5, 5), "s-ring", "Reserved", ""),
        (Pieces(5, 0, 5, DAY), "s-tri", "Awaited", "expected on 30\u00a0Nov"),
        (Pieces(5, 0, 5), "s-tri", "Awaited", "day not known yet"),
        (Pieces(5, 2, 3, DAY), "s-half", "2 of 5 reserved", "3 awaited, expected on 30\u00a0Nov"),
        (Pieces(5), "s-sq", "Not reserved", ""),
        (Pieces(5, 2), "s-tri", "2 of 5 reserved", "3 not held any more"),
        (Pieces(5, 0, 3), "s-sq", "Not reserved", ""),
    ],
)
def test_waiting_state_says_where_the_pieces_are(pieces, shape, label, note):
    state = waiting_state(pieces)
    assert (state.shape, state.label, state.note) == (shape, label, note)


def test_waiting_state_of_what_is_wholly_held_and_picked():
    assert waiting_state(Pieces(5, 5), is_picked=True).label == "Being picked"
    assert waiting_state(Pieces(5, 4, 1), is_picked=True).label == "4 of 5 reserved"


def test_states_of_what_is_over_name_the_day_if_it_is_known():
    assert shipped_state(DAY).note == cancelled_state(DAY).note == "30\u00a0Nov"
    assert cancelled_state().note == ""
