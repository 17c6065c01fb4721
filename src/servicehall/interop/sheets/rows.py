"""Rows of sheets (表格的行): the heading is found, and each cell stands under our word for it."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from os import PathLike
from typing import Any, Final

from attrs import field, frozen

from servicehall.errors import DataError, FaultyDataError, InputValueError
from servicehall.interop.sheets.cells import Cell, shown_cell
from servicehall.interop.sheets.columns import (
    FIELD_HEADING,
    Column,
    Columns,
    Kind,
    plain,
    read_columns,
)
from servicehall.interop.sheets.textfiles import DELIMITERS, Record, joined, read_csv
from servicehall.interop.sheets.workbooks import is_workbook, read_workbook
from servicehall.ledgers import Reject

__all__ = ["Row", "Sheet", "read_sheet"]

_HEAD: Final = 30
"""Among how many rows the heading is looked for: titles, days and names of units stand above it."""
_FEWEST: Final = 2
"""How many known headings make a row the heading."""
_FEW: Final = 8
"""How many words a message shows."""


@frozen(kw_only=True)
class Row:
    """A row under its heading (表的一行).

    Attributes:
        number: Its number, as a spreadsheet shows it.
        named: What is filled in, with its heading, by our word for the column.
        unnamed: What is filled in under headings that are not known.
        text: The row as it stands, as CSV.
        headings: Under which heading a column stands in this sheet, or would stand.
    """

    number: int
    named: Mapping[str, tuple[tuple[str, Cell], ...]]
    unnamed: Mapping[str, Cell]
    text: str
    headings: Mapping[str, str] = field(factory=dict, repr=False)

    def cell(self, name: str) -> Cell:
        """Return what stands in a column; empty where nothing does.

        Raises:
            DataError: Two columns say it, and differ (SH729).
        """
        found = self.named.get(name, ())
        if len({shown_cell(cell).strip() for _, cell in found}) > 1:
            raise DataError("SH729", headings=tuple(heading for heading, _ in found))
        return found[0][1] if found else ""

    def heading(self, name: str) -> str:
        """Return under which heading a column is filled in, or would be."""
        found = self.named.get(name, ())
        return found[0][0] if found else self.headings.get(name, name)


@frozen(kw_only=True, eq=False)
class Sheet:
    """A sheet of which the heading has been read (表格).

    Attributes:
        source: The file.
        kind: What its rows are.
        headings: The headings as they stand.
        unknown: Those that are not known. Of a case, what stands under them is not taken; of a
            matter, it is kept in its note.
        columns: The columns that are known, by our word for them, also those that are not there.
        stated: Facts that hold for every case, unless its row says otherwise.
        units: What the words for units of limits mean.
        others: The sheets of the workbook that are not read.
        names: The columns that are there.
        rows: The rows, which can be gone through once; or a reject for one that is no row.
    """

    source: str
    kind: Kind
    headings: tuple[str, ...]
    unknown: tuple[str, ...]
    columns: Mapping[str, Column]
    stated: Mapping[str, Any]
    units: Mapping[str, str]
    others: tuple[str, ...]
    names: frozenset[str]
    rows: Iterator[Row | Reject] = field(repr=False)

    def require(self, *names: str) -> None:
        """Refuse a sheet that has none of some columns.

        Raises:
            FaultyDataError: It has none of them (SH725).
        """
        if not self.names.intersection(names):
            wanted = tuple(self.columns[name].headings[0] for name in names)
            raise FaultyDataError(self.source, [DataError("SH725", missing=wanted, path="表头")])


def read_sheet(
    file: str | PathLike[str], kind: Kind, *, sheet: str = "", columns: Columns | None = None
) -> Sheet:
    """Read a sheet (读取表格): an Excel workbook, or text with commas, tabs or semicolons.

    The heading is the first row in which at least two known headings stand.

    Args:
        file: The file. What it is, is seen from what stands in it, not from its name.
        kind: What its rows are: ``cases``, ``events`` or ``matters``.
        sheet: The name of the sheet in a workbook; left out, the first.
        columns: The headings that are known; left out, the library's own.

    Raises:
        MissingExtraError: It is a workbook, and the extra ``sheets`` is not installed (SH901).
        InputValueError: There is no such sheet (SH723).
        FaultyDataError: The file cannot be read (SH201), is no sheet (SH721), is damaged (SH722),
            or has no heading (SH724).
    """
    known = read_columns() if columns is None else columns
    named = known.named(kind)
    records, others = _records(file, sheet, named)
    above, top = _heading(records, named)
    if top is None:
        seen = tuple(cell for one in above if isinstance(one, Record) for cell in _texts(one))
        wanted = tuple(column.headings[0] for column in known.kinds[kind].values())
        facts = {"found": seen[:_FEW] or "—", "known": wanted[:_FEW], "others": others or "—"}
        raise FaultyDataError(str(file), [DataError("SH724", **facts)])
    headings = _texts(top)
    unread = known.skip | {""}
    told = set(map(plain, headings)) - unread
    faulty = (one for one in above if isinstance(one, Reject))
    return Sheet(
        source=str(file),
        kind=kind,
        headings=headings,
        unknown=tuple(one for one in headings if not _is_known(plain(one), kind, known)),
        columns=known.kinds[kind],
        stated=known.stated,
        units=known.units,
        others=others,
        names=frozenset(named[one].name for one in told if one in named),
        rows=itertools.chain(faulty, _rows(records, headings, named, unread)),
    )


def _is_known(heading: str, kind: Kind, known: Columns) -> bool:
    if kind == "events" and FIELD_HEADING.fullmatch(heading):
        return True
    return heading in known.named(kind) or heading in known.skip | {""}


def _records(
    file: str | PathLike[str], sheet: str, named: Mapping[str, Column]
) -> tuple[Iterator[Record | Reject], tuple[str, ...]]:
    """Return the rows of a file, and its other sheets; a text file has none.

    Of a text file, the delimiter is the one that fits its heading.
    """
    if is_workbook(file):
        return read_workbook(file, sheet)
    if sheet:
        raise InputValueError("SH723", sheet=sheet, sheets="—")
    best = max(DELIMITERS, key=lambda sign: _fit(read_csv(file, sign), named))
    return read_csv(file, best), ()


def _fit(records: Iterator[Record | Reject], named: Mapping[str, Column]) -> int:
    """Return how many known headings the heading has."""
    head = itertools.islice(records, _HEAD)
    return max((_count(one, named) for one in head if isinstance(one, Record)), default=0)


def _heading(
    records: Iterator[Record | Reject], named: Mapping[str, Column]
) -> tuple[list[Record | Reject], Record | None]:
    """Go down to the heading; return what stands above it, and the heading."""
    above: list[Record | Reject] = []
    for one in itertools.islice(records, _HEAD):
        if isinstance(one, Record) and _count(one, named) >= _FEWEST:
            return above, one
        above.append(one)
    return above, None


def _count(record: Record, named: Mapping[str, Column]) -> int:
    return len({plain(text) for text in _texts(record)}.intersection(named))


def _texts(record: Record) -> tuple[str, ...]:
    return tuple(shown_cell(cell).strip() for cell in record.cells)


def _rows(
    records: Iterator[Record | Reject],
    headings: Sequence[str],
    named: Mapping[str, Column],
    unread: frozenset[str],
) -> Iterator[Row | Reject]:
    width = max(number for number, heading in enumerate(headings, 1) if heading)
    titles = {one.name: one.headings[0] for one in named.values()}
    titles |= {named[plain(one)].name: one for one in reversed(headings) if plain(one) in named}
    for record in records:
        if isinstance(record, Reject):
            yield record
        elif record.is_unended and len(record.cells) < width:
            fewer = f"{len(record.cells)} < {width}"
            told = {"reason": f"the file ends within it, with fewer cells than headings ({fewer})"}
            told["reason_zh"] = f"文件到这里中断，单元格少于表头（{fewer}）"
            yield Reject(record.number, DataError("SH730", **told), joined(record.cells))
        elif len(record.cells) > len(headings) and any(_texts(record)[len(headings) :]):
            more = f"{len(record.cells)} > {len(headings)}"
            told = {"reason": f"more cells than headings ({more})"}
            told["reason_zh"] = f"单元格多于表头（{more}），可能错位"
            yield Reject(record.number, DataError("SH730", **told), joined(record.cells))
        else:
            yield _row(record, headings, named, unread, titles)


def _row(
    record: Record,
    headings: Sequence[str],
    named: Mapping[str, Column],
    unread: frozenset[str],
    titles: Mapping[str, str],
) -> Row:
    known: dict[str, list[tuple[str, Cell]]] = {}
    unnamed = {}
    for heading, cell in zip(headings, record.cells, strict=False):
        if not shown_cell(cell).strip():
            continue
        if plain(heading) in unread:
            continue
        if column := named.get(plain(heading)):
            known.setdefault(column.name, []).append((heading, cell))
        else:
            unnamed[heading] = cell
    return Row(
        number=record.number,
        named={name: tuple(cells) for name, cells in known.items()},
        unnamed=unnamed,
        text=joined(record.cells),
        headings=titles,
    )
