"""Excel workbooks (Excel 工作簿), read a row at a time. Needs the extra ``sheets``.

A file is known by how it begins, whatever it is called: many a ``.xls`` is a web page. A formula
counts as the value that the program saved with it; where none was saved, the cell is refused.
"""

import contextlib
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from os import PathLike
from pathlib import Path
from typing import Any, Final

from servicehall.errors import DataError, FaultyDataError, InputValueError, MissingExtraError
from servicehall.interop.sheets.cells import Cell, Number, Spoilt
from servicehall.interop.sheets.textfiles import Record

__all__ = ["is_workbook", "read_workbook"]

_ZIP: Final = b"PK\x03\x04"
_OTHERS: Final = {
    b"\xd0\xcf\x11\xe0": "旧版 Excel 工作簿（.xls），或加了密码的工作簿",
    b"<!DOCTYPE": "网页",
    b"<!doctype": "网页",
    b"<html": "网页",
    b"<HTML": "网页",
    b"<table": "网页",
    b"<?xml": "XML 表格",
    b"%PDF": "PDF 文件",
}
_PARTS: Final = {"xl/workbook.bin": "二进制工作簿（.xlsb）", "mimetype": "OpenDocument 表格"}
_MOST_DIGITS: Final = 15
"""How many digits of a number a workbook keeps."""
_FIRST_DAY: Final = 20_000
_LAST_DAY: Final = 110_000
"""Numbers between which a number can be a day: 1954 to 2201. Day 60, 1900-02-29, never was."""


def is_workbook(file: str | PathLike[str]) -> bool:
    """Tell whether a file is an Excel workbook, and not text.

    Raises:
        FaultyDataError: It cannot be read (SH201), or is something else (SH721).
    """
    begin = _beginning(file)
    for sign, name in _OTHERS.items():
        if begin.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(sign):
            raise _no_sheet(file, name)
    if not begin.startswith(_ZIP):
        return False
    try:
        with zipfile.ZipFile(file) as parts:
            names = set(parts.namelist())
    except (OSError, zipfile.BadZipFile) as error:
        raise FaultyDataError(str(file), [DataError("SH722", reason=str(error))]) from error
    if "xl/workbook.xml" not in names:
        found = (zh for name, zh in _PARTS.items() if name in names)
        raise _no_sheet(file, next(found, "压缩文件"))
    return True


def _beginning(file: str | PathLike[str]) -> bytes:
    try:
        with Path(file).open("rb") as stream:
            return stream.read(100)
    except OSError as error:
        raise FaultyDataError(str(file), [DataError("SH201", reason=str(error))]) from error


def _no_sheet(file: str | PathLike[str], name: str) -> FaultyDataError:
    return FaultyDataError(str(file), [DataError("SH721", found=name)])


def read_workbook(
    file: str | PathLike[str], sheet: str = ""
) -> tuple[Iterator[Record], tuple[str, ...]]:
    """Return the rows of a sheet of a workbook, and the names of the other sheets.

    Empty rows are left out. The file stays open until the rows have been gone through.

    Args:
        file: The workbook, .xlsx or .xlsm.
        sheet: The name of the sheet; left out, the first.

    Raises:
        MissingExtraError: The extra ``sheets`` is not installed (SH901).
        InputValueError: There is no such sheet (SH723).
        FaultyDataError: The workbook is damaged (SH722), also when it is found while the rows are
            gone through.
    """
    with contextlib.ExitStack() as stack:
        books = [_opened(stack, file, data_only=kept) for kept in (True, False)]
        if sheet not in ("", *books[0].sheetnames):
            raise InputValueError("SH723", sheet=sheet, sheets=tuple(books[0].sheetnames))
        name = sheet or books[0].sheetnames[0]
        others = tuple(one for one in books[0].sheetnames if one != name)
        rows = [_rows_of(book[name]) for book in books]
        return _records(file, rows, stack.pop_all()), others


def _records(
    file: str | PathLike[str], rows: Iterable[Iterator[Any]], stack: contextlib.ExitStack
) -> Iterator[Record]:
    """Go through the rows: their values, and beside them the formulas."""
    with stack:
        try:
            for number, (values, formulas) in enumerate(zip(*rows, strict=True), 1):
                cells = _trimmed(map(_cell, values, formulas))
                if cells:
                    yield Record(number, cells)
        except _DAMAGED as error:
            raise FaultyDataError(str(file), [DataError("SH722", reason=str(error))]) from error


_DAMAGED: Final = (OSError, SyntaxError, KeyError, ValueError, TypeError, zipfile.BadZipFile)
"""What openpyxl raises for files that are not whole; SyntaxError is that of its XML parser."""


def _opened(stack: contextlib.ExitStack, file: str | PathLike[str], *, data_only: bool) -> Any:
    """Open a workbook: for the values that were saved, or for the formulas behind them."""
    try:
        import openpyxl  # an extra, and heavy
    except ImportError as error:
        raise MissingExtraError(
            "SH901", extra="sheets", module="servicehall.interop.sheets", package="openpyxl"
        ) from error
    try:
        stream = stack.enter_context(Path(file).open("rb"))  # noqa: SIM115  # the stack closes it
        book = openpyxl.load_workbook(stream, read_only=True, data_only=data_only)
    except _DAMAGED as error:
        raise FaultyDataError(str(file), [DataError("SH722", reason=str(error))]) from error
    stack.callback(book.close)
    return book


def _rows_of(sheet: Any) -> Iterator[Any]:
    sheet.reset_dimensions()  # many programs write wrong ones
    return iter(sheet.iter_rows())


def _cell(value: Any, formula: Any) -> Cell:
    """Read a cell, of which openpyxl hands over the value and the formula."""
    kept = value.value
    if kept is None:
        is_formula = formula.data_type == "f"
        return Spoilt("SH727", str(formula.value)) if is_formula else ""
    match kept:
        case str():
            return Spoilt("SH727", kept) if value.data_type == "e" else kept
        case datetime():
            return _to_the_second(kept)
        case time():
            return kept
        case timedelta() if kept >= timedelta(0):
            return _hours(kept)
        case bool():
            return "是" if kept else "否"
        case int() | float():
            return _number(kept, value.parent.parent.epoch)
        case _:
            return str(kept)


def _number(number: float, epoch: datetime) -> Number | Spoilt:
    from openpyxl.utils.datetime import from_excel

    text = _digits(number)
    if len(text.partition(".")[0]) > _MOST_DIGITS or "e" in text:
        return Spoilt("SH726", text)
    is_day = _FIRST_DAY <= number < _LAST_DAY
    day: Any = from_excel(number, epoch) if is_day else None
    return Number(text, _to_the_second(day) if is_day else None)


def _digits(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else repr(number)


def _hours(duration: timedelta) -> str:
    """Write a duration as a spreadsheet shows it: 24:00:00 is the end of a day."""
    minutes, seconds = divmod(round(duration.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"


def _to_the_second(moment: datetime) -> datetime:
    """Drop what floating point leaves: 9:30 is 0.3958333333333333 of a day."""
    return (moment + timedelta(milliseconds=500)).replace(microsecond=0)


def _trimmed(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Leave out what is empty at the end of a row."""
    kept = list(cells)
    while kept and kept[-1] == "":
        kept.pop()
    return tuple(kept)
