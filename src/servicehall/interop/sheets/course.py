"""What a row says of the course of a case (办件经过): its end and its state, and what they deny."""

from collections.abc import Mapping, Sequence
from typing import Final

from servicehall.errors import DataError, FaultyDataError, ServiceHallError
from servicehall.events import Event
from servicehall.explain.words import say_at
from servicehall.interop.sheets.cells import said
from servicehall.interop.sheets.columns import Column, plain
from servicehall.interop.sheets.days import Moment, fuller
from servicehall.interop.sheets.rows import Row, Sheet
from servicehall.interop.sheets.values import telling
from servicehall.timeline import KINDS

__all__ = ["check_state", "end_of", "end_otherwise", "explained", "one_of"]


def end_otherwise(sheet: Sheet, row: Row, moments: dict[str, Moment]) -> None:
    """Where the result says that a case was returned, its end is that and no closing (退件等).

    Raises:
        DataError: It has no time (SH735), or two that differ (SH729).
    """
    column = sheet.columns["outcome"]
    end = end_of(column, said(telling(column, row)))
    if not end:
        return
    closed = moments.pop("closed", None)
    if closed is None and end not in moments:
        raise DataError("SH735", kinds=(KINDS[end].zh,))
    if closed is not None:
        both = KINDS[end].zh, KINDS["closed"].zh
        moments[end] = one_of(moments.get(end, closed), closed, both)


def end_of(column: Column, text: str) -> str:
    """Return with which event the case ended, where a word says that it was no closing."""
    return {plain(word): kind for word, kind in column.ends.items()}.get(plain(text), "")


def one_of(known: Moment, moment: Moment, headings: tuple[str, str]) -> Moment:
    """Return what two columns say of one event: the fuller, if they agree as far as they go.

    Raises:
        DataError: They do not (SH729).
    """
    found = fuller(known, moment)
    if found is None:
        raise DataError("SH729", headings=headings)
    return found


def check_state(column: Column, row: Row, moments: Mapping[str, Moment]) -> None:
    """Refuse a word that contradicts the times: 已办结 without an end, 在办 with one.

    Raises:
        DataError: What it says has no time (SH735), or what it denies has one (SH729).
    """
    for heading, cell in row.named.get(column.name, ()):
        text = plain(said(cell))
        for word, kinds in column.needs.items():
            if plain(word) == text and not any(kind in moments for kind in kinds):
                raise DataError("SH735", kinds=KINDS[kinds[0]].zh)
        for word, kinds in column.excludes.items():
            denied = [KINDS[kind].zh for kind in kinds if kind in moments]
            if plain(word) == text and denied:
                raise DataError("SH729", headings=(heading, *denied))


# ---- faults in the words of the sheet


_BEFORE: Final = frozenset({"contacted", "consulted", "annulled"})
"""What may come before the receipt."""


def explained(
    error: FaultyDataError, sheet: Sheet, row: Row, events: Sequence[Event]
) -> FaultyDataError:
    """Return faults of a case with the headings under which they stand (对应到表头).

    Of what comes before the receipt that is said (SH753), and not which states there are.

    Args:
        error: What the library says of the case; each event is called by its kind.
        sheet: The sheet.
        row: The row.
        events: What was made of it.
    """
    placed = (_placed(one, sheet, row) for one in error.problems)
    return FaultyDataError(error.source, _too_early(sheet, row, events) or placed)


def _too_early(sheet: Sheet, row: Row, events: Sequence[Event]) -> list[ServiceHallError]:
    received = next((event for event in events if event.kind == "received"), None)
    if received is None:
        return []
    return [
        DataError(
            "SH753",
            path=_heading(sheet, row, event.kind),
            kind=event.kind,
            kind_zh=KINDS[event.kind].zh,
            at=say_at(event.occurred_at),
            received=say_at(received.occurred_at),
        )
        for event in events
        if event.kind not in _BEFORE and event.occurred_at < received.occurred_at
    ]


def _placed(problem: ServiceHallError, sheet: Sheet, row: Row) -> ServiceHallError:
    """Return a fault with the heading in the place of the event, or of its field."""
    path = str(problem.facts["path"])
    if path in KINDS:
        return _moved(problem, _heading(sheet, row, path))
    name = path.rpartition(".")[2]
    noted = (key for key, one in sheet.columns.items() if key in row.named and _notes(one, name))
    where = next((row.heading(key) for key in noted), "stated")
    if problem.code == "SH612":
        return DataError("SH751", path=where, name=name)
    return _moved(problem, where)


def _notes(column: Column, name: str) -> bool:
    """Tell whether a column can note a field: its own, or one of the facts that its words mean."""
    tables = (meaning for meaning in column.words.values() if isinstance(meaning, dict))
    return name == column.field or any(name in table for table in tables)


def _heading(sheet: Sheet, row: Row, kind: str) -> str:
    """Return under which heading the row says when an event happened."""
    named = (key for key, one in sheet.columns.items() if key in row.named and kind in one.events)
    return next(map(row.heading, named), KINDS[kind].zh)


def _moved(problem: ServiceHallError, path: str) -> ServiceHallError:
    return type(problem)(problem.code, **{**problem.facts, "path": path})
