"""Sheets of cases (办件表): a row is a case, its columns say what happened when, and by whom.

Each time becomes an event, whose name is its kind; so the same row makes the same events, whenever
it is read. What a row says is never completed by guesses: a cell with a day and no time gets the
time that the caller names, and the event says so.
"""

import contextlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any, Final

from attrs import field, frozen

from servicehall.assessment import check_words
from servicehall.divisions import check_division
from servicehall.errors import DataError, FaultyDataError, ServiceHallError
from servicehall.events import Event
from servicehall.fingerprints import fingerprint
from servicehall.interop.sheets.cells import said
from servicehall.interop.sheets.columns import Column
from servicehall.interop.sheets.course import (
    check_state,
    end_of,
    end_otherwise,
    explained,
    one_of,
)
from servicehall.interop.sheets.days import Moment, check_span, placed, read_moment
from servicehall.interop.sheets.rows import Row, Sheet
from servicehall.interop.sheets.values import telling, value_of
from servicehall.ledgers import Reject, write_case_line
from servicehall.ledgers.reading import Seen
from servicehall.plugins.registry import Registry
from servicehall.policy import Policy
from servicehall.problems import Problems
from servicehall.timeline import KINDS, Timeline

__all__ = ["SheetCase", "cases_from"]

NINE: Final = time(9)
"""The time of what only has a day: within the hours of any hall, so that what was done on a day
counts as done on that day."""


@frozen(kw_only=True)
class SheetCase:
    """A case that stood in a sheet (表中的一件).

    Attributes:
        number: The number of its row.
        timeline: What happened.
        untimed: The kinds of event for which the row has a day and no time.
        text: The row as it stands, as CSV.
    """

    number: int
    timeline: Timeline
    untimed: tuple[str, ...] = ()
    text: str = field(default="", repr=False)


def cases_from(
    sheet: Sheet,
    *,
    division: str = "",
    time_of_day: time = NINE,
    registry: Registry | None = None,
    profiles: Iterable[str] = (),
    as_of: datetime | None = None,
) -> Iterator[SheetCase | Reject]:
    """Go through the cases of a sheet (从表格读取办件).

    Args:
        sheet: The sheet, read as ``cases``.
        division: Where they were filed; where a row says so itself, that counts.
        time_of_day: The time of what only has a day, in Beijing.
        registry: The rules by which matters are found by their code or title; left out, what the
            sheet says is taken for the matter's id, and what is noted is not checked.
        profiles: The profiles that those rules are asked for with.
        as_of: The instant of reading: days more than a year after it are refused.

    Yields:
        Each case once, or a reject for a row that cannot be taken, with every reason: no number
        of the case, or no place (SH725), no time (SH755), days that are none (SH728) or cannot be
        meant (SH752), what has no event to belong to (SH735), a matter that cannot be found
        (SH734), what no rule of the place knows (SH751), or does not fit it, what comes before the
        receipt (SH753) and other events that cannot follow one another (SH608), a case that stood
        above, the same (SH634) or another (SH635), and the faults of single cells.

    Raises:
        FaultyDataError: The sheet has no column of case numbers (SH725).
        InputValueError: There is no such division (SH445).
    """
    sheet.require("case")
    if division:
        check_division(division)
    reading = _Reading(
        sheet=sheet,
        division=division,
        time_of_day=time_of_day,
        registry=registry,
        profiles=tuple(profiles),
        as_of=as_of,
    )
    return reading.cases()


