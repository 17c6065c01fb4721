"""Windows (可能区间): between which days a date will fall once the next notices are out.

The estimate of an unpublished year is compared with how notices have deviated from their
estimates in the published ones. The window is calibrated: see ``docs/estimates.md``.
"""

import functools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from attrs import evolve

from servicehall.calendars.estimates import Habits, learn_habits
from servicehall.calendars.holiday_law import LAST_YEAR
from servicehall.calendars.working import WorkCalendar
from servicehall.instants import ONE_DAY, Stretch, days_in

__all__ = ["window_after", "window_before"]
_FARTHEST: Final = 120


@functools.lru_cache(maxsize=64)
def habits_of(calendar: WorkCalendar) -> Habits:
    """Return what the published years of a calendar teach, local arrangements aside."""
    national = evolve(calendar, overlays=()) if calendar.overlays else calendar
    published = (n for n in national.notices if national.is_settled(date(n.year, 1, 1)))
    return learn_habits(published, dict(national.table.known_days()))


def window_after(
    calendar: WorkCalendar, anchor: date, due: date, pauses: Sequence[Stretch]
) -> tuple[date, date] | None:
    """Return the earliest and latest day on which a forward count may really end.

    Args:
        calendar: One that estimates.
        anchor: The day after which working days were counted.
        due: The working day on which the estimate ends the count.
        pauses: Stretches whose days are not counted, merged and in order.

    Returns:
        None if too few years are published to know, or it would reach past the last year known.
    """
    habits = habits_of(calendar)
    if not habits.suffice:
        return None
    farthest = due + timedelta(_FARTHEST)
    for first, last in pauses:
        if first <= farthest and last > due:
            farthest += last - max(first, due)
    farthest = min(farthest, date(LAST_YEAR, 12, 31))
    count = _Counter(calendar.reaching(farthest), habits, pauses, (anchor, farthest))
    wanted, _, _ = count(anchor, due)
    days = days_in(max(anchor, due - timedelta(_FARTHEST)), farthest)
    return _window(count, ((day, anchor, day) for day in days), wanted, due)


def window_before(calendar: WorkCalendar, anchor: date, due: date) -> tuple[date, date] | None:
    """Return the earliest and latest day at which a backward count may really end.

    Args:
        calendar: One that estimates.
        anchor: The day before which working days were counted.
        due: The working day at which the estimate ends the count.

    Returns:
        None if too few years are published to know, or it would reach past the last year known.
    """
    habits = habits_of(calendar)
    if not habits.suffice:
        return None
    farthest = due - timedelta(_FARTHEST)
    count = _Counter(calendar.reaching(anchor), habits, (), (farthest, anchor))
    wanted, _, _ = count(due - ONE_DAY, anchor - ONE_DAY)
    until = anchor - ONE_DAY
    days = reversed(list(days_in(farthest, until)))
    return _window(count, ((day, day - ONE_DAY, until) for day in days), wanted, due)


def _window(
    count: "_Counter", steps: Iterable[tuple[date, date, date]], wanted: int, due: date
) -> tuple[date, date] | None:
    """Return the first and the last day on which a count may end.

    Args:
        count: Counts a stretch.
        steps: In the order of the count, (day, after, until): if it ended on ``day``, the days in
            (after, until] would have been counted.
        wanted: How many working days.
        due: Where the estimate ends.
    """
    possible = [due]
    for day, after, until in steps:
        expected, least, most = count(after, until)
        if expected + most >= wanted and count.may_work(day):
            possible.append(day)
            if expected + least >= wanted:
                return min(possible), max(possible)
    return None


class _Counter:
    """Counts working days in a stretch, and by how much the truth may differ."""

    def __init__(
        self, calendar: WorkCalendar, habits: Habits, pauses: Sequence[Stretch], within: Stretch
    ) -> None:
        self.calendar = calendar
        self.habits = habits
        self.pauses = pauses
        self.open_days = [day for day in days_in(*within) if not calendar.is_settled(day)]

    def __call__(self, after: date, until: date) -> tuple[int, int, int]:
        """Return (expected, least deviation, most deviation) of the days in (after, until]."""
        expected = least = most = 0
        for first, last in self._running(after, until):
            expected += self.calendar.count(first - ONE_DAY, last)
            begin, end = bisect_left(self.open_days, first), bisect_right(self.open_days, last)
            if begin < end:
                fewer, more = self.habits.bounds(
                    self.open_days[begin] - ONE_DAY, self.open_days[end - 1]
                )
                least += fewer
                most += more
        return expected, least, most

    def may_work(self, day: date) -> bool:
        """Tell whether a day may turn out a working day on which the clock runs."""
        if any(first <= day <= last for first, last in self.pauses):
            return False
        return self.calendar.is_workday(day) or not self.calendar.is_settled(day)

    def _running(self, after: date, until: date) -> Iterator[Stretch]:
        """Yield the stretches of (after, until] that lie in no pause."""
        first = after + ONE_DAY
        for pause_first, pause_last in self.pauses:
            if pause_last < first:
                continue
            if pause_first > until:
                break
            if first < pause_first:
                yield first, pause_first - ONE_DAY
            first = pause_last + ONE_DAY
        if first <= until:
            yield first, until
