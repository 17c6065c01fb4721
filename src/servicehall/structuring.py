"""Building records from plain data: cattrs, strict about keys and types.

Apart from :mod:`servicehall.reading` because cattrs is heavy and few programs read records.
"""

import contextlib
import difflib
import functools
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, TypeVar, get_origin

from attrs import fields, has
from cattrs import Converter
from cattrs.cols import homogenous_tuple_structure_factory, mapping_structure_factory
from cattrs.errors import (
    AttributeValidationNote,
    BaseValidationError,
    ForbiddenExtraKeysError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn

from servicehall.checks import check_visible, shown
from servicehall.errors import TOP_LEVEL, DataError, FaultyDataError, ServiceHallError

__all__ = ["build"]

Record = TypeVar("Record")

_DAY: Final = "a day as text"
"""The shape of a day in JSON."""

_EXPECTED: dict[object, tuple[str, str]] = {
    date: ("a date such as 2027-01-01, without quotation marks", "日期，如 2027-01-01，不加引号"),
    str: ("text in quotation marks", "文字，加引号"),
    int: ("a whole number", "整数"),
    bool: ("true or false", "true 或 false"),
    list: ("a list in square brackets", "方括号中的列表"),
    dict: ("a table of keys and values", "由键和值组成的表"),
    _DAY: ('a date such as "2027-01-01"', '日期，如 "2027-01-01"'),
    datetime: (
        'an instant with time zone such as "2026-09-18T09:30:00+08:00"',
        '带时区的时刻，如 "2026-09-18T09:30:00+08:00"',
    ),
}


def build(
    data: object, kind: type[Record], source: str, path: str, *, from_json: bool = False
) -> Record:
    """Build a record; see :func:`servicehall.reading.structure`."""
    try:
        return _converter(from_json=from_json).structure(data, kind)
    except (BaseValidationError, ServiceHallError) as error:
        raise FaultyDataError(source, _problems(error, path)) from error


@functools.cache
def _converter(*, from_json: bool) -> Converter:
    """Make a converter that takes values of exactly the type asked for.

    TOML has days of its own; JSON has them, and instants and words, as text.
    """
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    for kind in (date, str, int, bool):
        converter.register_structure_hook(kind, _exactly)
    if from_json:
        converter.register_structure_hook(date, _day)
        converter.register_structure_hook(datetime, _instant)
        converter.register_structure_hook(StrEnum, _word)
    for fits, shape, factory in (
        (has, dict, _record_hook),
        (_is_a(tuple), list, homogenous_tuple_structure_factory),
        (_is_a(dict), dict, mapping_structure_factory),
        (_is_a(Mapping), dict, mapping_structure_factory),
    ):
        converter.register_structure_hook_factory(fits, _only(shape, factory))
    return converter


def _is_a(generic: type) -> Callable[[Any], bool]:
    """Tell of a type like ``tuple[date, ...]`` whether it is a tuple."""
    return lambda kind: get_origin(kind) is generic


def _exactly(value: object, kind: type) -> object:
    """Take a value of just this type: no text for a number, no instant for a day."""
    if type(value) is kind:
        return check_visible(value) if kind is str else value
    raise _wrong_type(value, kind)


def _day(value: object, _: type) -> date:
    """Read a day as JSON has it."""
    with contextlib.suppress(ValueError):
        if isinstance(value, str) and date.fromisoformat(value).isoformat() == value:
            return date.fromisoformat(value)
    raise _wrong_type(value, _DAY)


def _instant(value: object, _: type) -> datetime:
    """Read an instant as JSON has it, with its time zone."""
    with contextlib.suppress(ValueError):
        if isinstance(value, str) and (instant := datetime.fromisoformat(value)).tzinfo:
            return instant
    raise _wrong_type(value, datetime)


def _word(value: object, kind: type[StrEnum]) -> StrEnum:
    """Read one of a list of words as JSON has it."""
    for word in kind:
        if value == word:
            return word
    raise DataError("SH217", name=kind.__name__, value=value, known=", ".join(kind))


def _wrong_type(value: object, kind: object) -> DataError:
    expected, expected_zh = _EXPECTED[kind]
    return DataError("SH205", value=shown(value), expected=expected, expected_zh=expected_zh)


def _record_hook(kind: Any, converter: Converter) -> Any:
    return make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True)


def _only(shape: type, factory: Callable[..., Any]) -> Callable[[Any, Converter], Any]:
    """Check a container's shape before looking inside it: a text is no list of letters."""

    def make(kind: Any, converter: Converter) -> Callable[[object, Any], Any]:
        build = factory(kind, converter)

        def hook(value: object, _: Any) -> Any:
            if not isinstance(value, shape):
                raise _wrong_type(value, shape)
            return build(value, kind)

        return hook

    return make


def _problems(error: BaseException, path: str) -> Iterator[ServiceHallError]:
    """Turn what cattrs gathered into errors of ours, each with its place in the file."""
    here = path or TOP_LEVEL
    match error:
        case FaultyDataError():
            yield from error.problems
        case ServiceHallError():
            yield type(error)(error.code, **{"path": here, **error.facts})
        case ForbiddenExtraKeysError():
            known = [field.name for field in fields(error.cl)]
            for key in sorted(error.extra_fields):
                hint = _meant(key, known) or ", ".join(known)
                yield DataError("SH204", key=key, path=here, hint=hint)
        case BaseExceptionGroup():
            for inner in error.exceptions:
                yield from _problems(inner, _place(inner, path))
        case KeyError():
            yield DataError("SH206", key=error.args[0], path=here)
        case _:
            yield DataError("SH207", reason=str(error), path=here)


_SAME: Final = ("title", "label", "name")
"""What something is called: each kind of record has one key for it."""


def _meant(key: str, known: list[str]) -> str:
    """Return the key that is meant by another: one of the same meaning, else the most alike."""
    alike = [one for one in _SAME if key in _SAME and one in known]
    return next(iter(alike or difflib.get_close_matches(key, known, n=1)), "")


def _place(error: BaseException, path: str) -> str:
    """Add to a path the field, or the number in a list (from 1), that an error speaks of."""
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            missing = isinstance(error, KeyError)
            return path if missing else f"{path}.{note.name}".lstrip(".")
        if isinstance(note, IterableValidationNote):
            place = note.index if isinstance(note.index, str) else note.index + 1
            return f"{path}[{place}]"
    return path
