"""The scale (时间轴): time from left to right, and the hours, days or months that mark it."""

import itertools
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from attrs import frozen

from servicehall.explain.picture.shapes import LEFT, RIGHT, WIDTH, ems, words
from servicehall.instants import SHANGHAI
from servicehall.trails import say_date

__all__ = ["Axis", "draw_scale", "midnight"]


def midnight(day: date) -> datetime:
    """Return the instant at which a day begins."""
    return datetime.combine(day, time(0), tzinfo=SHANGHAI)


@frozen(kw_only=True)
class Axis:
    """Time from left to right (时间轴); it begins and ends at midnight.

    Attributes:
        since: Its first instant.
        until: Its last.
        left: Where it begins, in units of the picture.
        right: Where it ends.
    """

    since: datetime
    until: datetime
    left: float = LEFT
    right: float = RIGHT

    def x(self, at: datetime) -> float:
        """Return where an instant lies; what lies outside is drawn at the edge."""
        share = (at - self.since) / (self.until - self.since)
        return self.left + (self.right - self.left) * min(max(share, 0), 1)

    @property
    def days(self) -> int:
        """How many days it shows."""
        return (self.until - self.since).days

    @property
    def day_width(self) -> float:
        """How wide a day is."""
        return (self.right - self.left) / self.days

    def starts(self) -> Iterator[date]:
        """Go through its days."""
        first = self.since.toordinal()
        return map(date.fromordinal, range(first, first + self.days))


def draw_scale(axis: Axis, bottom: float) -> Iterator[str]:
    """Draw the scale; a name that would run into the next is left out."""
    ticks = [(axis.x(at), above, below) for at, above, below in _ticks(axis)]
    for x, name in _spaced((x, above) for x, above, _ in ticks):
        yield words(x + 2, 11, name, "small strong")
    for x, name in _spaced((x, below) for x, _, below in ticks):
        yield words(x + 2, 25, name, "small")
    for x, above, _ in ticks:
        top = 16 if above else 30
        yield f'<line class="grid" x1="{x:.1f}" y1="{top}" x2="{x:.1f}" y2="{bottom:.1f}"/>'


def _spaced(names: Iterable[tuple[float, str]]) -> Iterator[tuple[float, str]]:
    """Leave out the names that have no room before the next."""
    shown = [(x, name) for x, name in names if name]
    for (x, name), (after, _) in itertools.pairwise((*shown, (WIDTH, ""))):
        if x + 11.5 * ems(name) + 3 <= after:
            yield x, name


def _ticks(axis: Axis) -> Iterator[tuple[datetime, str, str]]:
    """Go through the marks of the scale: when, what is written above, what below."""
    if axis.day_width >= 200:
        return _hours(axis)
    if axis.day_width >= 17:
        return _days(axis, 1)
    if axis.day_width >= 4:
        return _days(axis, 7)
    return _months(axis)


def _hours(axis: Axis) -> Iterator[tuple[datetime, str, str]]:
    step = next(hours for hours in (2, 4, 6, 8, 12) if axis.day_width * hours / 24 >= 48)
    for day in axis.starts():
        for hour in range(0, 24, step):
            above = "" if hour else _day_name(day)
            yield midnight(day) + timedelta(hours=hour), above, f"{hour}时"


def _day_name(day: date) -> str:
    return f"{say_date(day)} 星期{'一二三四五六日'[day.weekday()]}"


def _days(axis: Axis, step: int) -> Iterator[tuple[datetime, str, str]]:
    """Go through days, or through Mondays."""
    for day in axis.starts():
        begins = day.day == 1 or day == axis.since.date()
        named = step == 1 or day.weekday() == 0
        month = f"{day.year}年{day.month}月" if begins else ""
        if begins or named:
            yield midnight(day), month, str(day.day) if step == 1 else f"{day.day}日"


def _months(axis: Axis) -> Iterator[tuple[datetime, str, str]]:
    width = axis.day_width * 30.4
    step = next((n for n in (1, 2, 3, 6, 12, 24, 60) if width * n >= 34), 120)
    yield axis.since, f"{axis.since.year}年", ""
    first, last = (at.year * 12 + at.month for at in (axis.since, axis.until))
    for number in range(first, last):
        day = date(number // 12, number % 12 + 1, 1)
        if number % step == 0:
            above = f"{day.year}年" if day.month == 1 and step < 12 else ""
            yield midnight(day), above, f"{day.month}月" if step < 12 else str(day.year)
