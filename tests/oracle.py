"""A slow and obviously right answer to what the library answers fast.

The oracle walks day by day, and minute by minute where minutes are counted. It imports nothing of
the library and reads none of its files: its days come from ``tests/data/holiday_notices.json``.
It knows 2005-01-01 to 2026-12-31 and stops with an error outside.

A limit is written as a plain tuple, so that tests translate it for the library and not back:

* ``("working", 20)``, ``("natural", 15)``, ``("months", 2)``, ``("same_day",)``
* ``("office", 30)``, ``("wall", 90)``: minutes
* ``("before", ("working", 7))``, ``("not_before", ("natural", 30))``

Office hours are a function from a day to its sessions, supposing that it is a working day:
``[(time(8), time(12)), (time(14, 30), time(17, 30))]``.

Its readings where the contract leaves room:

* ``same_day=True`` makes the day of receipt day 1 if the limit would count it on any other day, it
  lies in no pause, and the receipt was not after closing. Closing exists on working days only.
* A natural period rolls to the first working day that lies in no pause.
* A backward limit rolls backwards, the earliest day of a "not before" not at all.
* A deemed receipt moves day 0 to the next working day if day 0 is a rest day or the receipt came
  after closing.
* 当日 is the first working day on or after receipt that lies in no pause; after closing, the next.
* A month that is counted from the day of receipt itself ends a day earlier.
* Minutes end at the first possible instant, on the day of their last minute.
* An open pause that begins after the limit has ended changes nothing.
"""

import calendar
import functools
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

FIRST = date(2005, 1, 1)
LAST = date(2026, 12, 31)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
BEIJING = timezone(timedelta(hours=8))

Limit = tuple
Pause = tuple[date, date | None]
Hours = Callable[[date], list[tuple[time, time]]]


# ---- days


@functools.cache
def announced() -> tuple[frozenset[date], frozenset[date]]:
    """Return the rest days and the make-up workdays of all notices."""
    file = Path(__file__).parent / "data" / "holiday_notices.json"
    notices = json.loads(file.read_text(encoding="utf-8")).values()
    off = frozenset(date.fromisoformat(day) for notice in notices for day in notice["off"])
    work = frozenset(date.fromisoformat(day) for notice in notices for day in notice["work"])
    return off, work


def is_workday(d: date) -> bool:
    """Tell whether a day is worked: by a notice, or else because it is Monday to Friday."""
    if not FIRST <= d <= LAST:
        raise LookupError(d)
    off, work = announced()
    return d in work or (d not in off and d.weekday() < 5)


def all_days() -> list[date]:
    """Return every day the oracle knows."""
    return [FIRST + n * DAY for n in range((LAST - FIRST).days + 1)]


def add(start: date, n: int) -> date:
    """Return the n-th working day after a day."""
    return walk(start, n, is_workday)


def before(end: date, n: int) -> date:
    """Return the n-th working day before a day."""
    return walk(end, n, is_workday, step=-DAY)


def count(start: date, end: date) -> int:
    """Return the number of working days in (start, end]."""
    return sum(is_workday(start + n * DAY) for n in range(1, (end - start).days + 1))


def walk(day: date, wanted: int, counts: Callable[[date], bool], step: timedelta = DAY) -> date:
    """Walk from a day, which is not counted, until so many days that count were met."""
    while wanted:
        day += step
        wanted -= counts(day)
    return day


