"""Sheets that tests make: text files and workbooks."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl

from servicehall.events import Event
from servicehall.instants import SHANGHAI
from servicehall.interop.sheets import SheetCase, cases_from, read_columns, read_sheet
from servicehall.ledgers import Reject

__all__ = ["TOWN", "at", "book", "events_of", "naive", "read_cases", "text"]

TOWN = "371302998"


def text(file: Path, *lines: str, encoding: str = "utf-8") -> Path:
    """Write a text file."""
    file.write_bytes("".join(f"{line}\r\n" for line in lines).encode(encoding))
    return file


def book(
    file: Path, rows: Iterable[Sequence[Any]], *, title: str = "办件", epoch: datetime | None = None
) -> Path:
    """Write a workbook of one sheet."""
    made = openpyxl.Workbook()
    if epoch is not None:
        made.epoch = epoch
    sheet = made.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    made.save(file)
    return file


def at(*parts: int) -> datetime:
    """Return an instant in Beijing."""
    year, month, day, *rest = parts
    return datetime.combine(date(year, month, day), time(*rest), SHANGHAI)


def naive(*parts: int) -> datetime:
    """Return a moment without time zone, as workbooks hold it."""
    return at(*parts).replace(tzinfo=None)


def read_cases(file: Path, *columns: Path, **more: Any) -> list[SheetCase | Reject]:
    """Read the cases of a sheet, of the town 371302998 unless it says otherwise."""
    sheet = read_sheet(file, "cases", columns=read_columns(*columns))
    return list(cases_from(sheet, **{"division": TOWN, **more}))


def events_of(found: SheetCase | Reject) -> dict[str, Event]:
    """Return the events of a case that was taken, by their names."""
    assert isinstance(found, SheetCase), str(found)
    return {event.id: event for event in found.timeline.events}
