"""Estimates for years without a notice (推定): what the law fixes, and how notices deviate from it.

For a year without a notice the statutory holidays are known from the law, and that days lost on
weekends are given back; how a notice will move workdays around them is not. The estimate holds
the first and says nothing of the second: it never invents a make-up workday.

How far a notice may deviate is learned from the published years. Around each holiday a *deviation*
tells, day by day, how many working days more (or fewer) the notice had counted so far than the
estimate would have. The same holiday in other years gives the range in which it will lie.

What moves workdays is the weekday: a holiday on a Thursday takes the Friday and gives back a
Sunday, one on a Monday takes nothing. So only years in which the holiday fell on about the same
weekday are compared, each as it was and moved to the same weekdays.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from attrs import frozen

from servicehall.calendars.holiday_law import (
    compensation_days,
    holiday_law,
    statutory_holidays,
)
from servicehall.calendars.notices import HolidayNotice, NamedDays

__all__ = ["FEWEST_YEARS", "Habits", "estimated_notice", "learn_habits"]

FEWEST_YEARS: Final = 5
"""With fewer published years than this there is no window: too little is known of habits."""

_REACH: Final = 14
"""Days farther than this from every holiday are not arranged because of one."""

_WEEKDAYS_APART: Final = 2
"""Years in which a holiday fell farther than this from the weekday teach nothing about it."""

_FEWEST_ALIKE: Final = 3
"""With fewer years alike than this, all are taken."""

_SEVEN_HOLIDAYS_SINCE: Final = 2008
"""The first year with today's seven holidays; earlier years teach nothing about them."""


def estimated_notice(year: int) -> HolidayNotice:
    """Return what the law alone says of a year (依法推定), as a notice that says it is one.

    Args:
        year: From 2000 to 2099.
    """
    statutory = statutory_holidays(year)
    given_back = compensation_days(statutory)
    law = holiday_law(year)
    return HolidayNotice(
        id=f"estimate-{year}",
        year=year,
        title=f"全国年节及纪念日放假办法（{law.citation}）",
        issuer="",
        statutory=statutory,
        holidays=(
            *(NamedDays(name=name, rest=days) for name, days in _first_named(statutory).items()),
            *(NamedDays(name=f"{name}补假", rest=(day,)) for day, name in given_back.items()),
        ),
        confidence="inferred",
        certainty="provisional",
        source=f"{year}年的放假安排尚未公布，依法推定，不含调休",
    )


def _first_named(statutory: Mapping[str, tuple[date, ...]]) -> dict[str, tuple[date, ...]]:
    """Name each day once, also when two festivals fall on it."""
    taken: set[date] = set()
    named: dict[str, tuple[date, ...]] = {}
    for name, days in statutory.items():
        named[name] = tuple(day for day in days if day not in taken)
        taken.update(days)
    return named


@frozen
class _Deviation:
    """How one notice deviated from the estimate around one holiday of one year.

    Attributes:
        steps: (offset, change): ``offset`` in days from the first statutory day of the holiday,
            ``change`` +1 for a working day the estimate does not have, -1 for one it has.
        weekday: The weekday of that first day, from 0 for Monday.
    """

    steps: tuple[tuple[int, int], ...]
    weekday: int

    def shift_to(self, weekday: int) -> int:
        """Return by how many days to move it, -3 to 3, so that its weekdays fit a holiday."""
        return (self.weekday - weekday + 3) % 7 - 3

    def total(self, after: int, until: int) -> int:
        """Return the sum of the changes at offsets in (after, until]."""
        return sum(change for offset, change in self.steps if after < offset <= until)


