"""What must be true of the whole shop at any moment, whatever happened before: races, faults, restarts."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from accounts.queries import invariants as accounts
from catalog.queries import invariants as catalog
from documents.queries import invariants as papers
from orders.queries import invariants as orders

# each question reads one statement's snapshot, so a shop at work may be asked too
INVARIANTS: Mapping[str, Callable[[], list[str]]] = MappingProxyType(
    {
        "credit is the sum of its entries": accounts.credit_unlike_its_entries,
        "used credit is what open debts come to": accounts.credit_unlike_its_debts,
        "nobody owes more than his limit": accounts.credit_beyond_its_limit,
        "stock is the sum of its movements": catalog.stock_unlike_its_movements,
        "reserved is the sum of active reservations": catalog.stock_unlike_its_reservations,
        "nothing is promised twice": catalog.stock_sold_twice,
        "assortments are what their rules come to": catalog.assortments_unlike_their_rules,
        "orders are the sums of their lines": orders.orders_unlike_their_lines,
        "lines add up": orders.lines_that_do_not_add_up,
        "orders that are over hold nothing": orders.goods_held_for_nobody,
        "orders are promised what they ask": orders.orders_promised_too_much,
        "orders hold the credit that they defer": orders.orders_holding_other_credit,
        "placed orders are announced once": orders.orders_announced_twice,
        "budgets are the sums of their entries": orders.budgets_unlike_their_entries,
        "orders that are over commit no budget": orders.budgets_held_by_orders_that_are_over,
        "document numbers have no gaps": papers.series_with_gaps,
        "ready documents have their bytes": papers.documents_without_their_file,
    }
)


def broken() -> dict[str, list[str]]:
    """The invariants that do not hold, with sentences that say where; empty in a sound shop."""
    answers = {rule: question() for rule, question in INVARIANTS.items()}
    return {rule: sentences for rule, sentences in answers.items() if sentences}
