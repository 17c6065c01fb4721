"""Sheets as text (CSV 文件): commas, tabs or semicolons; any encoding, also two in one file.

A row that breaks off, or whose quotation marks do not close, is refused alone; the next is read.
"""

import contextlib
import csv
import io
import itertools
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from os import PathLike
from pathlib import Path
from typing import Final, Protocol

from attrs import frozen

from servicehall.errors import DataError
from servicehall.interop.sheets.cells import Cell, Spoilt, guard, read_text_cell, shown_cell
from servicehall.ledgers import Line, Reject, read_lines

__all__ = [
    "DELIMITERS",
    "NO_VALUE",
    "Record",
    "TextStream",
    "joined",
    "read_csv",
    "split",
    "write_csv",
]

DELIMITERS: Final = (",", "\t", ";")
NO_VALUE: Final = "#N/A"
"""What stands for a cell that must be filled in before its row can be taken (SH727)."""

_OPEN: Final = (
    "its quotation marks do not stand right, or it is cut off",
    "引号不成对，或者文件中途断开",
)

_MOST_LINES: Final = 200
"""How many lines a row may have: a quotation mark that never closes must not swallow the file."""


class TextStream(Protocol):
    """What rows are written to: a file that was opened for text."""

    def write(self, text: str, /) -> object:
        """Take a piece of text."""


@frozen
class Record:
    """A row as it stands (一行单元格).

    Attributes:
        number: Its number, as a spreadsheet shows it.
        cells: What stands in its cells.
        is_unended: Whether the file ends with it, and not with the end of its line.
    """

    number: int
    cells: tuple[Cell, ...]
    is_unended: bool = False


def read_csv(file: str | PathLike[str], delimiter: str = ",") -> Iterator[Record | Reject]:
    """Go through the rows of a text file; empty ones are left out.

    Args:
        file: The file, in UTF-8 or GB18030, or in UTF-16 with its mark.
        delimiter: What stands between cells.

    Yields:
        Each row with the number of its first line, or a reject for one that is text in none of the
        encodings (SH631), or breaks off (SH730).

    Raises:
        FaultyDataError: The file cannot be read (SH201).
    """
    nothing: _Lines = []
    rows = itertools.chain(_rows(read_lines(file)), [nothing])
    for lines, after in itertools.pairwise(rows):
        faulty = next((line for line in lines if isinstance(line, Reject)), None)
        text = _together(lines)
        number = lines[0].number
        cells = split(text, delimiter) if faulty is None else None
        if cells is None:
            error = (
                faulty.error if faulty else DataError("SH730", reason=_OPEN[0], reason_zh=_OPEN[1])
            )
            yield Reject(number, error, text)
        elif any(cell.strip() for cell in cells):
            is_unended = not after and _is_unended(file)
            yield Record(number, tuple(map(read_text_cell, cells)), is_unended)


def _is_unended(file: str | PathLike[str]) -> bool:
    """Tell whether the last line of a file has no end; a sign of UTF-16 has two bytes."""
    with Path(file).open("rb") as stream:
        stream.seek(max(0, stream.seek(0, io.SEEK_END) - 2))
        return not stream.read().strip(b"\0").endswith(b"\n")


_Lines = list[Line | Reject]


def _rows(lines: Iterator[Line | Reject]) -> Iterator[_Lines]:
    """Put together the lines of each row: within quotation marks it goes on."""
    waiting: deque[Line | Reject] = deque()

    def following() -> Line | Reject | None:
        return waiting.popleft() if waiting else next(lines, None)

    while (first := following()) is not None:
        taken, is_open = [first], _is_odd(first)
        while is_open and len(taken) < _MOST_LINES and (line := following()) is not None:
            taken.append(line)
            is_open ^= _is_odd(line)
        if is_open:
            waiting.extendleft(reversed(taken[1:]))
        yield taken[:1] if is_open else taken


def _is_odd(line: Line | Reject) -> bool:
    return line.text.count('"') % 2 == 1


def _together(lines: Sequence[Line | Reject]) -> str:
    """Join the lines of a row; reading lines leaves out empty ones, which belong to a text."""
    texts = [lines[0].text]
    for before, line in itertools.pairwise(lines):
        texts += ["\n" * (line.number - before.number), line.text]
    return "".join(texts)


def split(text: str, delimiter: str = ",") -> list[str] | None:
    """Split a row into its cells; None where its quotation marks do not stand right."""
    try:
        with _as_long_as(text):
            return next(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error:
        return None


_LONGEST: Final = csv.field_size_limit()
_ONE_AT_A_TIME: Final = threading.Lock()


@contextlib.contextmanager
def _as_long_as(text: str) -> Iterator[None]:
    """Let a cell be as long as its row: Python has one limit, for all that read at that moment."""
    if len(text) <= _LONGEST:
        yield
        return
    with _ONE_AT_A_TIME:
        before = csv.field_size_limit(len(text))
        try:
            yield
        finally:
            csv.field_size_limit(before)


def joined(cells: Iterable[Cell]) -> str:
    """Return cells as one row of text, as it would stand in a file."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="").writerow(map(_written, cells))
    return stream.getvalue()


def write_csv(
    rows: Iterable[Iterable[Cell | None]], stream: TextStream, *, exact: bool = False
) -> int:
    """Write rows as CSV that spreadsheets read as it is meant (写出 CSV).

    Cells that a spreadsheet would take for formulas, or round, begin with an apostrophe. A file for
    it is opened with ``encoding="utf-8-sig", newline=""``.

    Args:
        rows: The rows, headings first; None is an empty cell.
        stream: Where to write.
        exact: Whether spreadsheets must keep each text as it is, also what they would take for a
            day, a time or a number.

    Returns:
        How many rows were written.
    """
    writer = csv.writer(stream, lineterminator="\r\n")
    count = 0
    for row in rows:
        writer.writerow([_written(cell, exact=exact) for cell in row])
        count += 1
    return count


def _written(cell: Cell | None, *, exact: bool = False) -> str:
    """Write a cell so that it is read as it was; what was spoilt must not pass for sound."""
    if cell is None:
        return ""
    if isinstance(cell, Spoilt):
        return _still_spoilt(cell)
    text = shown_cell(cell).encode("utf-8", "backslashreplace").decode("utf-8")
    return guard(text, exact=exact)


def _still_spoilt(cell: Spoilt) -> str:
    """Return a text that is refused when it is read: a rounded number with its power of ten."""
    texts = [cell.text]
    if cell.code == "SH726":
        texts.append(f"{Decimal(cell.text):E}")
    return next((one for one in texts if isinstance(read_text_cell(one), Spoilt)), NO_VALUE)
