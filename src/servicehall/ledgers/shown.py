"""Faults as they may be shown (屏幕上的说明): what a message quotes from a case is masked.

A name may stand in any place of a line, also where a day, a number or a key belongs. So everything
that a message quotes is masked, but for what cannot be a name: figures, days, numbers of events and
cases, and the library's own words. Which line it is, which key, and what belongs there, stay
readable.
"""

import functools
import re
from collections.abc import Iterable
from typing import Final

from servicehall.errors import TOP_LEVEL, FaultyDataError, ServiceHallError
from servicehall.ledgers.lines import Reject, say_problem
from servicehall.privacy import mask, mask_numbers
from servicehall.timeline import KINDS
from servicehall.vocabulary import nearest

__all__ = ["discreet", "discreet_reject", "say_reject"]

_OURS: Final = frozenset(
    {"bytes", "count", "expected", "expected_zh", "hint", "known", "kinds", "line", "missing"}
    | {"allowed_zh", "before_zh", "follows_zh", "hint_zh", "how_zh", "kind_zh", "known_zh"}
    | {"reason_zh", "state_zh"}
    | {"allowed", "fact", "field", "first", "label", "last", "others", "row", "settled", "source"}
    | {"document", "question_zh", "last_year", "next_year", "times", "type"}
)
"""Facts that never come from a line or a cell."""
_OURS_IN: Final = {
    "SH206": {"key"},
    "SH467": {"kind"},
    "SH477": {"matter", "name", "value"},
    "SH616": {"name"},
    "SH638": {"form"},
    "SH721": {"found"},
    "SH841": {"what"},
    "SH842": {"what"},
}
"""Facts that do not either, in some errors: they were found among the words of the rules."""
_WORDS: Final = {"SH204": "key", "SH467": "id", "SH612": "name", "SH613": "kind"}
"""Words that no rule knows."""
_JOINED: Final = re.compile(r"[a-z][a-z0-9]*(?:[-_.][a-z0-9]+)+")
"""A word as rules have it: ``elder-allowance``, ``main_document``."""
_NAMES: Final = frozenset({"both", "case", "id", "ids", "key", "name", "other", "path"})
"""Facts that name a case, an event or a place: a number among letters is no person's."""
_TOLD: Final = frozenset({"SH201", "SH207", "SH619", "SH632", "SH722"})
"""Errors of which another library says the reason; what it quotes has quotation marks."""

_FIGURES: Final = re.compile(r"\d[-\d\s/.:,%+T年月日时点分秒个工作自然天周内以]*|[天日]|[\W_]*")
"""Figures and days, units of limits, signs."""
_LONG: Final = re.compile(r"\d{7}|\d{3}[-\s]+\d{4}")
"""Digits that may be the number of a telephone or an account."""
_TELEPHONE: Final = re.compile(r"(?<!\d)0\d{2,3}[-\s]?\d{7,8}(?!\d)")
_CODE: Final = re.compile(r"(?=.*\d)(?!.*[A-Za-z]{5})[-\w:/#]+", re.ASCII)
"""A number as cases and events have it: digits, and no more letters than a word of a few."""
_PIECES: Final = re.compile(r"[^\s.\[\]]+")
_QUOTED: Final = re.compile(r"(['\"])(.*)\1", re.DOTALL)
"""The first quotation mark to the last: between them may stand others."""


def say_reject(reject: Reject, words: Iterable[str] = (), *, unmask: bool = False) -> str:
    """Return what is said on the screen of a line that was not taken (说明未采用的行).

    Args:
        reject: The line.
        words: Words that may be shown beside those of the library, for example headings.
        unmask: Whether to show what the line holds, personal data too.

    >>> from servicehall.errors import DataError
    >>> row = Reject(7, DataError("SH728", value="欧阳明", path="收件时间"), case="欧阳明")
    >>> say_reject(row)
    '第7行（欧＊＊）：[SH728] 收件时间：不是确定的日期：欧＊＊，写成 ...'
    """
    shown = reject if unmask else discreet_reject(reject, words)
    problems = shown.error.problems if isinstance(shown.error, FaultyDataError) else (shown.error,)
    told = "；".join(dict.fromkeys(map(say_problem, problems)))
    return f"第{shown.number}行{f'（{shown.case}）' if shown.case else ''}：{told}"


def discreet_reject(reject: Reject, words: Iterable[str] = ()) -> Reject:
    """Return a line that was not taken as it may be shown, without the line itself (隐去).

    Args:
        reject: The line.
        words: Words that may be shown beside those of the library, for example headings.
    """
    known = _own().union(words)
    error, case = discreet(reject.error, known), _shown("case", reject.case, known)
    return Reject(reject.number, error, case=case)


def discreet(error: ServiceHallError, words: Iterable[str] = ()) -> ServiceHallError:
    """Return an error in which what comes from a case is masked (隐去引用的内容).

    Args:
        error: The error.
        words: Words that may be shown beside those of the library.
    """
    known = _own().union(words)
    if isinstance(error, FaultyDataError):
        return type(error)(error.source, [discreet(one, known) for one in error.problems])
    ours = _OURS | _OURS_IN.get(error.code, frozenset())
    known |= {str(fact) for name, fact in error.facts.items() if name in ours} | _spelt(error)
    facts = {
        name: fact if name in ours else _fact(error.code, name, fact, known)
        for name, fact in error.facts.items()
    }
    return type(error)(error.code, **facts)


def _spelt(error: ServiceHallError) -> frozenset[str]:
    """Return a word that no rule knows, if it is spelt like a word of rules, or nearly like one."""
    word = str(error.facts.get(_WORDS.get(error.code, ""), "")).strip("'\"")
    is_near = bool(nearest(word, str(error.facts.get("hint")).split(", ")))
    is_joined = bool(_JOINED.fullmatch(word)) and mask_numbers(word) == word
    return frozenset({word} if is_near or is_joined else ())


def _fact(code: str, name: str, fact: object, words: frozenset[str]) -> object:
    if isinstance(fact, list | tuple | set | frozenset):
        return tuple(_fact(code, name, one, words) for one in fact)
    if name == "reason" and code in _TOLD:
        told = _QUOTED.sub(lambda said: _quoted(said[1], name, said[2], words), str(fact))
        return mask_numbers(told)
    return _shown(name, str(fact), words)


def _shown(name: str, text: str, words: frozenset[str]) -> str:
    if text in words or _is_figures(text):
        return text
    if said := _QUOTED.fullmatch(text):
        return _quoted(said[1], name, said[2], words)
    if name in _NAMES:
        told = _TELEPHONE.sub(lambda found: mask(found[0]), mask_numbers(text))
        return _PIECES.sub(lambda found: _named(found[0], words), told)
    return mask(text)


def _quoted(sign: str, name: str, text: str, words: frozenset[str]) -> str:
    return f"{sign}{_shown(name, text, words)}{sign}"


def _is_figures(text: str) -> bool:
    return _FIGURES.fullmatch(text) is not None and _LONG.search(text) is None


def _named(piece: str, words: frozenset[str]) -> str:
    if piece in words:
        return piece
    return piece if _CODE.fullmatch(piece) else mask(piece)


@functools.cache
def _own() -> frozenset[str]:
    """Return the words of the library: keys of cases, of events and of packs, kinds of event."""
    words = {TOP_LEVEL, "format", "about", "events", "id", "kind", "occurred_at", "recorded_at"}
    words |= {"actor", "unit", "refs", "payload", "corrects", "as_of"}
    words |= {"matters", "materials", "windows", "stated"}
    for name, kind in KINDS.items():
        words |= {name, kind.zh, *name.split(".")}
    return frozenset(words)