@frozen
class Habits:
    """How notices have deviated from the estimate, holiday by holiday (历年安排习惯).

    Attributes:
        deviations: Holiday -> one deviation for each published year.
        years: The years they were learned from.
    """

    deviations: Mapping[str, Sequence[_Deviation]]
    years: tuple[int, ...]

    @property
    def suffice(self) -> bool:
        """Whether enough years are known for a window."""
        return len(self.years) >= FEWEST_YEARS

    def bounds(self, after: date, until: date) -> tuple[int, int]:
        """Return by how many working days the truth may differ from the estimate in (after, until].

        Returns:
            (least, most): ``least`` is at most 0 where notices took days away.
        """
        least = most = 0
        for name, first in _anchors(after, until):
            totals = [
                deviation.total((after - first).days - shift, (until - first).days - shift)
                for deviation, shift in self._alike(name, first.weekday())
            ]
            least += min(totals, default=0)
            most += max(totals, default=0)
        return least, most

    def _alike(self, name: str, weekday: int) -> list[tuple[_Deviation, int]]:
        """Return the deviations of the years alike, each as it was and moved to the weekday."""
        found = [(each, each.shift_to(weekday)) for each in self.deviations.get(name, ())]
        alike = [(each, shift) for each, shift in found if abs(shift) <= _WEEKDAYS_APART]
        if len(alike) < _FEWEST_ALIKE:
            alike = found
        return [*((each, 0) for each, _ in alike), *(pair for pair in alike if pair[1])]


def _anchors(after: date, until: date) -> Iterable[tuple[str, date]]:
    """Yield each holiday whose surroundings may touch a stretch, with its first statutory day."""
    margin = timedelta(40)
    for year in range((after - margin).year, (until + margin).year + 1):
        for name, days in statutory_holidays(year).items():
            if after - margin <= days[0] <= until + margin:
                yield name, days[0]


def learn_habits(notices: Iterable[HolidayNotice], works: Mapping[date, bool]) -> Habits:
    """Learn how notices deviate from the estimate.

    Each day on which a published year differs from its estimate is put down to the holiday in
    whose clause the notice names it, otherwise to the nearest statutory holiday. A day far from
    all of them (a parade, in 2015) teaches no habit.

    Args:
        notices: The notices to learn from.
        works: Day -> whether it is a working day, by those notices.
    """
    notices = tuple(notices)
    years = sorted(
        notice.year
        for notice in notices
        if notice.certainty == "certain"
        and not notice.revises
        and notice.year >= _SEVEN_HOLIDAYS_SINCE
    )
    deviations: dict[str, list[_Deviation]] = {}
    for year in years:
        statutory = statutory_holidays(year)
        resting = {day for days in statutory.values() for day in days}
        resting |= compensation_days(statutory).keys()
        steps: dict[str, list[tuple[int, int]]] = {name: [] for name in statutory}
        named = _holidays_of_clauses([n for n in notices if n.year == year], statutory)
        for day in _days_arranged_by(year):
            expected = day.weekday() < 5 and day not in resting
            if works.get(day, expected) != expected:
                name, distance = (named[day], 0) if day in named else _nearest(day, statutory)
                if distance <= _REACH and name in steps:
                    offset = (day - statutory[name][0]).days
                    steps[name].append((offset, works[day] - expected))
        for name, found in steps.items():
            deviations.setdefault(name, []).append(
                _Deviation(tuple(found), statutory[name][0].weekday())
            )
    return Habits(deviations, tuple(years))


def _holidays_of_clauses(
    notices: Iterable[HolidayNotice], statutory: Mapping[str, tuple[date, ...]]
) -> dict[date, str]:
    """Return for each day that a clause names the holiday of the clause, of two the longer one."""
    found: dict[date, str] = {}
    for notice in notices:
        for clause in notice.holidays:
            names = [name for name in statutory if name in clause.name]
            if names:
                name = max(names, key=lambda name: len(statutory[name]))
                found.update(dict.fromkeys((*clause.rest, *clause.work), name))
    return found


def _days_arranged_by(year: int) -> Iterable[date]:
    """Yield the days that the notice of a year arranges: from late December before it."""
    first = date(year - 1, 12, 25)
    return (first + timedelta(i) for i in range((date(year, 12, 25) - first).days))


def _nearest(day: date, statutory: Mapping[str, tuple[date, ...]]) -> tuple[str, int]:
    """Return the holiday of the year nearest to a day, and how many days away it is."""
    return min(
        ((name, abs((holiday - day).days)) for name, days in statutory.items() for holiday in days),
        key=lambda found: found[1],
    )
