"""Cells of sheets (单元格): what stands in them, and what a spreadsheet program would make of it.

A spreadsheet reads ``=1+1`` as a formula, whoever wrote it, and rounds a number of eighteen digits
to fifteen. Text that it would not keep is written with an apostrophe before it, which reading takes
away again; what a spreadsheet has already spoilt is refused, with the reason.

A day or a time is meant to be one, as a rule. Where every text must stay as it is, for it may be
the number of a case, what a spreadsheet would take for a day, a time or a number is guarded too.
"""

import re
import unicodedata
from datetime import datetime, time
from typing import Final

from attrs import frozen

from servicehall.errors import DataError

__all__ = ["Cell", "Number", "Spoilt", "guard", "read_text_cell", "said", "shown_cell", "unguard"]


@frozen
class Number:
    """A number of a workbook (数字).

    Attributes:
        text: The number as digits.
        moment: The instant that it is in the workbook's count of days, or None; no time zone.
    """

    text: str
    moment: datetime | None = None


@frozen
class Spoilt:
    """A cell of which a program has lost what stood in it (失真的单元格).

    Attributes:
        code: The code of the error that says how: SH726 or SH727.
        text: What is left.
    """

    code: str
    text: str


Cell = str | datetime | time | Number | Spoilt
"""A cell as it is read; one of a text file is a text, or spoilt."""

_NUMBER: Final = r"\d{1,11}(?:\.\d{1,4})?%?$"
_SPECIAL: Final = re.compile(
    rf"-(?!{_NUMBER})|[=+@\t\r\n＝＋－＠#]|\d{{12,}}$|-?0\d+(?:\.\d*)?$|\d+(?:\.\d*)?[Ee][+-]?\d+$",
    re.ASCII,
)
"""Formulas, also with signs of full width; errors; numbers that would be rounded when shown, lose
their zeros, or are powers of ten."""

_DAY: Final = r"\d{1,4}[-/]\d{1,4}(?:[-/]\d{1,4})?|(?:\d{1,4}年)?\d{1,2}月(?:\d{1,2}日)?"
_CLOCK: Final = r"\d{1,4}:\d{1,2}(?::\d{1,2}(?:\.\d+)?)?(?:\s*[ap]m?)?"
_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_AMBIGUOUS: Final = re.compile(
    rf"(?:{_DAY})?\s*(?:{_CLOCK})?"
    rf"|\d{{1,4}}[-/\s]*{_MONTH}[-/\s]*\d{{0,4}}|{_MONTH}[-/,\s]*\d{{1,4}}"
    r"|\d+\s+\d+/\d+|true|false|[-(]?[¥$]?[\d.,]*\d[\d.,]*%?\)?",
    re.ASCII | re.IGNORECASE,
)
"""What a spreadsheet takes for a day, a time, a fraction, yes or no, or a number."""
_PLAIN: Final = re.compile(r"-?(?:0|[1-9]\d{0,10})(?:\.\d{0,3}[1-9])?|", re.ASCII)
"""A number that it shows and writes as it is; or nothing."""

_ERRORS: Final = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#GETTING_DATA"}
)
_ROUNDED: Final = re.compile(r"\d(?:\.\d+)?[Ee]\+\d+|[1-9]\d{14,}000", re.ASCII)
"""What is left of a number of which a spreadsheet keeps fifteen digits."""
_QUOTED_FORMULA: Final = re.compile(r'="(.*)"', re.DOTALL)


def guard(text: str, *, exact: bool = False) -> str:
    """Return a text as a spreadsheet keeps it (防公式注入): with an apostrophe where one is needed.

    Args:
        text: The text.
        exact: Whether what it would take for a day, a time or a number must stay as it is too.

    >>> guard("=HYPERLINK(1)"), guard("530921199001011239"), guard("0012345"), guard("高龄津贴")
    ("'=HYPERLINK(1)", "'530921199001011239", "'0012345", '高龄津贴')
    >>> guard("2026-10"), guard("2026-10", exact=True)
    ('2026-10', "'2026-10")
    """
    bare = text.lstrip("'")
    needed = _SPECIAL.match(bare) or ((exact or bare != text) and _is_ambiguous(bare))
    return f"'{text}" if needed else text


def unguard(text: str) -> str:
    """Take away the apostrophe that :func:`guard` sets; other texts stay as they are."""
    bare = text.lstrip("'")
    is_guarded = bare != text and (_SPECIAL.match(bare) or _is_ambiguous(bare))
    return text[1:] if is_guarded else text


def _is_ambiguous(text: str) -> bool:
    """Tell whether a spreadsheet takes a text for something else, and shows it otherwise."""
    if text != text.strip() or _PLAIN.fullmatch(text):
        return False
    return _AMBIGUOUS.fullmatch(unicodedata.normalize("NFKC", text)) is not None


def read_text_cell(text: str) -> Cell:
    """Read a cell of a text file: ``="007"`` is 007, as some programs write it to keep the zeros.

    >>> read_text_cell("'530921199001011000"), read_text_cell("5.30921E+17")
    ('530921199001011000', Spoilt(code='SH726', text='5.30921E+17'))
    """
    if (bare := unguard(text)) != text:
        return bare
    if quoted := _QUOTED_FORMULA.fullmatch(text):
        return quoted[1]
    if text.strip() in _ERRORS:
        return Spoilt("SH727", text)
    return Spoilt("SH726", text) if _ROUNDED.fullmatch(text.strip()) else text


def said(cell: Cell) -> str:
    """Return what a cell says as text, without blanks around it.

    Raises:
        DataError: A number was rounded (SH726); an error or a formula stands there (SH727).
    """
    if isinstance(cell, Spoilt):
        raise DataError(cell.code, value=cell.text)
    return shown_cell(cell).strip()


def shown_cell(cell: Cell) -> str:
    """Return a cell as people see it, whatever stands in it."""
    match cell:
        case datetime():
            whole = cell.time() == time(0)
            return cell.strftime("%Y-%m-%d") if whole else cell.isoformat(" ", "seconds")
        case time():
            return cell.isoformat()
        case str():
            return cell
        case _:
            return cell.text
