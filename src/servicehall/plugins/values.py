"""Reading values (解析取值): a text, a word of a list, a number, the name of a record."""

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

from servicehall.checks import check_count, check_text, check_visible, shown
from servicehall.entries import NotStated
from servicehall.errors import DataError
from servicehall.plugins.meanings import Scope
from servicehall.plugins.sections import ENTRY_SECTIONS
from servicehall.vocabulary import hint_for

__all__ = ["Reader", "as_it_is", "number", "one_of", "reference", "some_of", "text", "texts"]

Reader = Callable[[Scope, Any], Any]
"""Reads what a key says."""

_UNKNOWN = re.compile(r"unknown\s*[:：]\s*(.*)", re.DOTALL)
_ZH: Final = {section.name: section.zh for section in ENTRY_SECTIONS}


def as_it_is(_: Scope, value: Any) -> Any:
    """Take a value as it is written."""
    return value


def text(_: Scope, value: object) -> str | NotStated:
    """Read a text; ``"unknown: why"`` is what the source does not say."""
    said = check_text(value, "text").strip()
    if said.lower() == "unknown":
        raise DataError("SH116", value=repr(said))
    unknown = _UNKNOWN.fullmatch(said)
    return NotStated(unknown[1]) if unknown else said


def texts(scope: Scope, value: object) -> tuple[str, ...] | NotStated:
    """Read a list of texts, or why they are not known."""
    if isinstance(value, str):
        found = text(scope, value)
        if isinstance(found, NotStated):
            return found
    if not isinstance(value, list | tuple):
        expected = {"expected": "a list of texts", "expected_zh": "由文字组成的列表"}
        raise DataError("SH205", value=shown(value), **expected)
    return tuple(check_visible(check_text(item, "text")).strip() for item in value)


def one_of(known: Iterable[str], name: str) -> Reader:
    """Read one of some words; what is not known is none of them."""
    allowed = tuple(known)

    def read(_: Scope, value: str) -> str:
        if value not in allowed:
            raise DataError("SH217", name=name, value=value, known=", ".join(allowed))
        return value

    return read


def some_of(known: Iterable[str], name: str) -> Reader:
    """Read a list of some words, or why they are not known."""
    one = one_of(known, name)

    def read(scope: Scope, value: object) -> tuple[str, ...] | NotStated:
        found = texts(scope, value)
        return found if isinstance(found, NotStated) else tuple(one(scope, word) for word in found)

    return read


def reference(kind: str) -> Reader:
    """Read the name of a record of some kind."""

    def read(scope: Scope, value: Any) -> Any:
        found = text(scope, value)
        known = [name for of, name in (*scope.records, *sorted(scope.own)) if of == kind]
        if isinstance(found, str) and found not in known:
            hint = hint_for(found, known)
            raise DataError("SH465", kind=kind, kind_zh=_ZH[kind], id=found, hint=hint)
        return found

    return read


def number(_: Scope, value: int) -> int:
    """Read a number of things, from 1 on."""
    return check_count(value, "number", 1_000)
