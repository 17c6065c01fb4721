"""Rows that were not taken, for the screen (屏幕上的说明): what a cell holds is masked.

A name may stand in any column, also where a day or a number belongs. So everything that a message
quotes is masked, but for what cannot be a name: figures, days, and the library's own words. Which
row, which column and what belongs there stay readable.
"""

import functools
import re
from collections.abc import Iterable, Iterator
from typing import Final

from servicehall.errors import FaultyDataError, ServiceHallError
from servicehall.interop.sheets.columns import read_columns
from servicehall.interop.sheets.events import TEXTS
from servicehall.interop.sheets.rows import Sheet
from servicehall.ledgers import Reject
from servicehall.privacy import mask, mask_numbers, mask_quoted
from servicehall.timeline import KINDS

__all__ = ["discreet", "say_reject"]

_OURS: Final = frozenset(
    {"bytes", "count", "expected_zh", "hint", "known", "kinds", "line", "missing", "row", "source"}
    | {"allowed_zh", "before_zh", "follows_zh", "how_zh", "kind_zh", "reason_zh", "state_zh"}
    | {"allowed", "fact", "first", "label", "last", "others", "settled", "times"}
)
"""Facts that never come from a cell."""
_NAMES: Final = frozenset({"both", "case", "id", "ids", "other", "path"})
"""Facts that name a case, an event or a place: a number among letters is no person's."""
_TOLD: Final = frozenset({"SH201", "SH619", "SH722"})
"""Errors of which another library says the reason; what it quotes has quotation marks."""

_FIGURES: Final = re.compile(r"\d[-\d\s/.:,%+T年月日时点分秒个工作自然天周内以]*|[天日]|[\W_]*")
"""Figures and days, units of limits, signs."""
_LONG: Final = re.compile(r"\d{7}|\d{3}[-\s]+\d{4}")
"""Digits that may be the number of a telephone or an account."""
_TELEPHONE: Final = re.compile(r"(?<!\d)0\d{2,3}[-\s]?\d{7,8}(?!\d)")
_CODE: Final = re.compile(r"(?=.*\d)(?!.*[A-Za-z]{5})[-\w:/#]+", re.ASCII)
"""A number as cases and events have it: digits, and no more letters than a word of a few."""
_PIECES: Final = re.compile(r"[^\s.\[\]]+")


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
    words = _own().union(_words_of(sheet) if sheet else ())
    error = reject.error if unmask else discreet(reject.error, words)
    case = reject.case if unmask else _shown("case", reject.case, words)
    problems = error.problems if isinstance(error, FaultyDataError) else (error,)
    told = "；".join(dict.fromkeys(map(_say, problems)))
    return f"第{reject.number}行{f'（{case}）' if case else ''}：{told}"


def discreet(error: ServiceHallError, words: Iterable[str] = ()) -> ServiceHallError:
    """Return an error in which what comes from cells is masked (隐去单元格内容).

    Args:
        error: The error.
        words: Words that may be shown, for example headings.
    """
    known = _own().union(words)
    if isinstance(error, FaultyDataError):
        return type(error)(error.source, [discreet(one, known) for one in error.problems])
    facts = {name: _fact(error.code, name, fact, known) for name, fact in error.facts.items()}
    return type(error)(error.code, **facts)


def _say(problem: ServiceHallError) -> str:
    """Say what is wrong, in which column, and how to mend it, on one line."""
    where = str(problem.facts.get("path", ""))
    told = f"{where}：" if where else ""
    what, fix = problem.part("what", "zh"), problem.part("fix", "zh")
    return " ".join(f"[{problem.code}] {told}{what}，{fix}".split())


def _fact(code: str, name: str, fact: object, words: frozenset[str]) -> object:
    if name in _OURS or (code == "SH721" and name == "found"):
        return fact
    if isinstance(fact, list | tuple | set | frozenset):
        return tuple(_fact(code, name, one, words) for one in fact)
    if name == "reason" and code in _TOLD:
        return mask_quoted(str(fact))
    return _shown(name, str(fact), words)


def _shown(name: str, text: str, words: frozenset[str]) -> str:
    if text in words or _is_figures(text):
        return text
    if name in _NAMES:
        told = _TELEPHONE.sub(lambda found: mask(found[0]), mask_numbers(text))
        return _PIECES.sub(lambda found: _named(found[0], words), told)
    return f"'{mask(text[1:-1])}'" if text[:1] == text[-1:] == "'" else mask(text)


def _is_figures(text: str) -> bool:
    return _FIGURES.fullmatch(text) is not None and _LONG.search(text) is None


def _named(piece: str, words: frozenset[str]) -> str:
    if piece in words:
        return piece
    return piece if _CODE.fullmatch(piece) else mask(piece)


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
    """Return the words of the library: kinds of event, columns, keys of events and of packs."""
    words = {
        "events",
        "matters",
        "materials",
        "windows",
        "payload",
        "refs",
        "stated",
        "表头",
        "内容.case",
        "内容.division",
        *TEXTS,
    }
    for name, kind in KINDS.items():
        words |= {name, kind.zh, *name.split(".")}
    columns = (one for kind in read_columns().kinds.values() for one in kind.values())
    return frozenset(words).union(*({one.name, one.field, *one.headings} for one in columns))
