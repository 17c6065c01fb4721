"""Reading what was typed (读取命令行参数): days, instants, limits, pauses."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from servicehall.calendars import Day, WorkCalendar
from servicehall.errors import InputValueError
from servicehall.instants import SHANGHAI
from servicehall.limits import Limit, parse_limit

__all__ = ["UNITS", "day", "days_of", "limit", "pause", "start"]

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

UNITS = {
    "working": "working days",
    "natural": "natural days",
    "week": "weeks",
    "month": "months",
    "office-minute": "office minutes",
    "wall-minute": "wall minutes",
}


def day(text: str) -> date:
    """Read a day, ``2026-09-18``."""
    try:
        if re.fullmatch(_DAY, text.strip()):
            return date.fromisoformat(text.strip())
    except ValueError:
        pass  # there is no such day
    raise InputValueError("SH150", text=repr(text))


def start(text: str) -> date | datetime:
    """Read a day, or an instant in Beijing time, ``2026-09-18T15:30``."""
    if not re.match(rf"{_DAY}[T ]", text.strip()):
        return day(text)
    try:
        instant = datetime.fromisoformat(text.strip())
    except ValueError:
        raise InputValueError("SH150", text=repr(text)) from None
    return instant if instant.tzinfo else instant.replace(tzinfo=SHANGHAI)


def limit(text: str, unit: str) -> Limit:
    """Read a limit; a bare number has the unit that was given."""
    if unit not in UNITS:
        raise InputValueError("SH112", name="--unit", value=repr(unit), allowed=tuple(UNITS))
    bare = text.strip().isdecimal()
    return parse_limit(f"{text.strip()} {UNITS[unit]}" if bare else text)


def pause(text: str) -> tuple[date, date | None]:
    """Read a pause, ``2026-09-24:2026-10-12``, or an open one, ``2026-09-24:``."""
    first, colon, last = text.partition(":")
    if not colon:
        raise InputValueError("SH151", text=repr(text))
    return day(first), day(last) if last.strip() else None


def days_of(year: int, cal: WorkCalendar) -> list[Day]:
    """Return all days of a year."""
    if not date.min.year < year < date.max.year:
        raise InputValueError("SH150", text=repr(str(year)))
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    ordinals: Iterable[int] = range(first, last + 1)
    return [cal.day(date.fromordinal(ordinal)) for ordinal in ordinals]
