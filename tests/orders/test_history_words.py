import pytest

from orders.enums import HistoryKind
from orders.history_words import history_words

pytestmark = pytest.mark.usefixtures("english")
UNTIL = "2026-11-26T09:00:00+00:00"


@pytest.mark.parametrize(
    ("kind", "facts", "words"),
    [
        (HistoryKind.RESERVED, {"until": UNTIL}, "Goods reserved until 26\u00a0Nov,\u00a012:00"),
        (HistoryKind.AWAITED, {"pieces": 1200}, "The rest is awaited: 1,200 pcs"),
        (
            HistoryKind.AWAITED_RESERVED,
            {"arrived": 3, "until": UNTIL},
            "Awaited goods arrived, 3 pcs by now; all is reserved until 26\u00a0Nov,\u00a012:00",
        ),
        (HistoryKind.RENEWED, {"until": UNTIL}, "Reservation renewed until 26\u00a0Nov,\u00a012:00"),
        (HistoryKind.SHIPPED, {"pieces": 7}, "Order shipped: 7 pcs"),
        (
            HistoryKind.LINE_CANCELLED,
            {"article": "A-1", "quantity": 2, "reason": "100% wrong"},
            "Line cancelled: A-1, 2 pcs. Reason: 100% wrong",
        ),
        (HistoryKind.CANCELLED, {"reason": "Twice"}, "Order cancelled. Reason: Twice"),
    ],
)
def test_history_words_fill_the_sentence_with_the_facts(kind, facts, words):
    assert history_words(kind, facts) == words


@pytest.mark.parametrize("kind", HistoryKind)
def test_history_words_of_an_entry_without_facts_are_its_label(kind):
    assert history_words(kind, {}) == str(kind.label)
