"""Case files (办件文件): the events of one case as JSON, for the command line and for exchange.

    {"format": 1, "about": "...", "events": [{"id": "e1", "kind": "received",
      "occurred_at": "2026-09-18T09:30+08:00", "actor": "...", "unit": "...",
      "payload": {"division": "530926103", "matter": "...", "main_document": "provided"}}]}

Numbers with decimals stand in quotation marks: JSON has binary floats only.
"""

import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from os import PathLike
from pathlib import Path
from typing import Any, Final

from attrs import field, frozen

from servicehall.checks import shown, wrong_type
from servicehall.errors import DataError, FaultyDataError
from servicehall.events import Event, thawed
from servicehall.problems import Problems
from servicehall.reading import parse_json, read_text, structure
from servicehall.timeline import Timeline

__all__ = ["FORMAT", "event_data", "load_case", "read_case"]

FORMAT: Final = 1
"""The version of the format of case files."""


@frozen(kw_only=True)
class _EventForm:
    """One event as it is written."""

    id: str
    kind: str
    occurred_at: str
    recorded_at: str = ""
    actor: str = ""
    unit: str = ""
    refs: dict[str, str] = field(factory=dict)
    payload: dict[str, Any] = field(factory=dict)
    corrects: str = ""


@frozen(kw_only=True)
class _CaseForm:
    """A case as it is written."""

    format: int = FORMAT
    about: str = ""
    events: tuple[Any, ...]


def read_case(path: str | PathLike[str]) -> Timeline:
    """Read a case from a JSON file (读取办件).

    Raises:
        FaultyDataError: With every fault: the file cannot be read (SH201), is no JSON (SH619) or
            of another format (SH620), and those of :func:`load_case`.
    """
    if not isinstance(path, str | PathLike):
        raise wrong_type(path, "path", "the path of a file", "文件路径")
    source = os.fspath(path)
    text = read_text(Path(path))
    try:
        data = parse_json(text)
    except (ValueError, RecursionError) as error:
        raise FaultyDataError(source, [DataError("SH619", reason=str(error))]) from error
    return load_case(data, source)


def load_case(data: object, source: str = "case") -> Timeline:
    """Make the course of a case from parsed JSON (载入办件).

    Args:
        data: The parsed file.
        source: What it is called in messages.

    Raises:
        FaultyDataError: With every fault: unknown keys, wrong types, instants that cannot be read
            (SH621), and what :meth:`Timeline.of` refuses.
    """
    problems = Problems(source)
    written: Any = data.get("events", ()) if isinstance(data, dict) else ()
    with problems.at(""):
        form = structure(data, _CaseForm, source)
        written = form.events
        if form.format != FORMAT:
            problems.add("SH620", "format", format=form.format, known=FORMAT)
    events = list(_events(written, problems)) if isinstance(written, list | tuple) else []
    if not events and not problems.found:
        problems.add("SH604", "events")
    problems.stop()
    try:
        return Timeline.of(events)
    except FaultyDataError as error:
        raise error.at(source) from error


def _events(written: Iterable[Any], problems: Problems) -> Iterator[Event]:
    for number, one in enumerate(written, 1):
        name = one.get("id") if isinstance(one, dict) else None
        told = f" {name}" if isinstance(name, str) and name.isprintable() else ""
        path = f"events[{number}]{told}"
        with problems.at(path):
            yield _event(structure(one, _EventForm, problems.source, path))


def _event(form: _EventForm) -> Event:
    return Event(
        id=form.id,
        kind=form.kind,
        occurred_at=_instant(form.occurred_at, "occurred_at"),
        recorded_at=_instant(form.recorded_at, "recorded_at") if form.recorded_at else None,
        actor=form.actor,
        unit=form.unit,
        refs=form.refs,
        payload=form.payload,
        corrects=form.corrects,
    )


def _instant(text: str, name: str) -> datetime:
    """Read an instant; without time zone it is refused where the event is made."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise DataError("SH621", name=name, value=shown(text)) from None
    if "T" not in text and " " not in text:
        raise DataError("SH621", name=name, value=shown(text))
    return instant


def event_data(event: Event) -> dict[str, Any]:
    """Return an event as it is written."""
    data: dict[str, Any] = {
        "id": event.id,
        "kind": event.kind,
        "occurred_at": event.occurred_at.isoformat(),
    }
    if event.recorded_at != event.occurred_at:
        data["recorded_at"] = event.recorded_at.isoformat()
    for name in ("actor", "unit", "corrects"):
        if getattr(event, name):
            data[name] = getattr(event, name)
    for name in ("refs", "payload"):
        if getattr(event, name):
            data[name] = _written(thawed(getattr(event, name)))
    return data


def _written(value: Any) -> Any:
    """Return what JSON can hold: numbers with decimals as text."""
    if isinstance(value, dict):
        return {key: _written(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_written(one) for one in value]
    return str(value) if isinstance(value, Decimal) else value
