"""What was changed in a company, by whom and through what: the trail that triggers write."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, JSONObject
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.enums import Channel
from accounts.models import (
    Address,
    Company,
    Contract,
    CostCentre,
    Department,
    Membership,
    OwnRole,
    PersonalLimit,
    PowerOfAttorney,
)
from accounts.permissions import Permission, Role
from accounts.queries.people import names_of
from b2b_portal.core.templatetags.ui import day_text, moment_text, money_text

SHOWN = 50
ADDED = "insert"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NAMES = {  # read of the row a key leads to
    "tier": "tier__name",
    "account_manager": "account_manager__user__full_name",
    "department": "department__name",
    "head": "head__full_name",
    "own_role": "own_role__name",
    "overrun_approver": "overrun_approver__full_name",
    "cost_centre": "cost_centre__name",
    "category": "category__name",
    "brand": "brand__name",
    "address": "address__text",
    "escalates_to": "escalates_to__full_name",
    "person": "person__full_name",
    "deputy": "deputy__full_name",
}


@dataclass(frozen=True)
class Tracked:
    """An audited table: which key names the company, what to call a row, and which fields the company may read.

    Of a field of JSON, a list, the names under `who` are shown.
    """

    model: Any
    company: str
    subject: str
    fields: tuple[str, ...]


_COMPANY = ("name", "inn", "kpp", "ogrn", "legal_address", "tier", "account_manager", "status", "suspension_reason")
_TERMS = ("reservation_working_days", "reservation_renewals", "deferral_days", "grace_days", "prepayment_percent")
_SUMS = ("minimum_order_gross", "credit_limit", "overrun_gross")
_TRACKED = [  # of one moment the company comes last: it was there before its people
    Tracked(Address, "company_id", "text", ("text", "contact_name", "phone", "hours", "gate_rules", "is_active")),
    Tracked(PowerOfAttorney, "company_id", "number", ("number", "holder", "issued_on", "valid_until_on", "is_active")),
    Tracked(Membership, "company_id", "user__email", ("role", "own_role", "department", "left_at")),
    Tracked(OwnRole, "company_id", "name", ("name", "permissions", "is_active")),
    Tracked(PersonalLimit, "company_id", "user__email", ("period", "amount_gross")),
    Tracked(Department, "company_id", "name", ("name", "head", "is_active")),
    Tracked(CostCentre, "company_id", "code", ("code", "name", "is_active")),
    Tracked(
        Contract,
        "company_id",
        "number",
        ("number", "signed_on", "is_default", "is_open", *_TERMS, *_SUMS, "overrun_approver"),
    ),
    Tracked(Company, "pgh_obj_id", "name", (*_COMPANY, "replacement_policy", "demands_second_factor")),
]


def show_in_history(*tables: Tracked) -> None:
    """Adds audited tables of rooms above to the trail that a company reads, below those that are there."""
    _TRACKED.extend(one for one in tables if one not in _TRACKED)


@dataclass(frozen=True)
class FieldMove:
    """One field from what to what, in words."""

    label: str
    was: str
    becomes: str


@dataclass(frozen=True)
class HistoryEntry:
    """One saved change. `who` is "" for the shop itself."""

    at: datetime
    who: str
    on_behalf_of: str
    channel: str
    kind: str
    subject: str
    is_new: bool
    moves: tuple[FieldMove, ...]


@dataclass(frozen=True)
class HistoryPage:
    """The newest entries before a place, and the place where the next page begins ("" at the end)."""

    entries: tuple[HistoryEntry, ...]
    older: str


def company_history(actor: Actor, before: str = "") -> HistoryPage:
    """The changes of the actor's company, the newest first, at most SHOWN a page. One query for each audited table and
    one for the names, if somebody is named. A place that makes no sense is the beginning.
    """
    if actor.company is None:
        return HistoryPage((), "")
    place = _place(before)
    rows = [row for rank in range(len(_TRACKED)) for row in _rows(rank, actor.company, place)]
    rows.sort(key=lambda row: (row["pgh_created_at"], -row["rank"], row["pgh_id"]), reverse=True)
    shown = rows[:SHOWN]
    names = names_of(_uid(row, who) for row in shown for who in ("user", "on_behalf_of"))
    entries = tuple(entry for row in shown if (entry := _entry(row, names)))
    return HistoryPage(entries, _place_of(shown[-1]) if len(rows) > SHOWN else "")


def _rows(rank: int, company: Company, place: tuple[datetime, int, int] | None) -> list[dict[str, Any]]:
    """Events of one table after the place, each with its fields and those of the event of the same row before it."""
    tracked = _TRACKED[rank]
    events = tracked.model.pgh_event_model.objects
    former = events.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id")).order_by("-pgh_id")
    found: QuerySet[Any] = events.filter(**{tracked.company: company.pk}).order_by("-pgh_created_at", "-pgh_id")
    if place is not None:
        found = found.filter(_after(rank, *place))
    found = found.annotate(
        facts=_facts(tracked),
        former=Subquery(former.annotate(facts=_facts(tracked)).values("facts")[:1]),
        subject=F(tracked.subject),
        context=F("pgh_context__metadata"),
        rank=models.Value(rank),
    )
    names = ("pgh_id", "pgh_created_at", "pgh_label", "facts", "former", "subject", "context", "rank")
    return list(found.values(*names)[: SHOWN + 1])


def _facts(tracked: Tracked) -> JSONObject:
    return JSONObject(**{name: Cast(_NAMES.get(name, name), models.TextField()) for name in tracked.fields})


def _after(rank: int, at: datetime, of_rank: int, pgh_id: int) -> Q:
    """What stands below a place in the order of the page: older, or of the same moment and further down."""
    if rank > of_rank:
        return Q(pgh_created_at__lte=at)
    older = Q(pgh_created_at__lt=at)
    return older | Q(pgh_created_at=at, pgh_id__lt=pgh_id) if rank == of_rank else older


def _place_of(row: Mapping[str, Any]) -> str:
    return f"{(row['pgh_created_at'] - _EPOCH) // timedelta(microseconds=1)}-{row['rank']}-{row['pgh_id']}"


def _place(text: str) -> tuple[datetime, int, int] | None:
    try:
        micros, rank, pgh_id = (int(part) for part in text.split("-"))
        return (_EPOCH + timedelta(microseconds=micros), rank, pgh_id) if pgh_id < 2**63 else None
    except (ValueError, OverflowError):
        return None


def _uid(row: Mapping[str, Any], who: str) -> UUID | None:
    text = (row["context"] or {}).get(who)
    return UUID(text) if text else None


def _entry(row: Mapping[str, Any], names: Mapping[UUID, str]) -> HistoryEntry | None:
    """None for a change of what the company does not read."""
    tracked = _TRACKED[row["rank"]]
    moves = tuple(_moves(tracked.model, row["former"] or {}, row["facts"]))
    is_new = row["pgh_label"] == ADDED
    if not moves and not is_new:
        return None
    who, principal = _uid(row, "user"), _uid(row, "on_behalf_of")
    channel = (row["context"] or {}).get("channel", "")
    return HistoryEntry(
        at=row["pgh_created_at"],
        who=names.get(who, "") if who else "",
        on_behalf_of=names.get(principal, "") if principal else "",
        channel=str(Channel(channel).label) if channel in Channel.values else "",
        kind=str(tracked.model._meta.verbose_name),
        subject=row["subject"] or "",
        is_new=is_new,
        moves=moves,
    )


def _moves(model: Any, was: Mapping[str, Any], becomes: Mapping[str, Any]) -> Iterator[FieldMove]:
    for name, value in becomes.items():
        if (was.get(name) or "") != (value or ""):
            field = model._meta.get_field(name)
            yield FieldMove(str(field.verbose_name), _said(field, was.get(name)), _said(field, value))


def _said(field: Any, text: str | None) -> str:
    """A value, which came as the database writes it, as a page writes it."""
    if text is None or text == "":
        return "—"
    if field.choices:
        return str(dict(field.flatchoices).get(text, text))
    if isinstance(field, ArrayField):
        return _permissions(text)
    if isinstance(field, models.JSONField):
        return "; ".join(", ".join(_called(name) for name in one["who"]) for one in json.loads(text))
    if isinstance(field, models.DecimalField):
        return money_text(Decimal(text))
    if isinstance(field, models.BooleanField):
        return _("yes") if text == "true" else _("no")
    if isinstance(field, models.DateTimeField):
        return moment_text(datetime.fromisoformat(text))
    return day_text(date.fromisoformat(text)) if isinstance(field, models.DateField) else text


def _called(name: str) -> str:
    """A fixed role and the head of a department in words, a name as it is."""
    if name in set(Role):
        return str(Role(name).label)
    return _("head") if name == "head" else name


def _permissions(text: str) -> str:
    """{edit_cart,view_orders} in words."""
    known = text.strip("{}").split(",")
    return ", ".join(str(one.label) for one in Permission if one.value in known)
