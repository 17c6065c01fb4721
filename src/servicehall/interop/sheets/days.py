"""Days and times in sheets (表格中的日期和时间), in the ways in which Chinese halls write them.

What could be read in two ways is refused: years of two digits, days and months in foreign order,
and numbers of days in a text file, which does not say from when it counts.
"""

import contextlib
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Final

from attrs import frozen

from servicehall.calendars import mainland
from servicehall.errors import DataError
from servicehall.instants import LATEST, SHANGHAI, check_reach, end_of_day
from servicehall.interop.sheets.cells import Cell, Number, said
from servicehall.timeline import KINDS

__all__ = [
    "Clock",
    "Moment",
    "check_span",
    "fuller",
    "placed",
    "read_clock",
    "read_moment",
    "split_hours",
]

_DAY: Final = r"(\d{4})(?:(?P<sign>[-/.])|年)(\d{1,2})(?(sign)(?P=sign)|月)(\d{1,2})(?(sign)|日)"
_TIME: Final = (
    r"(?P<half>上午|下午)?\s*(?P<hour>\d{1,2})"
    r"(?:[:时点](?P<minute>\d{1,2})(?:[:分](?P<second>\d{1,2})(?:\.\d+)?秒?|分)?|[时点])"
    r"\s*(?P<zone>Z|\+\d{2}:?\d{2}|(?(iso)|(?(second)|(?!)))-\d{2}:?\d{2})?"
)
"""A minus is a time zone in the form of ISO, or after seconds: 17:30-08:00 is a range of hours."""
_WRITTEN: Final = re.compile(rf"{_DAY}(?:\s*(?P<iso>T)?\s*{_TIME})?", re.ASCII)
_RANGE: Final = re.compile(
    r"([^T]*?[:时点][\d:.分秒]*)\s*[-~\u2010-\u2015\u2212\u223c\u301c至到]+\s*(.+)", re.ASCII
)
"""From one time to another; a hyphen in a day stands before the first time."""
_NEXT_DAY: Final = re.compile(r"(?:次日|翌日|第二天)\s*")
_DIGITS: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?", re.ASCII)


@frozen
class Moment:
    """When something happened, as a sheet says it (表中的时间).

    Attributes:
        at: The instant; where only a day is written, its beginning.
        has_time: Whether a time is written.
    """

    at: datetime
    has_time: bool


def read_moment(cell: Cell) -> Moment:
    """Read a day, with or without a time, in Beijing time (读取日期).

    A cell of a workbook whose time is 00:00 says a day: a workbook does not tell the two apart.

    Raises:
        DataError: The cell is spoilt (SH726, SH727), or says no day that is beyond doubt (SH728).

    >>> read_moment("2026年9月18日 下午3:30").at.isoformat()
    '2026-09-18T15:30:00+08:00'
    >>> read_moment("20260918").has_time
    False
    """
    text = said(cell)
    try:
        if isinstance(cell, datetime):
            return _of(cell)
        found = _of_text(unicodedata.normalize("NFKC", text))
        if found is None and isinstance(cell, Number) and cell.moment:
            return _of(cell.moment)
    except (ValueError, OverflowError):
        found = None  # there is no such day, or so far off that it is a slip of the pen
    if found is None:
        raise DataError("SH728", value=text)
    return found


@frozen
class Clock:
    """A time of the day, as a row says it (钟点).

    Attributes:
        moment: When it is.
        is_bare: Whether no day is written with it.
    """

    moment: Moment
    is_bare: bool


def read_clock(text: str, on: date) -> Clock:
    """Read a time of the day, or a whole instant (读取钟点); 次日 is the day after.

    Args:
        text: What the cell says.
        on: The day of which it speaks, where it names none.

    Raises:
        DataError: It says no time that is beyond doubt (SH846).

    >>> read_clock("次日8:00", date(2026, 9, 18)).moment.at.isoformat()
    '2026-09-19T08:00:00+08:00'
    >>> read_clock("下午5点半", date(2026, 9, 18))
    Traceback (most recent call last):
    servicehall.errors.DataError: DataError [SH846]: ...
    """
    bare = unicodedata.normalize("NFKC", text).strip()
    with contextlib.suppress(DataError):
        return Clock(read_moment(bare), is_bare=False)
    with contextlib.suppress(DataError):
        if follows := _NEXT_DAY.match(bare):
            next_day = on + timedelta(days=1)
            return Clock(read_moment(f"{next_day} {bare[follows.end() :]}"), is_bare=False)
        return Clock(read_moment(f"{on} {bare}"), is_bare=True)
    raise DataError("SH846", value=text)