@frozen(kw_only=True, eq=False)
class _Reading:
    """What is the same for every row."""

    sheet: Sheet
    division: str
    time_of_day: time
    registry: Registry | None
    profiles: tuple[str, ...]
    as_of: datetime | None
    _matters: dict[tuple[str, date], Mapping[str, list[str]]] = field(factory=dict, init=False)

    def cases(self) -> Iterator[SheetCase | Reject]:
        with contextlib.closing(Seen()) as seen:
            for row in self.sheet.rows:
                yield row if isinstance(row, Reject) else self._once(row, seen)

    def _once(self, row: Row, seen: Seen) -> SheetCase | Reject:
        case = ""
        try:
            found = self.case(row)
            case = found.timeline.case
            course = fingerprint(write_case_line(found.timeline))
            seen.check(row.number, case, found.timeline.division, course)
        except ServiceHallError as error:
            return Reject(row.number, error, row.text, case or _case_of(row))
        return found

    def case(self, row: Row) -> SheetCase:
        """Make a case of a row.

        Raises:
            FaultyDataError: With every fault of the row.
        """
        problems = Problems(f"第{row.number}行")
        moments = self._moments(row, problems)
        payload = self._place(row, problems)
        problems.stop()
        drafts = self._drafts(moments)
        first = min(drafts, key=lambda kind: (drafts[kind]["occurred_at"], _rank(kind)))
        self._fill(row, drafts, first, problems)
        drafts[first]["payload"] = {**self.sheet.stated, **drafts[first]["payload"], **payload}
        with problems.at(row.heading("matter")):
            drafts[first]["payload"] |= self._matter(row, payload["division"], drafts)
        problems.stop()
        untimed = tuple(kind for kind, moment in moments.items() if not moment.has_time)
        timeline = self._timeline(row, drafts)
        return SheetCase(number=row.number, timeline=timeline, untimed=untimed, text=row.text)

    def _timeline(self, row: Row, drafts: Mapping[str, Mapping[str, Any]]) -> Timeline:
        """Put the events together, and hold what they note against the rules.

        Raises:
            FaultyDataError: They cannot follow one another, or speak of what no rule knows.
        """
        events = [Event(id=kind, kind=kind, **draft) for kind, draft in drafts.items()]
        try:
            timeline = Timeline.of(events)
            if self.registry is not None:
                policy = self._policy(self.registry, timeline.division, timeline.filed_on)
                check_words(timeline, policy, policy.matters.get(timeline.matter))
        except FaultyDataError as error:
            raise explained(error, self.sheet, row, events) from error
        return timeline

    def _policy(self, registry: Registry, division: str, on: date) -> Policy:
        return registry.policy(division, on=on, profiles=self.profiles)

    # ---- when

    def _moments(self, row: Row, problems: Problems) -> dict[str, Moment]:
        """Return when each kind of event happened, in the order of the columns."""
        moments: dict[str, Moment] = {}
        told: dict[str, str] = {}
        for name, column in self.sheet.columns.items():
            for heading, cell in row.named.get(name, ()) if column.events else ():
                with problems.at(heading):
                    moment = read_moment(cell)
                    check_span(moment.at.date(), self.as_of)
                    for kind in column.events:
                        both = told.setdefault(kind, heading), heading
                        moments[kind] = one_of(moments.get(kind, moment), moment, both)
        with problems.at(row.heading("outcome")):
            end_otherwise(self.sheet, row, moments)
        for name, column in self.sheet.columns.items():
            if (column.needs or column.excludes) and not problems.found:
                with problems.at(row.heading(name)):
                    check_state(column, row, moments)
        if not moments and not problems.found:
            problems.add("SH755", "", times=_times(self.sheet, row))
        return moments

    def _drafts(self, moments: Mapping[str, Moment]) -> dict[str, dict[str, Any]]:
        told = f"表中只有日期，按{self.time_of_day:%H:%M}记"
        return {
            kind: {
                "occurred_at": at,
                "payload": {} if moments[kind].has_time else {"note": told},
            }
            for kind, at in placed(moments, self.time_of_day).items()
        }

    # ---- where and what

    def _place(self, row: Row, problems: Problems) -> dict[str, Any]:
        """Return the number of the case and its division."""
        payload = {}
        for name, default in (("case", ""), ("division", self.division)):
            with problems.at(row.heading(name)):
                payload[name] = said(row.cell(name)) or default
                if not payload[name]:
                    raise DataError("SH725", missing=self.sheet.columns[name].headings[0])
                if name == "division":
                    check_division(payload[name])
        return payload

    def _matter(
        self, row: Row, division: str, drafts: Mapping[str, Mapping[str, Any]]
    ) -> dict[str, str]:
        """Return the matter; a code and a name must mean the same one.

        Raises:
            DataError: There is none, or several (SH734).
        """
        words = [said(row.cell(name)) for name in ("matter_code", "matter") if row.cell(name)]
        if self.registry is None or not words:
            return {"matter": words[0]} if words else {}
        when = drafts.get("received") or min(drafts.values(), key=lambda one: one["occurred_at"])
        known = self._known(self.registry, division, when["occurred_at"].date())
        meant = [set(known.get(_same(word), ())) for word in words]
        left = set.intersection(*meant)
        if len(left) != 1:
            told = sorted(set.union(*meant)) or _near(words, known)
            raise DataError("SH734", value=tuple(words), known=told or "—")
        return {"matter": left.pop()}

    def _known(self, registry: Registry, division: str, on: date) -> Mapping[str, list[str]]:
        """Return the matters of a place on a day, by id, code and title."""
        if (division, on) not in self._matters:
            found: dict[str, list[str]] = {}
            for matter in self._policy(registry, division, on).matters.values():
                for word in {_same(matter.id), _same(matter.code), _same(matter.title)} - {""}:
                    found.setdefault(word, []).append(matter.id)
            self._matters[division, on] = found
        return self._matters[division, on]

    # ---- who, and what was noted

    def _fill(
        self, row: Row, drafts: Mapping[str, dict[str, Any]], first: str, problems: Problems
    ) -> None:
        """Note people, units and fields with the events to which they belong."""
        columns = [one for one in self.sheet.columns.values() if one.name in row.named]
        for column in sorted(columns, key=lambda one: bool(one.of)):  # what is special comes last
            with problems.at(row.heading(column.name)):
                if column.attribute:
                    self._name(row, column, drafts)
                elif (column.field or column.words) and column.name not in _OWN:
                    self._note(row, column, drafts, first)

    def _name(self, row: Row, column: Column, drafts: Mapping[str, dict[str, Any]]) -> None:
        kinds = [kind for kind in drafts if not column.of or kind in column.of]
        if not kinds:
            raise _homeless(column)
        for kind in kinds:
            drafts[kind][column.attribute] = said(row.cell(column.name))

    def _note(
        self, row: Row, column: Column, drafts: Mapping[str, dict[str, Any]], first: str
    ) -> None:
        text = said(telling(column, row))
        value = None if end_of(column, text) else value_of(self.sheet, row, column.name)
        if value is None:
            return
        kind = next((kind for kind in column.of if kind in drafts), "" if column.of else first)
        if not kind:
            raise _homeless(column)
        payload = drafts[kind]["payload"]
        if column.field == "note" and "note" in payload:
            payload["note"] += f"；{value}"
            return
        for name, one in {column.field: value}.items() if column.field else value.items():
            if payload.setdefault(name, one) != one:
                raise DataError("SH729", headings=(row.heading(column.name), name))


_OWN: Final = frozenset({"case", "division", "matter", "matter_code"})
"""Columns that say which case it is."""
_FEW: Final = 4
"""How many columns a message names."""


def _times(sheet: Sheet, row: Row) -> str:
    """Name a few columns of times: those that the sheet has, else the commonest."""
    there = [name for name, column in sheet.columns.items() if column.events]
    named = [name for name in there if name in sheet.names] or ["received", "accepted", "closed"]
    return "、".join(map(row.heading, named[:_FEW]))


def _homeless(column: Column) -> DataError:
    return DataError("SH735", kinds=tuple(KINDS[kind].zh for kind in column.of))


def _case_of(row: Row) -> str:
    """Return the number of a case that could not be taken, where it can be read."""
    with contextlib.suppress(ServiceHallError):
        return said(row.cell("case"))
    return ""


def _rank(kind: str) -> int:
    return tuple(KINDS).index(kind)


def _same(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _near(words: list[str], known: Mapping[str, list[str]]) -> list[str]:
    """Return the matters whose names hold what was written, or are held by it."""
    found = [name for name in known for word in words if _same(word) in name or name in _same(word)]
    return list(dict.fromkeys(one for name in found for one in known[name]))[:5]
