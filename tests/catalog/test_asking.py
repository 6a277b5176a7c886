"""What a buyer may ask, worded for him."""

import pytest

from catalog.asking import question_on, wish_for

pytestmark = pytest.mark.usefixtures("english")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("KVR32N22S8/61", "Please find KVR32N22S8/61 or an analogue"),
        ("KVR32N22S8/61 10", "Please find KVR32N22S8/61 or an analogue, 10 pcs"),
        ("a\0b % (c)s", "Please find ab % (c)s or an analogue"),
        ("10", "Please find 10 or an analogue"),
        ("", ""),
        (" \0 ", ""),
    ],
)
def test_wish_for_asks_for_what_was_typed(query: str, words: str) -> None:
    assert wish_for(query) == words


def test_wish_for_bears_a_pasted_page() -> None:
    assert len(wish_for("x" * 10_000)) < 300


def test_question_on_names_the_product() -> None:
    assert question_on("HP", "CF259X") == "About HP CF259X: "
