"""The parent of every refusal that an action raises."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from b2b_portal.core.templatetags.ui import day_text, money_text

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class RuleBroken(Exception):
    """A rule of the shop refuses this: a sentence for the buyer, a code for programs, the facts as fields.

    A subclass may set `message` and `code` once and take only facts:

        class OutOfStock(RuleBroken):
            message = _("Only %(available)s pieces are free.")
            code = "out_of_stock"

        raise OutOfStock(available=3)
    """

    message: "_StrOrPromise" = _("This is not allowed.")
    code: str = "rule_broken"

    def __init__(self, message: "_StrOrPromise | None" = None, code: str | None = None, **facts: object) -> None:
        super().__init__(message, code)
        self.message = message if message is not None else type(self).message
        self.code = code if code is not None else type(self).code
        self.facts = facts

    def __str__(self) -> str:
        """The sentence in the language active now, sums and days written as on the pages.

        Without facts it stays as written, so "100%" needs no doubling.
        """
        sentence = str(self.message)
        return sentence % {name: _worded(fact) for name, fact in self.facts.items()} if self.facts else sentence


def _worded(fact: object) -> object:
    """A sum without its sign, which stands in the sentence."""
    if isinstance(fact, Decimal):
        return money_text(fact, "")
    return day_text(fact) if isinstance(fact, date) else fact
