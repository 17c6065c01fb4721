"""Days and instants (日期与时刻): what is accepted, and the one time zone.

A day is a ``datetime.date``; an instant is an aware ``datetime.datetime``, read in Asia/Shanghai.
A naive datetime, or a datetime where a day is meant, is refused: guessing would move deadlines.
"""

import operator
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Final, TypeGuard
from zoneinfo import ZoneInfo

from servicehall.errors import InputTypeError, InputValueError

__all__ = [
    "ONE_DAY",
    "SHANGHAI",
    "Stretch",
    "as_instant",
    "check_count",
    "check_date",
    "check_many",
    "days_in",
    "end_of_day",
    "is_plain_date",
]

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
"""The time zone of every instant (北京时间)."""

ONE_DAY: Final = timedelta(days=1)

Stretch = tuple[date, date]
"""A stretch of days; which of its ends count, each function says."""


def is_plain_date(value: object) -> TypeGuard[date]:
    """Tell whether a value is a day and not an instant (``datetime`` is a ``date`` to Python)."""
    return isinstance(value, date) and not isinstance(value, datetime)


def check_date(value: object, name: str) -> date:
    """Return a day unchanged, or refuse it.

    Args:
        value: What was handed over.
        name: The argument's name, for the message.

    Raises:
        InputTypeError: SH101 for an instant, SH102 for anything else that is no day.
    """
    if is_plain_date(value):
        return value
    if isinstance(value, datetime):
        raise InputTypeError("SH101", name=name, value=value, day=value.date())
    raise InputTypeError("SH102", name=name, value=repr(value), type=type(value).__name__)


def as_instant(value: object, name: str) -> datetime:
    """Return an instant in Asia/Shanghai, or refuse it.

    Raises:
        InputTypeError: SH102 if it is no datetime.
        InputValueError: SH103 if it is naive.
    """
    if not isinstance(value, datetime):
        raise InputTypeError("SH107", name=name, value=repr(value), type=type(value).__name__)
    if value.utcoffset() is None:
        raise InputValueError("SH103", name=name, value=value)
    return value.astimezone(SHANGHAI)


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


def check_many(value: object, name: str, expected: str) -> Iterable[Any]:
    """Return several things unchanged, or refuse a single one.

    Raises:
        InputTypeError: SH119 if it cannot be gone through, or is text.
    """
    if isinstance(value, Iterable) and not isinstance(value, str):
        return value
    raise InputTypeError("SH119", name=name, value=repr(value), expected=expected)


def end_of_day(day: date) -> datetime:
    """Return the end of a day, 24:00, which is 00:00 of the next (民法典第203条)."""
    return datetime.combine(day + ONE_DAY, time(0), tzinfo=SHANGHAI)


def days_in(after: date, until: date) -> Iterator[date]:
    """Yield the days in (after, until], in order."""
    for ordinal in range(after.toordinal() + 1, until.toordinal() + 1):
        yield date.fromordinal(ordinal)
