"""Recurrence (周期): days and periods by which something must be done again and again.

``dateutil.rrule`` makes the periods; the calendar says what happens when one ends on a rest day.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any, Final, Literal, get_args

from attrs import field, frozen

from servicehall.calendars import DayKind, WorkCalendar
from servicehall.checks import check_type
from servicehall.errors import InputValueError
from servicehall.instants import ONE_DAY, check_date, check_reach, days_in

__all__ = ["PERIODS", "Every", "Occurrence", "OnRest", "Recurrence"]

Every = Literal[
    "day",
    "working day",
    "Mon",
    "Tue",
    "Wed",
    "Thu",
    "Fri",
    "Sat",
    "Sun",
    "week",
    "half-month",
    "month",
    "quarter",
    "year",
    "day before holiday",
]
OnRest = Literal["keep", "next", "skip"]

_YEARLY, _MONTHLY, _WEEKLY, _DAILY = range(4)  # the names of dateutil.rrule

_LONGEST: Final[Mapping[str, int]] = {
    "week": 6,
    "half-month": 15,
    "month": 30,
    "quarter": 91,
    "year": 365,
}
"""How many days before its last one a period can begin."""
PERIODS: Final = tuple(_LONGEST)
"""The rules of more than one day."""
_LONGEST_REST: Final = 31
"""More days than there are between a day and the next working day."""

_WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@frozen
class Occurrence:
    """One period and the day by which it is due (一个周期及其截止日).

    Attributes:
        first: The first day of the period.
        last: The last day of the period; the first itself for a rule of single days.
        due: The last day on which it can be done.
    """

    first: date
    last: date
    due: date


@frozen
class Recurrence:
    """A rule by which something is due again and again (每日、每周、每半月、每月、每季度、每年).

    Attributes:
        every: A single day (``"day"``, ``"working day"``, ``"Mon"`` to ``"Sun"``, ``"day before
            holiday"``: the last working day before each statutory holiday), or a period
            (``"week"`` from Monday, ``"half-month"`` from the 1st and the 16th, ``"month"``,
            ``"quarter"``, ``"year"``).
        rest: When the last day is no working day: ``"keep"`` it; take the ``"next"`` working day;
            or ``"skip"`` to the last working day inside the period, and drop a period without one.
    """

    every: Every = field()
    rest: OnRest = field(default="keep", kw_only=True)

    def __attrs_post_init__(self) -> None:
        for name, value, allowed in (
            ("every", self.every, get_args(Every)),
            ("rest", self.rest, get_args(OnRest)),
        ):
            if value not in allowed:
                raise InputValueError("SH112", name=name, value=repr(value), allowed=allowed)

    @property
    def reach(self) -> int:
        """How many days before the day by which it is due a period can begin."""
        return _LONGEST.get(self.every, 0) + (_LONGEST_REST if self.rest == "next" else 0)

    def between(
        self, first: date, last: date, cal: WorkCalendar, *, due_by: date | None = None
    ) -> Iterator[Occurrence]:
        """Yield the occurrences whose period begins in [first, last], in order.

        Args:
            first: The first day.
            last: The last day.
            cal: The working days.
            due_by: Leave out what can only be due later, and ask nothing of the days after it.

        Raises:
            InputValueError: ``last`` is before ``first`` (SH106).
            CalendarCoverageError: What a rest day does depends on a day that is not covered.
        """
        for name, day in (("first", first), ("last", last)):
            check_reach(check_date(day, name), name)
        check_type(cal, WorkCalendar, "cal")
        if last < first:
            raise InputValueError("SH106", start=first, end=last)
        return self._occurrences(first, last, cal, due_by)

    def _occurrences(
        self, first: date, last: date, cal: WorkCalendar, due_by: date | None
    ) -> Iterator[Occurrence]:
        for begin, end in self._periods(first, last, cal):
            if due_by is not None and end > due_by and self.rest != "skip":
                continue
            due = _due(begin, end, cal, self.rest)
            if due is not None and (due_by is None or due <= due_by):
                yield Occurrence(begin, end, due)

    def _periods(self, first: date, last: date, cal: WorkCalendar) -> Iterator[tuple[date, date]]:
        if self.every == "day before holiday":
            for day in days_in(first - ONE_DAY, last):
                if cal.is_workday(day) and _holiday_follows(day, cal):
                    yield day, day
            return
        rule = _rule(self.every, first)
        begin = rule.after(_noon(first), inc=True)
        while begin.date() <= last:
            following = rule.after(begin)
            single = self.every in ("day", "working day", *_WEEKDAYS)
            end = begin.date() if single else following.date() - ONE_DAY
            if self.every != "working day" or cal.is_workday(end):
                yield begin.date(), end
            begin = following


def _due(first: date, last: date, cal: WorkCalendar, rest: OnRest) -> date | None:
    if rest == "keep":
        return last
    if rest == "next":
        return cal.on_or_after(last)
    due = cal.on_or_before(last)
    return due if due >= first else None


def _holiday_follows(day: date, cal: WorkCalendar) -> bool:
    """Tell whether a statutory holiday lies between a working day and the next one."""
    day += ONE_DAY
    while not cal.is_workday(day):
        if cal.day(day).kind is DayKind.STATUTORY_HOLIDAY:
            return True
        day += ONE_DAY
    return False


def _noon(day: date) -> datetime:
    """Return a naive instant of a day, as dateutil wants it; its time means nothing."""
    return datetime.combine(day, time(12))


_BEGINS: Final[Mapping[str, Mapping[str, Any]]] = {
    "day": {"freq": _DAILY},
    "working day": {"freq": _DAILY},
    "week": {"freq": _WEEKLY, "byweekday": 0},
    "half-month": {"freq": _MONTHLY, "bymonthday": (1, 16)},
    "month": {"freq": _MONTHLY, "bymonthday": 1},
    "quarter": {"freq": _MONTHLY, "bymonth": (1, 4, 7, 10), "bymonthday": 1},
    "year": {"freq": _YEARLY, "bymonth": 1, "bymonthday": 1},
    **{name: {"freq": _WEEKLY, "byweekday": place} for place, name in enumerate(_WEEKDAYS)},
}
"""What ``dateutil.rrule`` needs to know to make the first days of the periods."""


def _rule(every: Every, first: date) -> Any:
    """Return the rule whose dates begin the periods, from a day on."""
    from dateutil.rrule import rrule  # loads with the first rule

    return rrule(dtstart=_noon(first), **_BEGINS[every])
