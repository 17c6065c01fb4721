"""Reading sheets of events (读取事件表): the rows of a case may stand anywhere in the sheet.

A case is taken whole or not at all: where one of its rows cannot be taken, none of them is.
"""

import contextlib
import itertools
import json
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from servicehall.cases import FORMAT, load_case
from servicehall.errors import DataError, FaultyDataError, ServiceHallError
from servicehall.instants import SHANGHAI
from servicehall.interop.sheets.cells import Cell, said
from servicehall.interop.sheets.columns import FIELD_HEADING, plain, read_columns
from servicehall.interop.sheets.days import check_span
from servicehall.interop.sheets.events import GROUPS, TEXTS, YES, unquoted
from servicehall.interop.sheets.rows import Row, Sheet
from servicehall.ledgers import CaseLine, Reject
from servicehall.privacy import MASKED, UNMASKED
from servicehall.problems import Problems
from servicehall.timeline import Timeline

__all__ = ["events_from"]

_Stored = tuple[str, int, str, str]
"""The division and the case as JSON, the number of a row, its event as JSON, and the row as it
stands; the event of a faulty row is empty."""


def events_from(sheet: Sheet, *, as_of: datetime | None = None) -> Iterator[CaseLine | Reject]:
    """Go through the cases of a sheet of events (从事件表读取办件).

    Args:
        sheet: The sheet, read as ``events``.
        as_of: The instant of reading: days more than a year after it are refused (SH752), as are
            those before the first year of the calendar. A sheet that was written of a ledger, as
            its heading says, holds what the ledger held, and all its days are taken.

    Yields:
        First a reject for each row that cannot be taken, with the reason; then each case, in the
        order in which they begin, with the number of its first row; or a reject for each of its
        rows, where it has a faulty one (SH737) or its events do not go together.

    Raises:
        FaultyDataError: The sheet has no case numbers or no kinds of event (SH725), or its personal
            data are masked (SH736).
    """
    if MASKED in sheet.headings:
        raise FaultyDataError(sheet.source, [DataError("SH736", path=MASKED)])
    for name in ("case", "id", "kind", "occurred_at"):
        sheet.require(name)
    return _cases(sheet, None if UNMASKED in sheet.headings else partial(check_span, as_of=as_of))


_Check = Callable[[date], None] | None
"""What refuses days on which nothing can have happened; None where all are taken."""


def _cases(sheet: Sheet, check: _Check) -> Iterator[CaseLine | Reject]:
    with contextlib.closing(sqlite3.connect("")) as store:  # a file of its own: it may be long
        store.execute("CREATE TABLE rows (case_key TEXT, number INTEGER, event TEXT, row TEXT)")
        for row in sheet.rows:
            if isinstance(row, Reject):
                yield row
            elif reject := _kept(row, store):
                yield reject
        ordered = store.execute(
            "SELECT case_key, number, event, row FROM rows"
            " ORDER BY MIN(number) OVER (PARTITION BY case_key), number"
        )
        for key, rows in itertools.groupby(ordered, key=lambda row: row[0]):
            yield from _case(key, list(rows), check)


def _kept(row: Row, store: sqlite3.Connection) -> Reject | None:
    """Put a row aside until all rows of its case are there; or say why it cannot be taken."""
    case = key = event = ""
    reject = None
    try:
        case = unquoted(_text(row, "case"))
        key = json.dumps([unquoted(_text(row, "division", needed=False)), case])
        event = json.dumps(_event(row))
    except ServiceHallError as error:
        reject = Reject(row.number, error, row.text, case)
    if key:
        store.execute("INSERT INTO rows VALUES (?, ?, ?, ?)", (key, row.number, event, row.text))
    return reject


def _case(key: str, rows: list[_Stored], check: _Check) -> Iterator[CaseLine | Reject]:
    """Make a case of its rows."""
    _, first, _, first_text = rows[0]
    case = json.loads(key)[1]
    told = {number for _, number, event, _ in rows if not event}
    errors: dict[int, ServiceHallError] = {}
    if not told:
        try:
            timeline = _timeline(key, rows, check)
        except FaultyDataError as error:
            errors = _by_row(error, rows)
        except ServiceHallError as error:
            errors = {first: error}
        else:
            yield CaseLine(number=first, timeline=timeline, text=first_text)
            return
    at = min(told | errors.keys())
    for _, number, _, text in rows:
        if number not in told:
            other = DataError("SH737", case=case, row=at)
            yield Reject(number, errors.get(number, other), text, case)


