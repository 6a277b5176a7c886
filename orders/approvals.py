"""Pure: whether an order meets a rule of approval, and why. The rules in prose: docs/approvals.md."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

# Keys are the values of orders.enums.ReasonKind
LIMIT = "limit:"  # before the period of a personal limit among the names of what an order is over


@dataclass(frozen=True, slots=True)
class Level:
    """Whom a level of a rule asks: people and own roles by key, fixed roles, the head of the author's department.

    `who` names them all as they were called when the rule was saved.
    """

    needs_all: bool = False
    people: tuple[int, ...] = ()
    roles: tuple[str, ...] = ()
    own_roles: tuple[int, ...] = ()
    asks_head: bool = False
    who: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As a rule keeps it."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}


def level_of(kept: Mapping[str, Any]) -> Level:
    """The level that a rule keeps."""
    facts: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in kept.items()}
    return Level(**facts)


@dataclass(frozen=True, slots=True)
class AskedLine:
    """Goods of an order: the sections they stand in, from the root down, and their sum with VAT."""

    article: str
    gross: Decimal
    lineage: tuple[int, ...] = ()
    brand_id: int | None = None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules ask of an order. `over` names the budgets and limits that it takes over; the total has delivery in it.

    A role is a fixed one, or the key of one's own beside "".
    """

    gross: Decimal
    lines: Sequence[AskedLine]
    over: Sequence[str] = ()
    address: str = ""
    role: str = ""
    own_role_id: int | None = None
    department_id: int | None = None


@dataclass(frozen=True, slots=True)
class Conditions:
    """What must hold for a rule to ask; what is not set does not matter. Names are for the reasons."""

    total_from: Decimal | None = None
    line_from: Decimal | None = None
    category_id: int | None = None
    category: str = ""
    brand_id: int | None = None
    brand: str = ""
    asks_new_product: bool = False
    asks_over_budget: bool = False
    address: str = ""
    role: str = ""
    own_role_id: int | None = None
    role_name: str = ""
    department_id: int | None = None
    department: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rule asks: a kind, and what fills its sentence. Sums are decimal texts, so that JSON keeps them."""

    kind: str
    facts: dict[str, Any] = field(default_factory=dict)


def reasons_of(conditions: Conditions, facts: Facts) -> tuple[Reason, ...]:
    """Why the rule asks for a yes; empty where one of its conditions does not hold. Without conditions: every order."""
    reasons: list[Reason] = []
    for reason in _checked(conditions, facts):
        if reason is None:
            return ()
        reasons.append(reason)
    return tuple(reasons) or (Reason("always"),)


def _checked(wanted: Conditions, facts: Facts) -> Iterator[Reason | None]:
    """For each condition that is set its reason, or None where it does not hold."""
    if wanted.total_from is not None:
        total = Reason("total", {"sum": str(facts.gross), "from": str(wanted.total_from)})
        yield total if facts.gross >= wanted.total_from else None
    if wanted.line_from is not None:
        least = wanted.line_from
        yield _of_lines("line", [line for line in facts.lines if line.gross >= least], {"from": str(least)})
    if wanted.category_id is not None:
        inside = [line for line in facts.lines if wanted.category_id in line.lineage]
        yield _of_lines("category", inside, {"name": wanted.category})
    if wanted.brand_id is not None:
        yield _of_lines(
            "brand", [one for one in facts.lines if one.brand_id == wanted.brand_id], {"name": wanted.brand}
        )
    if wanted.asks_new_product:
        yield _of_lines("new_product", [line for line in facts.lines if line.is_new], {})
    if wanted.asks_over_budget:
        yield Reason("over_budget", {"names": list(facts.over)}) if facts.over else None
    yield from _of_people(wanted, facts)


def _of_people(wanted: Conditions, facts: Facts) -> Iterator[Reason | None]:
    if wanted.address:
        yield Reason("address", {"name": wanted.address}) if facts.address == wanted.address else None
    if wanted.role or wanted.own_role_id is not None:
        own = facts.own_role_id == wanted.own_role_id
        is_his = own if wanted.own_role_id is not None else facts.role == wanted.role and facts.own_role_id is None
        yield Reason("role", {"name": wanted.role_name, "role": wanted.role}) if is_his else None
    if wanted.department_id is not None:
        is_there = facts.department_id == wanted.department_id
        yield Reason("department", {"name": wanted.department}) if is_there else None


def _of_lines(kind: str, found: Sequence[AskedLine], facts: dict[str, Any]) -> Reason | None:
    return Reason(kind, {"articles": [line.article for line in found], **facts}) if found else None
