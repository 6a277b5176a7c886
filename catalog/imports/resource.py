"""What every sheet of the admin shares: columns found, rows read, all of them checked, then saved by actions or not."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from import_export.resources import Resource
from import_export.results import Result, RowResult

from accounts.actors import Actor
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from catalog.imports.sheet import Column, Row, Sheet, Unreadable, unguarded

MOST_ROWS = 5_000
MOST_SHOWN = 200

NEW, UPDATE, SAME = RowResult.IMPORT_TYPE_NEW, RowResult.IMPORT_TYPE_UPDATE, RowResult.IMPORT_TYPE_SKIP


@dataclass(frozen=True)
class Problem:
    """Why nothing was taken: where (no line: the whole sheet), what stands there, what to do."""

    line: int | None
    column: str
    text: str
    remedy: str


@dataclass(frozen=True)
class Change:
    """What a row would do: `told` holds columns' titles, values now and then; `said` is for the action."""

    line: int
    kind: str
    name: str
    told: list[tuple[str, object, object]]
    said: Any = None


@dataclass
class SheetResult(Result):
    """The outcome of a rehearsal or of an import. The first rows and problems are kept to be shown, all are counted."""

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def has_errors(self) -> bool:
        return bool(self.problems)

    @property
    def shown_changes(self) -> list[Change]:
        return [one for one in self.changes if one.kind != SAME][:MOST_SHOWN]

    @property
    def shown_problems(self) -> list[Problem]:
        return self.problems[:MOST_SHOWN]


class SheetResource(Resource):
    """A table that goes out as a sheet and comes back. A row that a check refuses keeps the whole sheet out."""

    larger: Promise = _("This page takes %(most)s rows at most, and here are more: send them in parts.")

    def __init__(self, by: Actor | None = None, at: datetime | None = None) -> None:
        super().__init__()
        self.by, self.at = by, at
        self.logged: list[RowResult] = []  # rows whose actions keep no trail of their own

    @abstractmethod
    def columns(self) -> Sequence[Column]:
        """The columns in their order."""

    @cached_property
    def own_columns(self) -> Sequence[Column]:
        """The columns, made once for all rows."""
        return tuple(self.columns())

    @abstractmethod
    def look_up(self, rows: Sequence[Row]) -> None:
        """Reads what the rows speak of, in a fixed number of queries."""

    @abstractmethod
    def checked(self, row: Row) -> Change:
        """Says what the row would do. Raises Refusal."""

    @abstractmethod
    def save(self, changes: Sequence[Change], source_name: str) -> None:
        """Calls the actions."""

    @abstractmethod
    def name_of(self, row: Row) -> object:
        """What makes two rows speak of the same thing; asked after look_up."""

    @classmethod
    def get_display_name(cls) -> str:
        return cls.__name__

    def get_user_visible_fields(self) -> list[Column]:
        return [column for column in self.own_columns if column.read]

    def import_data(self, dataset: Sheet, dry_run: bool = False, file_name: str = "", **more: Any) -> SheetResult:
        """Checks every row; if all are good and this is no rehearsal, saves them in one transaction or not at all."""
        result = SheetResult()
        result.total_rows = len(dataset)
        try:
            with change(self.by, self.at):
                result.changes = self._check(dataset, result)
                if not dry_run and not result.problems:
                    self.save([one for one in result.changes if one.kind != SAME], file_name or "")
                    result.rows = self.logged
        except RuleBroken as refusal:
            result.problems.append(Problem(None, "", "", str(refusal)))
        result.problems.sort(key=lambda problem: problem.line or 0)
        for one in result.changes:
            result.totals[one.kind] += 1
        return result

    def _check(self, sheet: Sheet, result: SheetResult) -> list[Change]:
        if len(sheet) > MOST_ROWS:
            result.problems.append(Problem(None, "", "", str(self.larger % {"most": MOST_ROWS})))
            return []
        places = self._places(sheet.headings, result)
        if result.problems:
            return []
        rows = [row for line, cells in sheet.rows if (row := _row(line, cells, places, result))]
        self.look_up(rows)
        return list(self._compared(rows, result))

    def _places(self, headings: list[str], result: SheetResult) -> list[tuple[int, Column]]:
        """Where each column stands; what is missing is a problem, what is unknown is told."""
        columns = list(self.get_user_visible_fields())
        places = []
        for column in columns:
            found = [place for place, heading in enumerate(headings) if column.is_meant_by(unguarded(heading))]
            if found:
                places.append((found[0], column))
            elif column.is_needed:
                words = _("The first row must have this heading: without it no row can be read.")
                result.problems.append(Problem(1, column.column_name, "", str(words)))
        taken = {place for place, _column in places}
        result.left_out = [text for place, text in enumerate(headings) if place not in taken and text.strip()]
        return places

    def _compared(self, rows: Sequence[Row], result: SheetResult) -> Iterator[Change]:
        seen: dict[object, int] = {}
        for row in rows:
            first = seen.setdefault(self.name_of(row), row.line)
            if first != row.line:
                words = _("Row %(line)s speaks of the same already: keep one of the two.") % {"line": first}
                result.problems.append(Problem(row.line, "", "", str(words)))
                continue
            try:
                yield self.checked(row)
            except Refusal as refusal:
                result.problems.append(Problem(row.line, refusal.column, refusal.text, str(refusal.remedy)))


class Refusal(Exception):
    """A row cannot be taken."""

    def __init__(self, remedy: object, column: object = "", text: object = "") -> None:
        super().__init__(remedy)
        self.remedy, self.column, self.text = remedy, str(column), str(text)


def logged(kind: str, row: Model) -> RowResult:
    """A row for the log of the admin."""
    result = RowResult()
    result.import_type, result.instance = kind, row
    return result


def differences(was: object, values: dict[str, Any], columns: Sequence[Column]) -> list[tuple[str, object, object]]:
    """What of the values differs from the row as it is, None: there is none."""
    found = []
    for column in columns:
        if column.name in values:
            now = column.show(was) if was is not None else None
            if was is None or now != values[column.name]:
                old = column.word(now) if was is not None else ""
                found.append((column.column_name, old, column.word(values[column.name])))
    return found


def fetched(queryset: QuerySet, columns: Sequence[Column]) -> Iterator[list[object]]:
    """The rows of an export, one by one: memory does not grow with them."""
    for one in queryset.iterator(chunk_size=2_000):
        yield [column.cell(one) for column in columns]


def _row(line: int, cells: list[str], places: list[tuple[int, Column]], result: SheetResult) -> Row | None:
    """Reads one row; each cell that cannot be read is a problem of its own."""
    values: dict[str, Any] = {}
    before = len(result.problems)
    for place, column in places:
        text = unguarded(cells[place]) if place < len(cells) else ""
        try:
            if text:
                values[column.name] = column.read(text)
            elif column.is_needed:
                raise Unreadable(_("Fill this cell."))
        except Unreadable as error:
            result.problems.append(Problem(line, column.column_name, text[:100], str(error.remedy)))
    return Row(line, values) if len(result.problems) == before else None