def _timeline(key: str, rows: list[_Stored], check: _Check) -> Timeline:
    """Return what the rows of a case say.

    Raises:
        FaultyDataError: With every fault of its events.
        DataError: It says itself that it is another case (SH729).
    """
    events = [json.loads(event) for _, _, event, _ in rows]
    timeline = load_case({"format": FORMAT, "events": events}, f"第{rows[0][1]}行")
    _check_same(key, timeline)
    if check is not None:
        problems = Problems(f"第{rows[0][1]}行")
        for event in timeline.recorded:
            with problems.at(event.id):
                check(event.occurred_at.astimezone(SHANGHAI).date())
        problems.stop()
    return timeline


def _check_same(key: str, timeline: Timeline) -> None:
    """Refuse a case whose events name another case, or another place, than its rows do (SH729)."""
    division, case = json.loads(key)
    columns = read_columns().kinds["events"]
    told = {"division": (division, timeline.division), "case": (case, timeline.case)}
    for name, (row, event) in told.items():
        if row != event:
            raise DataError("SH729", headings=(columns[name].headings[0], f"内容.{name}"))


def _by_row(error: FaultyDataError, rows: list[_Stored]) -> dict[int, ServiceHallError]:
    """Tell which rows the faults of a case stand in; those of the case as a whole, in the first."""
    places = {f"events[{index}]": row for index, row in enumerate(rows, 1)}
    places |= {str(json.loads(row[2])["id"]): row for row in rows}
    found: dict[int, list[ServiceHallError]] = {}
    for problem in error.problems:
        path = str(problem.facts.get("path", ""))
        row = places.get(path) or places.get(path.partition(" ")[0]) or rows[0]
        found.setdefault(row[1], []).append(_headed(problem))
    return {number: FaultyDataError(f"第{number}行", faults) for number, faults in found.items()}


def _headed(problem: ServiceHallError) -> ServiceHallError:
    """Return a fault with the heading under which it stands: that of the time, or of the event."""
    columns = read_columns().kinds["events"]
    name = {"SH621": str(problem.facts.get("name")), "SH752": "occurred_at"}.get(problem.code, "id")
    path = columns[name].headings[0]
    return type(problem)(problem.code, **{**problem.facts, "path": path})


# ---- one row


def _event(row: Row) -> dict[str, Any]:
    """Return an event as case files write it.

    Raises:
        FaultyDataError: With every fault of the row: what is missing (SH725), cells that are spoilt
            (SH726, SH727), numbers that are none (SH732), JSON that is none (SH619).
    """
    problems = Problems(f"第{row.number}行")
    data: dict[str, Any] = {}
    with problems.at(row.heading("rest")):
        data |= _rest(said(row.cell("rest")))
    for name in TEXTS:
        with problems.at(row.heading(name)):
            if text := _text(row, name, needed=name in _NEEDED and name not in data):
                data[name] = text
    for heading, cell in row.unnamed.items():
        if found := FIELD_HEADING.fullmatch(plain(heading)):
            with problems.at(heading):
                value = _value(cell, found[3] or "")
                data.setdefault(GROUPS[found[1]], {})[found[2]] = value
    problems.stop()
    return data


_NEEDED: Final = frozenset({"id", "kind", "occurred_at"})


def _text(row: Row, name: str, *, needed: bool = True) -> str:
    text = said(row.cell(name))
    if needed and not text:
        raise DataError("SH725", missing=row.heading(name))
    return text


def _rest(text: str) -> dict[str, Any]:
    """Return what stands as JSON; references and payload are tables of their own."""
    try:
        rest: Any = json.loads(text) if text else {}
    except (ValueError, RecursionError) as error:
        raise DataError("SH619", reason=str(error)) from error
    tables = [rest.get(group, {}) for group in GROUPS.values()] if isinstance(rest, dict) else [0]
    if not all(isinstance(one, dict) for one in tables):
        raise DataError("SH619", reason="refs and payload are tables: {...}")
    return dict(rest)


def _value(cell: Cell, kind: str) -> object:
    text = said(cell)
    if not kind:
        return text
    if kind == "(是否)":
        if text not in (YES, "否"):
            raise DataError("SH732", value=text, known=(YES, "否"))
        return text == YES
    try:
        return int(text)
    except ValueError:
        raise DataError("SH732", value=text, known="0、1、2、……") from None