def split_hours(text: str) -> tuple[str, str]:
    """Split a range of hours (起止时间) at its sign; what is none is left whole.

    >>> split_hours("17:30-次日08:00"), split_hours("2026-09-18 8:00至12:00"), split_hours("8:00")
    (('17:30', '次日08:00'), ('2026-09-18 8:00', '12:00'), ('8:00', ''))
    """
    found = _RANGE.fullmatch(unicodedata.normalize("NFKC", text))
    return (found[1], found[2]) if found else (text, "")


_AHEAD: Final = timedelta(days=366)
"""How far ahead of the instant of reading a day may lie: what was agreed for next year."""


def check_span(on: date, as_of: datetime | None = None) -> None:
    """Refuse a day on which nothing of a case can have happened (不合情理的日期).

    Args:
        on: The day.
        as_of: The instant at which the sheet is read; left out, any day to come is taken.

    Raises:
        DataError: It lies before the first year of the calendar, or more than a year after
            ``as_of`` (SH752).
    """
    first = mainland().first
    last = as_of.date() + _AHEAD if as_of else LATEST
    if not first <= on <= last:
        raise DataError("SH752", value=on, first=first, last=last)


def fuller(one: Moment, other: Moment) -> Moment | None:
    """Return which of two says more about one thing (取较详者); None where they differ.

    >>> day, hour = read_moment("2026-09-18"), read_moment("2026-9-18 09:00")
    >>> fuller(day, hour) == fuller(hour, day) == hour
    True
    """
    if one.has_time == other.has_time:
        return one if one == other else None
    full = one if one.has_time else other
    return full if one.at.date() == other.at.date() else None


def _of(moment: datetime) -> Moment:
    check_reach(moment.date(), "day")
    return Moment(moment.replace(tzinfo=SHANGHAI), moment.time() != time(0))


def _of_text(text: str) -> Moment | None:
    if digits := _DIGITS.fullmatch(text):
        year, month, day, *clock = (int(part) for part in digits.groups("0"))
        on = date(year, month, day)
        return _made(on, *clock) if digits[4] else _made(on)
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    on = date(*(int(found[number]) for number in (1, 3, 4)))
    if found["hour"] is None:
        return _made(on)
    if found["half"] == "上午" and int(found["hour"]) >= 12:
        return None
    hour = int(found["hour"]) + (12 if found["half"] == "下午" and int(found["hour"]) < 12 else 0)
    return _made(on, hour, int(found["minute"] or 0), int(found["second"] or 0), zone=found["zone"])


def _made(
    on: date, hour: int | None = None, minute: int = 0, second: int = 0, *, zone: str | None = None
) -> Moment:
    """Put a day and a time together; 24:00 is the end of the day."""
    check_reach(on, "day")
    if hour is None:
        return Moment(datetime.combine(on, time(0), SHANGHAI), has_time=False)
    if (hour, minute, second) == (24, 0, 0):
        return Moment(end_of_day(on), has_time=True)
    at = datetime.combine(on, time(hour, minute, second), SHANGHAI)
    if zone:
        at = datetime.fromisoformat(f"{at:%Y-%m-%dT%H:%M:%S}{zone}").astimezone(SHANGHAI)
    return Moment(at, has_time=True)


def placed(moments: Mapping[str, Moment], time_of_day: time) -> dict[str, datetime]:
    """Give a time to what only has a day (推定时刻), and never one that contradicts the others.

    It is ``time_of_day``; or, where something that comes before it in the course of a case was done
    later that day, or something that comes after it earlier, the time of that.

    Args:
        moments: When what kinds of event happened.
        time_of_day: The time.
    """
    return {kind: _placed(kind, moments, time_of_day) for kind in moments}


def _placed(kind: str, moments: Mapping[str, Moment], time_of_day: time) -> datetime:
    moment = moments[kind]
    if moment.has_time:
        return moment.at
    at = moment.at.replace(hour=time_of_day.hour, minute=time_of_day.minute)
    for other, known in moments.items():
        if known.has_time and known.at.date() == at.date():
            is_earlier = _ORDER.index(other) < _ORDER.index(kind)
            at = max(at, known.at) if is_earlier else min(at, known.at)
    return at


_ORDER: Final = tuple(KINDS)
"""The kinds of event in the order of the course of a case."""
