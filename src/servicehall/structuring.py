"""Building records from plain data: cattrs, strict about keys and types.

Apart from :mod:`servicehall.reading` because cattrs is heavy and few programs read records.
"""

import difflib
import functools
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar, get_origin

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
from servicehall.errors import DataError, FaultyDataError, ServiceHallError

__all__ = ["build"]

Record = TypeVar("Record")

_EXPECTED: dict[object, tuple[str, str]] = {
    date: ("a date such as 2027-01-01, without quotation marks", "日期，如 2027-01-01，不加引号"),
    str: ("text in quotation marks", "文字，加引号"),
    int: ("a whole number", "整数"),
    bool: ("true or false", "true 或 false"),
    list: ("a list in square brackets", "方括号中的列表"),
    dict: ("a table of keys and values", "由键和值组成的表"),
}


def build(data: object, kind: type[Record], source: str, path: str) -> Record:
    """Build a record; see :func:`servicehall.reading.structure`."""
    try:
        return _converter().structure(data, kind)
    except (BaseValidationError, ServiceHallError) as error:
        raise FaultyDataError(source, _problems(error, path)) from error


@functools.cache
def _converter() -> Converter:
    """Make a converter that takes values of exactly the type asked for."""
    converter = Converter(forbid_extra_keys=True, detailed_validation=True)
    for kind in (date, str, int, bool):
        converter.register_structure_hook(kind, _exactly)
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


def _wrong_type(value: object, kind: type) -> DataError:
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
    here = path or "(top level, 顶层)"
    match error:
        case FaultyDataError():
            yield from error.problems
        case ServiceHallError():
            yield type(error)(error.code, **{"path": here, **error.facts})
        case ForbiddenExtraKeysError():
            known = [field.name for field in fields(error.cl)]
            for key in sorted(error.extra_fields):
                close = difflib.get_close_matches(key, known, n=1)
                hint = close[0] if close else ", ".join(known)
                yield DataError("SH204", key=key, path=here, hint=hint)
        case BaseExceptionGroup():
            for inner in error.exceptions:
                yield from _problems(inner, _place(inner, path))
        case KeyError():
            yield DataError("SH206", key=error.args[0], path=here)
        case _:
            yield DataError("SH207", reason=str(error), path=here)


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
