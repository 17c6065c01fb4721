"""Rows of sheets (表格的行): the heading is found, and each cell stands under our word for it."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from os import PathLike
from typing import Final

from attrs import frozen

from servicehall.errors import DataError, FaultyDataError
from servicehall.interop.sheets.cells import Cell, said, shown_cell
from servicehall.interop.sheets.columns import Column, Columns, Kind, plain, read_columns
from servicehall.interop.sheets.textfiles import DELIMITERS, Record, joined, read_csv
from servicehall.interop.sheets.workbooks import is_workbook, read_workbook
from servicehall.ledgers import Reject
from servicehall.privacy import mask, mask_numbers

__all__ = ["Row", "Sheet", "read_sheet"]

_HEAD: Final = 30
"""How many rows a heading may lie below: titles, dates and names of units stand above it."""
_FEWEST: Final = 2
"""How many known headings make a row the heading."""


@frozen(kw_only=True)
class Row:
    """A row under its heading (表的一行).

    Attributes:
        number: Its number, as a spreadsheet shows it.
        cells: What is filled in, by our word for the column; several columns may have one.
        unnamed: What is filled in under headings that are not known, by heading.
        record: The row as it stands.
    """

    number: int
    cells: Mapping[Column, tuple[Cell, ...]]
    unnamed: Mapping[str, Cell]
    record: Record
