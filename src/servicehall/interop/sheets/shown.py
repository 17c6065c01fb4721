"""Rows that were not taken, for the screen (屏幕上的说明): what a cell holds is masked.

See :mod:`servicehall.ledgers`: here the words of the columns may be shown too, and the headings.
"""

import functools
from collections.abc import Iterable, Iterator

from servicehall.errors import ServiceHallError
from servicehall.interop.sheets.columns import read_columns
from servicehall.interop.sheets.rows import Sheet
from servicehall.ledgers import Reject, discreet as discreet_error, say_reject as say_line

__all__ = ["discreet", "say_reject"]


def say_reject(reject: Reject, sheet: Sheet | None = None, *, unmask: bool = False) -> str:
    """Return what is said of a row that was not taken (说明未采用的行).

    Args:
        reject: The row.
        sheet: Its sheet, whose headings are shown as they stand.
        unmask: Whether to show what the cells hold, personal data too.

    >>> from servicehall.errors import DataError
    >>> row = Reject(7, DataError("SH728", value="欧阳明", path="收件时间"), case="欧阳明")
    >>> say_reject(row)
    '第7行（欧＊＊）：[SH728] 收件时间：不是确定的日期：欧＊＊，写成 ...'
    """
    row = f"第{reject.number}行"  # the events of a hall are named by their rows
    words = _own().union({row, f"{row}/止"}, _words_of(sheet) if sheet else ())
    return say_line(reject, words, unmask=unmask)


def discreet(error: ServiceHallError, words: Iterable[str] = ()) -> ServiceHallError:
    """Return an error in which what comes from cells is masked (隐去单元格内容).

    Args:
        error: The error.
        words: Words that may be shown, for example headings.
    """
    return discreet_error(error, _own().union(words))


def _words_of(sheet: Sheet) -> Iterator[str]:
    """Go through what a sheet says of its columns: headings, and the facts that words mean."""
    yield from sheet.headings
    yield from sheet.stated
    for name, column in sheet.columns.items():
        yield from (name, column.field, *column.headings)
        for meaning in column.words.values():
            yield from meaning if isinstance(meaning, dict) else ()


@functools.cache
def _own() -> frozenset[str]:
    """Return the words of all columns."""
    columns = (one for kind in read_columns().kinds.values() for one in kind.values())
    return frozenset({"表头", "内容.case", "内容.division"}).union(
        *({one.name, one.field, *one.headings} for one in columns)
    )
