"""The days of a picture (日期底色): rest days are shaded, weekends on which people work marked."""

import itertools
from collections.abc import Iterator, Sequence
from typing import Final

from servicehall.calendars import Certainty, Day, DayKind, WorkCalendar
from servicehall.errors import CalendarCoverageError
from servicehall.explain.picture.scale import Axis, midnight
from servicehall.explain.picture.shapes import clean, ems, rect, words
from servicehall.instants import end_of_day

__all__ = ["FINE", "MADE_WORK", "draw_days", "known_days"]

MADE_WORK: Final = frozenset({DayKind.MAKE_UP_WORKDAY, DayKind.LOCAL_WORKDAY})
"""The rest days on which people work all the same."""
FINE: Final = 2.5
"""The width of a day from which each rest day is shaded; below, only stretches of three or more."""
_MOST_DAYS: Final = 1_100
"""How many days are looked up at most: of longer cases no rest day could be seen."""


def known_days(axis: Axis, calendar: WorkCalendar) -> list[Day]:
    """Return what the days shown are; none of so long a case that they could not be seen."""
    if axis.days > _MOST_DAYS:
        return []
    days = []
    for day in axis.starts():
        try:
            days.append(calendar.day(day))
        except CalendarCoverageError:  # nothing is known of it, so nothing is drawn
            continue
    return days


def draw_days(axis: Axis, days: Sequence[Day], bottom: float) -> Iterator[str]:
    """Shade the rest days, and mark the weekends on which people work."""
    for rests, group in itertools.groupby(days, key=lambda day: not day.is_workday):
        run = list(group)
        if rests and (len(run) >= 3 or axis.day_width >= FINE):
            yield _rest(axis, run, bottom)
    for day in days:
        if day.kind in MADE_WORK:
            yield _working_weekend(axis, day)


def _rest(axis: Axis, run: Sequence[Day], bottom: float) -> str:
    since, until = axis.x(midnight(run[0].date)), axis.x(end_of_day(run[-1].date))
    certain = all(day.certainty is Certainty.CERTAIN for day in run)
    name = "、".join(dict.fromkeys(day.name for day in run if day.kind is not DayKind.WEEKEND))
    fits = 10 * ems(name) + 4 <= until - since
    label = words((since + until) / 2, 40, name, "tiny middle") if fits and name else ""
    said = f"{name or '休息日'}：{run[0].date}至{run[-1].date}{'' if certain else '（暂定）'}"
    box = rect(since, 30, until - since, bottom - 30, "rest" if certain else "rest guess", said)
    return box + label


def _working_weekend(axis: Axis, day: Day) -> str:
    since, width = axis.x(midnight(day.date)), axis.day_width
    label = words(since + width / 2, 40, "班", "tiny middle strong") if width >= 9 else ""
    mark = f'<path class="work" d="M{since:.1f} 31h{width:.1f}"/>'
    return f"<g><title>{clean(day.kind.zh)}：{day.date}</title>{mark}</g>{label}"
