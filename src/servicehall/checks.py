"""Checks of what is handed over: whole numbers, texts, several things where several are meant."""

import operator
import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from servicehall.errors import DataError, InputTypeError, InputValueError

_LONGEST = 300
_LONGEST_ID = 100
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})

__all__ = [
    "check_count",
    "check_id",
    "check_many",
    "check_text",
    "check_type",
    "check_visible",
    "check_year",
    "read_only",
    "shown",
    "wrong_type",
]


def check_count(value: object, name: str, most: int) -> int:
    """Return a whole number from 1 to ``most``, or refuse it.

    Raises:
        InputTypeError: SH104 if it is not a whole number (``True`` and ``2.0`` are not).
        InputValueError: SH105 if it is below 1 or beyond ``most``.
    """
    if isinstance(value, bool):
        raise InputTypeError("SH104", name=name, value=repr(value), type="bool")
    try:
        number = operator.index(value)  # type: ignore[arg-type]  # the refusal is the next line
    except TypeError:
        raise InputTypeError(
            "SH104", name=name, value=repr(value), type=type(value).__name__
        ) from None
    if not 1 <= number <= most:
        raise InputValueError("SH105", name=name, value=number, most=most)
    return number


def check_many(value: object, name: str, expected: str, expected_zh: str) -> Iterable[Any]:
    """Return several things unchanged, or refuse a single one.

    Raises:
        InputTypeError: SH119 if it cannot be gone through, or is text.
    """
    if isinstance(value, Iterable) and not isinstance(value, str):
        return value
    raise wrong_type(value, name, expected, expected_zh)


def wrong_type(value: object, name: str, expected: str, expected_zh: str) -> InputTypeError:
    """Make the error for a value of the wrong type (SH119)."""
    facts = {"expected": expected, "expected_zh": expected_zh}
    return InputTypeError("SH119", name=name, value=repr(value), **facts)


def check_year(value: object, name: str) -> int:
    """Return a year unchanged, or refuse what is no whole number (SH104), whatever its range."""
    if type(value) is int:
        return value
    raise InputTypeError("SH104", name=name, value=repr(value), type=type(value).__name__)


def check_text(value: object, name: str) -> str:
    """Return a text unchanged, or refuse what is none, or empty.

    Raises:
        InputTypeError: SH118.
        InputValueError: SH126 if it is empty.
    """
    if not isinstance(value, str):
        raise InputTypeError("SH118", value=repr(value), type=type(value).__name__)
    if not value.strip():
        raise InputValueError("SH126", name=name)
    return value


def check_id(value: str) -> str:
    """Return the name of a record unchanged, or refuse one that nobody could type again.

    Raises:
        InputValueError: It is empty (SH126).
        DataError: It begins or ends with a blank, or is absurdly long (SH488).
    """
    check_text(value, "id")
    if value != value.strip() or len(value) > _LONGEST_ID:
        raise DataError("SH488", id=shown(value), most=_LONGEST_ID)
    return value


def check_visible(value: Any) -> Any:
    """Return a text unchanged, or refuse one with signs that nobody sees (SH485)."""
    if value.isprintable():  # which leaves out more than these
        return value
    if any(unicodedata.category(sign) in _INVISIBLE and sign not in "\n\t" for sign in value):
        raise DataError("SH485", text=shown(value))
    return value


def check_type(value: object, kind: type, name: str) -> None:
    """Refuse what is not of a type of this library (SH119)."""
    if not isinstance(value, kind):
        raise wrong_type(value, name, kind.__name__, kind.__name__)


def read_only(value: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """Return a mapping that nobody can write to: what many share stays as it is."""
    return value if isinstance(value, MappingProxyType) else MappingProxyType(dict(value))


def shown(value: object) -> str:
    """Return a value for a message: as Python writes it, but never too long, whatever it is."""
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # a number of thousands of digits, a list of lists of …
        return f"<{type(value).__name__}>"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
