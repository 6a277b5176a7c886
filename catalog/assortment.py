"""Pure: which products a company sees by the rules for it and for its price tier. docs/assortment.md has them in words.

The database decides the same by `catalog_verdict()`, for a million rows at once; a property test proves that both agree
(tests/catalog/queries/test_assortment.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass

# SQL: what the rules of one owner come to. A SELECT without rows of its own runs once in a statement, when it is needed
OF_COMPANY, OF_TIER = "SELECT catalog_company_verdicts({key})", "SELECT catalog_tier_verdicts({key})"


@dataclass(frozen=True)
class Seen:
    """What rules look at: a product, its brand, its section's line from the root down."""

    product: int
    brand: int
    lineage: Sequence[int]


@dataclass(frozen=True)
class Rule:
    """Shows or hides one product, one brand, or one section with all below it; exactly one of them is named."""

    shows: bool
    product: int | None = None
    brand: int | None = None
    category: int | None = None

    def rank(self, seen: Seen) -> int:
        """How specific the rule is for a product, 0 if it does not speak of it: the deeper section, brand, product."""
        if self.product is not None:
            return len(seen.lineage) + 2 if self.product == seen.product else 0
        if self.brand is not None:
            return len(seen.lineage) + 1 if self.brand == seen.brand else 0
        return seen.lineage.index(self.category) + 1 if self.category in seen.lineage else 0


@dataclass(frozen=True)
class Rules:
    """The rules of a company or of a tier; `shows_rest` is what becomes of all that no rule names, None: not said."""

    rules: Sequence[Rule] = ()
    shows_rest: bool | None = None

    def deciding(self, seen: Seen) -> Rule | None:
        """The most specific of the rules that speak of a product."""
        speaking = [rule for rule in self.rules if rule.rank(seen)]
        return max(speaking, key=lambda rule: rule.rank(seen), default=None)

    def verdict(self, seen: Seen) -> bool | None:
        """Whether the product is shown, None where these rules leave it to others."""
        rule = self.deciding(seen)
        return rule.shows if rule else self.shows_rest


def is_seen(company: Rules | None, tier: Rules | None, seen: Seen) -> bool:
    """Whether the company sees a product: what its own rules leave open its tier's decide, else it is seen."""
    for rules in (company, tier):
        verdict = rules.verdict(seen) if rules else None
        if verdict is not None:
            return verdict
    return True
