"""How a price list came to what it adds: every saved change of it, of its rules and of its companies; for staff."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.queries.people import names_of
from catalog.models import PriceList, PriceListCompany, PriceRule

SHOWN = 200
ADDED, DELETED = "insert", "delete"  # labels of events; another one is a change, or what was there when the trail began
_OWN = ("id", "price_list")  # say nothing beside the subject


@dataclass(frozen=True)
class FieldChange:
    """One field before and after; None: unknown or nothing."""

    label: str
    was: Any
    becomes: Any


@dataclass(frozen=True)
class TrailEntry:
    """What was saved in one row, when and by whom ("" for the shop itself). `subject` is "" for the list itself, else
    the brand and section of a rule or the name of a company; `label` is that of the event.
    """

    at: datetime
    author: str
    label: str
    subject: str
    changes: tuple[FieldChange, ...]


def price_list_trail(price_list: PriceList, *, hidden: Collection[str] = ()) -> list[TrailEntry]:
    """The last changes, the newest first, without the fields that are hidden from the reader. 4 queries."""
    lists = _events(PriceList).filter(pgh_obj_id=price_list.pk).select_related("source", "tier")
    rules = _events(PriceRule).filter(price_list_id=price_list.pk).select_related("brand", "category")
    companies = _events(PriceListCompany).filter(price_list_id=price_list.pk).select_related("company")
    told = [
        (event, previous)
        for events in (lists, rules, companies)
        for event, previous in _with_previous(events.select_related("pgh_context").order_by("pgh_id"))
    ]
    told.sort(key=lambda pair: (pair[0].pgh_created_at, pair[0].pgh_id), reverse=True)
    names = names_of(_author(event) for event, _previous in told[:SHOWN])
    entries = [_entry(event, previous, names, hidden) for event, previous in told[:SHOWN]]
    return [one for one in entries if one.changes or one.subject or one.label == ADDED]


def _events(model: Any) -> Any:
    """The events of an audited model."""
    return model.pgh_event_model.objects


def _with_previous(events: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Each event with the one of the same row before it."""
    last: dict[int, Any] = {}
    for event in events:
        yield event, last.get(event.pgh_obj_id)
        last[event.pgh_obj_id] = event


def _entry(event: Any, previous: Any, names: dict[UUID, str], hidden: Collection[str]) -> TrailEntry:
    author = _author(event)
    return TrailEntry(
        event.pgh_created_at,
        names.get(author, "") if author else "",
        event.pgh_label,
        _subject(event),
        tuple(_changes(event, previous, hidden)),
    )


def _author(event: Any) -> UUID | None:
    uid = event.pgh_context.metadata.get("user") if event.pgh_context else None
    return UUID(uid) if uid else None


def _subject(event: Any) -> str:
    parts = [getattr(event, name, None) for name in ("brand", "category", "company")]
    return " / ".join(str(part) for part in parts if part)


def _changes(event: Any, previous: Any, hidden: Collection[str]) -> Iterator[FieldChange]:
    """The fields that differ; of a first event all that say something, of a row that is gone none."""
    if event.pgh_label == DELETED:
        return
    for field in event._meta.fields:
        if field.name.startswith("pgh_") or field.name in (*_OWN, "brand", "category", "company", *hidden):
            continue
        was, becomes = (_shown(one, field) if one else None for one in (previous, event))
        if was != becomes and (previous or becomes):
            yield FieldChange(str(field.verbose_name), was, becomes)


def _shown(event: Any, field: Any) -> Any:
    """What a person reads of a field: words of a choice, the name of a row."""
    if field.choices:
        return getattr(event, f"get_{field.name}_display")()
    value = getattr(event, field.name)
    return str(value) if field.is_relation and value is not None else value