def months_later(day: date, months: int) -> date:
    """Return the corresponding day of another month, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    _, length = calendar.monthrange(year, month + 1)
    return date(year, month + 1, min(day.day, length))


# ---- deadlines


@dataclass(frozen=True)
class Answer:
    """The last day and the instant at which it ends, or the earliest day."""

    due: date | None = None
    due_at: datetime | None = None
    not_before: date | None = None


@dataclass(frozen=True, kw_only=True)
class Case:
    """What a deadline depends on."""

    start: date | datetime
    limit: Limit
    hours: Hours | None = None
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Limit, ...] = ()
    same_day: bool = False
    roll: bool = True
    deemed_receipt: bool = False
    as_of: date | None = None

    @property
    def day(self) -> date:
        """The day of the start."""
        return self.start.date() if isinstance(self.start, datetime) else self.start

    @property
    def after_closing(self) -> bool:
        """Whether the start came after closing."""
        if self.hours is None or not isinstance(self.start, datetime) or not is_workday(self.day):
            return False
        return self.start > at(self.day, self.hours(self.day)[-1][1])

    def extended(self, unit: str) -> int:
        """Return by how many units the extensions lengthen the limit."""
        return sum(n for extended_unit, n in self.extensions if extended_unit == unit)

    def is_paused(self, d: date, *, open_ones: bool) -> bool:
        """Tell whether a day lies in a pause; open ones last through ``as_of``."""
        return any(
            first <= d <= (last or self.as_of)
            for first, last in self.pauses
            if last is not None or open_ones
        )


def deadline(case: Case) -> Answer:
    """Return the deadline of a case."""
    if case.limit[0] == "not_before":
        inner = deadline(Case(**{**vars(case), "limit": case.limit[1], "roll": False}))
        return Answer(not_before=inner.due or inner.not_before)
    answer = _answer(case, open_ones=False)
    if any(last is None and first <= answer.due for first, last in case.pauses):
        return Answer(not_before=_answer(case, open_ones=True).due)
    return answer


def _with_limit(case: Case, limit: Limit) -> Case:
    return Case(**{**vars(case), "limit": limit})


def _answer(case: Case, *, open_ones: bool) -> Answer:
    def paused(d: date) -> bool:
        return case.is_paused(d, open_ones=open_ones)

    unit = case.limit[0]
    if unit in ("office", "wall"):
        return _minutes(case, case.limit[1] + case.extended(unit), paused)
    due = _back(case) if unit == "before" else _forward(case, paused)
    return Answer(due=due, due_at=_end_of_day(due, case.hours))


def _forward(case: Case, paused: Callable[[date], bool]) -> date:
    """Count working or natural days, day by day."""
    unit = case.limit[0]
    day_0, receipt_counts = case.day, case.same_day or unit == "same_day"
    if case.deemed_receipt and (case.after_closing or not is_workday(day_0)):
        day_0 = add(day_0, 1)
    elif case.after_closing:
        receipt_counts = False
    begin = day_0 - DAY if receipt_counts else day_0

    def runs(d: date) -> bool:
        return is_workday(d) and not paused(d)

    if unit in ("working", "same_day"):
        wanted = 1 if unit == "same_day" else case.limit[1]
        return walk(begin, wanted + case.extended("working"), runs)
    last = walk(begin, _natural_days(case, day_0), lambda d: not paused(d))
    return last if is_workday(last) or not case.roll else walk(last, 1, runs)


def _natural_days(case: Case, day_0: date) -> int:
    days = case.extended("natural")
    if case.limit[0] == "natural":
        return case.limit[1] + days
    months = case.limit[1] + case.extended("months")
    return (months_later(day_0, months) - day_0).days + days


def _back(case: Case) -> date:
    """Count backwards from the day, and on backwards off a rest day."""
    unit, n = case.limit[1]
    begin = case.day + DAY if case.same_day else case.day
    if unit == "working":
        return before(begin, n)
    last = begin - n * DAY if unit == "natural" else months_later(case.day, -n)
    if unit == "months" and case.same_day:
        last += DAY
    while case.roll and not is_workday(last):
        last -= DAY
    return last


def _minutes(case: Case, wanted: int, paused: Callable[[date], bool]) -> Answer:
    """Walk minute by minute; days on which no minute can count are stepped over."""
    now, office = case.start, case.limit[0] == "office"
    while True:
        day = now.date()
        if paused(day) or (office and not is_workday(day)):
            now = at(day + DAY, time(0))
            continue
        if not office or _is_open(now, case.hours):
            wanted -= 1
            if not wanted:
                return Answer(due=day, due_at=now + MINUTE)
        now += MINUTE


def _is_open(now: datetime, hours: Hours) -> bool:
    """Tell whether the hall is open during the minute that begins now."""
    day = now.date()
    return any(at(day, opens) <= now < at(day, closes) for opens, closes in hours(day))


def _end_of_day(day: date, hours: Hours | None) -> datetime:
    """Return closing time; without hours, and on a rest day, 24:00."""
    if hours is not None and is_workday(day):
        return at(day, hours(day)[-1][1])
    return at(day + DAY, time(0))


def at(day: date, moment: time) -> datetime:
    """Return a moment of a day, Beijing time."""
    return datetime.combine(day, moment, tzinfo=BEIJING)


def count_paused(pauses: Iterable[tuple[date, date]]) -> int:
    """Return how many different working days lie in some pauses."""
    days = {first + n * DAY for first, last in pauses for n in range((last - first).days + 1)}
    return sum(map(is_workday, days))
