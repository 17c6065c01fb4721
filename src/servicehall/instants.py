"""Days and instants (日期与时刻): what is accepted, and the one time zone.

A day is a ``datetime.date``; an instant is an aware ``datetime.datetime``, read in Asia/Shanghai.
A naive datetime, or a datetime where a day is meant, is refused: guessing would move deadlines.
"""

import functools
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final, TypeGuard
from zoneinfo import ZoneInfo

from servicehall.checks import check_many
from servicehall.errors import InputTypeError, InputValueError

__all__ = [
    "ONE_DAY",
    "SHANGHAI",
    "Stretch",
    "as_instant",
    "check_date",
    "check_days",
    "check_reach",
    "days_in",
    "end_of_day",
    "is_plain_date",
]

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
"""The time zone of every instant (北京时间)."""

ONE_DAY: Final = timedelta(days=1)

EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2199, 12, 31)
"""Between these days a case may lie; what lies beyond is a slip of the pen."""

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


def as_instant(value: datetime, name: str) -> datetime:
    """Return an instant in Asia/Shanghai, or refuse it.

    Raises:
        InputValueError: It is naive (SH103), or no deadline lies there (SH108).
    """
    if value.utcoffset() is None:
        raise InputValueError("SH103", name=name, value=value)
    check_reach(value.date(), name)
    return value.astimezone(SHANGHAI)


def check_reach(day: date, name: str) -> date:
    """Return a day unchanged, or refuse one so far off that it is a mistake.

    Raises:
        InputValueError: SH108.
    """
    if not EARLIEST <= day <= LATEST:
        raise InputValueError("SH108", name=name, value=day, earliest=EARLIEST, latest=LATEST)
    return day


def check_days(value: object, name: str) -> tuple[date, ...]:
    """Return several days as a tuple, or refuse them.

    Raises:
        InputTypeError: It is not several (SH119), or one of them is no day (SH101, SH102).
    """
    days = check_many(value, name, "a list of days", "日期的列表")
    return tuple(check_date(day, name) for day in days)


@functools.lru_cache(maxsize=4096)
def end_of_day(day: date) -> datetime:
    """Return the end of a day, 24:00, which is 00:00 of the next (民法典第203条)."""
    return datetime.combine(day + ONE_DAY, time(0), tzinfo=SHANGHAI)


def days_in(after: date, until: date) -> Iterator[date]:
    """Yield the days in (after, until], in order."""
    for ordinal in range(after.toordinal() + 1, until.toordinal() + 1):
        yield date.fromordinal(ordinal)
