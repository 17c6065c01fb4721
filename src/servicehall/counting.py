"""Counting (期限计算): from a start and a number of units to the day on which they end.

Arithmetic on a calendar and nothing else: no defaults, no policy, no wording. Pauses are
stretches of days, merged and in order; on their days no clock runs.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from attrs import frozen

from servicehall.calendars import Certainty, WorkCalendar
from servicehall.calendars.days import weakest
from servicehall.hours import OfficeHours
from servicehall.instants import ONE_DAY, Stretch, end_of_day

__all__ = [
    "End",
    "add_months",
    "closing_instant",
    "count_natural_days",
    "count_natural_days_back",
    "count_office_minutes",
    "count_wall_minutes",
    "count_working_days",
    "count_working_days_back",
    "is_paused",
]


@frozen(kw_only=True)
class End:
    """Where a count ends, and which days decide that.

    Attributes:
        due: The last day.
        decided_by: The stretches of days, (after, until], whose kinds decide ``due``.
        after: The day after which counting began; of a backward count, before which.
        unrolled: Where a natural period ends before it is rolled off a rest day.
        anchor: The day from which working days were counted to ``due``; not counted itself.
        at: The instant, of a count in minutes.
    """

    due: date
    decided_by: tuple[Stretch, ...] = ()
    after: date | None = None
    unrolled: date | None = None
    anchor: date | None = None
    at: datetime | None = None

    def certainty(self, cal: WorkCalendar) -> Certainty:
        """Return the weakest certainty of the days that decide it."""
        return weakest(*(cal.weakest(after, until) for after, until in self.decided_by))


def is_paused(day: date, pauses: Sequence[Stretch]) -> bool:
    """Tell whether the clock stands still on a day."""
    return any(first <= day <= last for first, last in pauses)


def count_working_days(
    day_0: date, n: int, cal: WorkCalendar, pauses: Sequence[Stretch], *, day_0_counts: bool
) -> End:
    """Return the n-th working day after day 0 that lies in no pause.

    Args:
        day_0: The day of receipt.
        n: How many, from 1.
        cal: Which days count.
        pauses: Days that do not.
        day_0_counts: Whether day 0, if it is a working day and in no pause, is day 1.
    """
    counts = day_0_counts and cal.is_workday(day_0) and not is_paused(day_0, pauses)
    due = _nth_working_day(day_0, n - counts, cal, pauses)
    anchor = day_0 - ONE_DAY if counts else day_0
    watched = day_0 - ONE_DAY if day_0_counts else day_0
    return End(due=due, decided_by=((watched, due),), after=anchor, anchor=anchor)


def _nth_working_day(after: date, n: int, cal: WorkCalendar, pauses: Sequence[Stretch]) -> date:
    """Each pause that begins before the count would end gives back its working days."""
    if n == 0:
        return after
    due = cal.add(after, n)
    for first, last in pauses:
        if first > due:
            break
        if last > after:
            n += cal.count(max(after, first - ONE_DAY), last)
            due = cal.add(after, n)
    return due


def count_natural_days(
    day_0: date,
    n: int,
    cal: WorkCalendar,
    pauses: Sequence[Stretch],
    *,
    day_0_counts: bool,
    roll: bool,
) -> End:
    """Return the n-th natural day after day 0 that lies in no pause, rolled off a rest day.

    The roll ends on the first working day on which the clock runs: a pause that begins before the
    period has ended, be it on a rest day over which it rolls, still gives its days back.
    """
    counts = day_0_counts and not is_paused(day_0, pauses)
    after = day_0 - ONE_DAY if counts else day_0
    last_day = after + timedelta(n)
    for first, last in pauses:
        if first > last_day:
            break
        if last > after:
            last_day += last - max(after, first - ONE_DAY)
    if not roll:
        return End(due=last_day, after=after, unrolled=last_day)
    due = last_day
    if not cal.is_workday(last_day):
        due = _nth_working_day(last_day, 1, cal, pauses)
    before = last_day - ONE_DAY
    decided_by = ((before, due),)
    return End(due=due, decided_by=decided_by, after=after, unrolled=last_day, anchor=before)


def add_months(day: date, months: int) -> date:
    """Return the corresponding day so many months later, or the month's last (民法典第202条)."""
    from dateutil.relativedelta import relativedelta  # loads with the first month

    return day + relativedelta(months=months)


def count_working_days_back(day: date, n: int, cal: WorkCalendar) -> End:
    """Return the n-th working day before a day."""
    due = cal.before(day, n)
    decided_by = ((due - ONE_DAY, day - ONE_DAY),)
    return End(due=due, decided_by=decided_by, after=day, anchor=day)


def count_natural_days_back(day: date, last_day: date, cal: WorkCalendar, *, roll: bool) -> End:
    """Return a day before another, rolled backwards off a rest day to keep the interval whole.

    Args:
        day: The day from which was counted back.
        last_day: The day to which.
        cal: Which days count.
        roll: Whether to roll.
    """
    if not roll:
        return End(due=last_day, after=day, unrolled=last_day)
    due = cal.on_or_before(last_day)
    return End(
        due=due,
        decided_by=((due - ONE_DAY, last_day),),
        after=day,
        unrolled=last_day,
        anchor=last_day + ONE_DAY,
    )


def count_office_minutes(
    start: datetime, n: int, cal: WorkCalendar, pauses: Sequence[Stretch], hours: OfficeHours
) -> End:
    """Return the first instant at which so many office minutes have passed.

    Outside office hours the count starts at the next opening.
    """
    left = timedelta(minutes=n)
    day = start.date()
    while True:
        if cal.is_workday(day) and not is_paused(day, pauses):
            for opens, closes in hours.spans(day):
                begin = max(start, opens)
                if begin < closes:
                    if left <= closes - begin:
                        before = start.date() - ONE_DAY
                        at = begin + left
                        return End(due=day, decided_by=((before, day),), anchor=before, at=at)
                    left -= closes - begin
        day += ONE_DAY


def count_wall_minutes(start: datetime, n: int, pauses: Sequence[Stretch]) -> End:
    """Return the instant so many minutes later, paused days left out."""
    at = start + timedelta(minutes=n)
    for first, last in pauses:
        begins, ends = end_of_day(first - ONE_DAY), end_of_day(last)
        if begins >= at:
            break
        if ends > start:
            at += ends - max(start, begins)
    return End(due=(at - timedelta.resolution).date(), at=at)  # midnight is 24:00 of the day before


def closing_instant(day: date, cal: WorkCalendar, hours: OfficeHours | None) -> datetime:
    """Return the instant at which a last day ends: at closing, else at 24:00 (民法典第203条)."""
    if hours is not None and cal.is_workday(day):
        return hours.closing(day)
    return end_of_day(day)
