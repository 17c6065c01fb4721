"""The statutory holidays of a year (法定节假日) by the law in force in that year.

The days stand in ``data/holiday_law.toml``, one entry for each version of 全国年节及纪念日放假办法;
the lunar festivals come from the ``holidays`` package, which is loaded only when asked for one.
"""

import functools
from datetime import date, timedelta
from typing import Final

from attrs import frozen

from servicehall.instants import ONE_DAY
from servicehall.reading import parse_toml, structure

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "HolidayLaw",
    "compensation_days",
    "holiday_law",
    "statutory_holidays",
]

FIRST_YEAR: Final = 2000
"""The first whole year under the oldest version that is encoded."""
LAST_YEAR: Final = 2099
"""The last year for which the lunar festivals are known."""


@frozen(kw_only=True)
class _Holiday:
    """A holiday of one version: on a fixed day, or counted from a festival."""

    name: str
    days: int
    month: int = 0
    day: int = 0
    festival: str = ""
    offset: int = 0

    def in_year(self, year: int) -> tuple[date, ...]:
        if self.festival:
            first = _festivals(year)[self.festival] + timedelta(self.offset)
        else:
            first = date(year, self.month, self.day)
        return tuple(first + timedelta(i) for i in range(self.days))


@frozen(kw_only=True)
class HolidayLaw:
    """One version of 全国年节及纪念日放假办法.

    Attributes:
        id: The year in which the version was made.
        since_year: The first year that it governs.
        citation: How it is cited.
        confidence: Whether its text was read.
        holidays: The days for all citizens.
    """

    id: str
    since_year: int
    citation: str
    holidays: tuple[_Holiday, ...]
    confidence: str = "clean"


@frozen(kw_only=True)
class _HolidayLaws:
    format: int
    versions: tuple[HolidayLaw, ...]


@functools.cache
def _laws() -> _HolidayLaws:
    from importlib import resources  # loads when the data are read

    file = resources.files("servicehall.calendars") / "data" / "holiday_law.toml"
    text = file.read_text(encoding="utf-8")
    return structure(parse_toml(text, file.name), _HolidayLaws, file.name)


def holiday_law(year: int) -> HolidayLaw:
    """Return the version in force in a year from 2000 on."""
    return [law for law in _laws().versions if law.since_year <= year][-1]


def statutory_holidays(year: int) -> dict[str, tuple[date, ...]]:
    """Return the statutory holidays of a year, name -> days, by the law in force in it.

    Args:
        year: From 2000 to 2099.
    """
    return {holiday.name: holiday.in_year(year) for holiday in holiday_law(year).holidays}


def compensation_days(statutory: dict[str, tuple[date, ...]]) -> dict[date, str]:
    """Return the working days given back for holidays lost on weekends (补假), day -> name.

    The law (第六条) gives back each day for all citizens that falls on a Saturday or Sunday, but
    not on which day. Practice gives back two festivals on one day as well, and takes the next
    working days; so does this function. It is used for estimates only.
    """
    holidays = {day for days in statutory.values() for day in days}
    given: dict[date, str] = {}
    seen: set[date] = set()
    for name, days in sorted(statutory.items(), key=lambda item: item[1]):
        for day in days:
            if day.weekday() < 5 and day not in seen:
                seen.add(day)
                continue
            seen.add(day)
            free = day
            while free.weekday() >= 5 or free in holidays or free in given:
                free += ONE_DAY
            given[free] = name
    return given


@functools.lru_cache(maxsize=256)
def _festivals(year: int) -> dict[str, date]:
    """Return the days of 春节, 清明节, 端午节, 中秋节 in a year."""
    from holidays import country_holidays  # heavy, and needed for unpublished years only

    found: dict[str, date] = {}
    calendar = country_holidays("CN", years=[year], observed=False, language="zh_CN")
    for day, names in sorted(calendar.items()):
        for name in names.split("; "):
            found.setdefault(name, day)
    return found
