"""What cells mean (单元格的含义): limits, lists, counts, and words with a fixed meaning."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from servicehall.errors import DataError
from servicehall.interop.sheets.cells import Cell, said, shown_cell
from servicehall.interop.sheets.columns import Column, plain
from servicehall.interop.sheets.rows import Row, Sheet
from servicehall.limits import parse_limit
from servicehall.privacy import mask, mask_numbers

__all__ = ["read_limit", "telling", "texts_of", "value_of"]

_AT_ONCE: Final = frozenset(
    {
        "当场",
        "当场办结",
        "即办",
        "即时",
        "即时办结",
        "即办件",
        "当日",
        "当天",
        "当日办结",
        "当天办结",
    }
)
_NOTHING: Final = frozenset({"无", "/", "-", "—", "--", "——", "无法定时限", "无期限", "未规定"})
_FIGURE: Final = re.compile(r"(\d{1,6})(?:\.0+)?\s*(?:个)?(.*?)(?:以内|之内|内)?", re.ASCII)
_FRACTION: Final = re.compile(r"\d+\.0*[1-9]", re.ASCII)
_NUMBERED: Final = r"\d{1,2}(?:[、)）]|[.．](?!\d))\s*"
_ITEMS: Final = re.compile(rf"[\n；;]+|\s+(?={_NUMBERED})", re.ASCII)
_VAGUE: Final = frozenset({"", "天", "日"})


def value_of(sheet: Sheet, row: Row, name: str) -> Any:
    """Return what a column of a row says, or None.

    Raises:
        DataError: The cell is spoilt (SH726, SH727); two columns differ (SH729); a limit has no
            unit (SH731), is no whole number (SH754) or cannot be read (SH115); a word or a number
            has no meaning (SH732).
    """
    column = sheet.columns[name]
    text = said(telling(column, row))
    if not text or plain(text) in map(plain, column.silent):
        return None
    if column.type == "texts":
        return tuple(_meant(column, one) for one in texts_of(text))
    if column.type == "limit":
        return read_limit(text, _unit(row, column), sheet.units)
    if column.type == "count":
        return _count(text)
    return _meant(column, text)


def telling(column: Column, row: Row) -> Cell:
    """Return the cell of a column that says most; empty where nothing stands there.

    Two headings may be one column: 办理结果 and 办件状态. What adds nothing to the times, as 办结
    does, yields to what says more; and words that mean the same agree.

    Raises:
        DataError: Two of them say different things (SH729).
    """
    cells = row.named.get(column.name, ())
    told = [one for one in cells if not (column.needs and _is_silent(column, one[1]))]
    if len({str(_meaning(column, cell)) for _, cell in told}) > 1:
        raise DataError("SH729", headings=tuple(heading for heading, _ in told))
    return next((cell for _, cell in told or cells), "")


def _is_silent(column: Column, cell: Cell) -> bool:
    return plain(shown_cell(cell)) in map(plain, column.silent)


def _meaning(column: Column, cell: Cell) -> Any:
    text = shown_cell(cell).strip()
    meant = {plain(word): meaning for word, meaning in {**column.words, **column.ends}.items()}
    return meant.get(plain(text), text)


def _meant(column: Column, text: str) -> Any:
    """Return what a word means, where only some words can stand in a column."""
    if not column.words:
        return text
    for word, meaning in column.words.items():
        if plain(word) == plain(text):
            return meaning
    known = (*column.words, *column.ends, *column.silent)
    value = mask(text) if column.personal else mask_numbers(text)
    raise DataError("SH732", value=value, known=known)


def _count(text: str) -> int:
    if not re.fullmatch(r"\d{1,6}", text, re.ASCII):
        raise DataError("SH732", value=text, known="0、1、2、……")
    return int(text)


def texts_of(text: str) -> list[str]:
    """Split a list, numbered or not (分列): lines, ；, 、.

    >>> texts_of("1.身份证；2.户口簿")
    ['身份证', '户口簿']
    """
    items = (re.sub(f"^{_NUMBERED}", "", one.strip()) for one in _ITEMS.split(text))
    return [part.strip() for item in items for part in item.split("、") if part.strip()]


# ---- limits


def _unit(row: Row, column: Column) -> str:
    """Return the unit of a limit: what the heading says, or the column beside it."""
    if column.unit.startswith("="):
        return column.unit[1:]
    return said(row.cell(column.unit)) if column.unit else ""


def read_limit(text: str, unit: str, units: Mapping[str, str]) -> str | None:
    """Return a limit as packs write it (读取期限); None where the cell says that there is none.

    Zero of any unit, and what is done at once, is the same day.

    Args:
        text: The cell.
        unit: The unit, where it stands elsewhere.
        units: What the words for units mean.

    Raises:
        DataError: It has no unit, or 天 or 日, which do not say which days (SH731); two units
            (SH729); or a fraction (SH754).
        InputValueError: It cannot be read (SH115, SH105).

    >>> read_limit("20", "工作日", {"工作日": "个工作日"})
    '20个工作日'
    >>> read_limit("0", "工作日", {"工作日": "个工作日"})
    'same day'
    """
    words = "".join(unicodedata.normalize("NFKC", text).split())
    if words in _NOTHING:
        return None
    if words in _AT_ONCE:
        return "same day"
    if _FRACTION.match(words):
        raise DataError("SH754", value=text)
    found = _FIGURE.fullmatch(words)
    if found is None:
        parse_limit(text)
        return text
    if int(found[1]) == 0:
        return "same day"
    own, beside = ("" if one in _VAGUE else one for one in (found[2], plain(unit)))
    meant = {units.get(one) for one in (own, beside) if one}
    if len(meant) > 1:
        raise DataError("SH729", headings=(text, unit))
    if not meant or None in meant:
        raise DataError("SH731", value=text, unit=unit or "—", known=tuple(units))
    limit = f"{int(found[1])}{meant.pop()}"
    parse_limit(limit)
    return limit
