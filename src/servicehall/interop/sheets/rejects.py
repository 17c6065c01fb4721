"""Rows that were not taken (未采用的行): written so that they can be mended and read again."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from servicehall.errors import FaultyDataError, ServiceHallError
from servicehall.interop.sheets.cells import Cell, Spoilt, read_text_cell
from servicehall.interop.sheets.textfiles import NO_VALUE, TextStream, split, write_csv
from servicehall.ledgers import Reject

__all__ = ["REASON", "by_reason", "is_repeated", "write_rejects"]

REASON = "未采用原因"
"""The heading under which it stands why a row was not taken; reading passes over it."""
ROW = "原行号"


def write_rejects(headings: Iterable[str], rejects: Iterable[Reject], stream: TextStream) -> int:
    """Write rows that were not taken, each with its number and the reason (写出未采用的行).

    The cells are those of the sheet, personal data too: the file is for whoever keeps the sheet.
    What was refused is refused again until it is mended: rounded numbers stay rounded, ``#N/A``
    stands for formulas without a value and for what a row lacks, and a row that has too many cells
    keeps them, so that its number and reason stand beyond their headings.

    Args:
        headings: Those of the sheet.
        rejects: The rows.
        stream: Where to write; see :func:`servicehall.interop.sheets.write_csv`.

    Returns:
        How many rows were written, that of the headings left out.
    """
    top = tuple(headings)

    def rows() -> Iterable[tuple[Cell, ...]]:
        yield (*top, ROW, REASON)
        for one in rejects:
            cells = [_readable(cell) for cell in split(one.text) or [one.text]]
            lacking = _NONE if one.error.code in _UNFIT else ""
            yield (*cells, *[lacking] * (len(top) - len(cells)), str(one.number), one.reason)

    return write_csv(rows(), stream) - 1


_NONE: Final = Spoilt("SH727", NO_VALUE)
_UNFIT: Final = frozenset({"SH631", "SH730"})
"""Of rows of which it cannot be told what stands in which cell."""


def _readable(cell: str) -> Cell:
    """Read a cell of a row; one of which the letters cannot be told has no value."""
    is_text = not any("\ud800" <= letter <= "\udfff" for letter in cell)
    return read_text_cell(cell) if is_text else _NONE


def by_reason(rejects: Iterable[Reject]) -> Counter[str]:
    """Count rows by the codes of their faults (按原因统计)."""
    return Counter(code for one in rejects for code in dict.fromkeys(_codes(one.error)))


def is_repeated(reject: Reject) -> bool:
    """Tell whether a row only says what an earlier one said (重复), so that nothing is lost."""
    return reject.error.code == "SH634" or reject.error.facts.get("same") is True


def _codes(error: ServiceHallError) -> list[str]:
    return (
        [one.code for one in error.problems] if isinstance(error, FaultyDataError) else [error.code]
    )
