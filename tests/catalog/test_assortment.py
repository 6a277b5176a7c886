"""Which of several rules decides, as a table."""

import pytest

from catalog.assortment import Rule, Rules, Seen, is_seen

ROOT, DEEP = 10, 11
PRODUCT = Seen(product=1, brand=5, lineage=(ROOT, DEEP))
HIDES_ALL = Rules(shows_rest=False)


def shows(**named):
    return Rule(True, **named)


def hides(**named):
    return Rule(False, **named)


@pytest.mark.parametrize(
    ("rules", "verdict"),
    [
        ([], None),
        ([hides(category=ROOT)], False),
        ([hides(category=ROOT), shows(category=DEEP)], True),
        ([shows(category=ROOT), hides(category=DEEP)], False),
        ([hides(category=DEEP), shows(brand=5)], True),
        ([shows(category=DEEP), hides(brand=5)], False),
        ([hides(brand=5), shows(product=1)], True),
        ([shows(brand=5), hides(product=1)], False),
        ([hides(product=2), hides(brand=6), hides(category=12)], None),
    ],
)
def test_verdict_is_that_of_the_most_specific_rule(rules, verdict):
    for order in (rules, rules[::-1]):
        assert Rules(order).verdict(PRODUCT) is verdict


@pytest.mark.parametrize(
    ("company", "tier", "seen"),
    [
        (None, None, True),
        (Rules(), Rules(), True),
        (None, HIDES_ALL, False),
        (Rules(), HIDES_ALL, False),
        (HIDES_ALL, None, False),
        (Rules(shows_rest=True), HIDES_ALL, True),
        (HIDES_ALL, Rules([shows(product=1)]), False),
        (Rules([shows(category=ROOT)]), Rules([hides(product=1)]), True),
        (Rules([hides(category=ROOT)]), Rules([shows(product=1)]), False),
        (Rules([hides(brand=6)]), Rules([hides(product=1)]), False),
        (Rules([shows(brand=5)], shows_rest=False), None, True),
    ],
)
def test_is_seen_asks_the_company_before_its_tier(company, tier, seen):
    assert is_seen(company, tier, PRODUCT) is seen
