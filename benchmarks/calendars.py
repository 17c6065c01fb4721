"""One date (单个日期): ``cal.add(d, 20)`` beside a bare function and beside other libraries.

Before anything is timed the answers are compared. Where a peer answers otherwise, the days on
which it does are left out, and the table says so.
"""

import random
import warnings
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final

import chinese_calendar
import holidays
import numpy as np
import pandas as pd
from measure import Bar, Entry, Race, at_least, at_most, print_table, race
from workalendar.asia import China

import servicehall as sh

N: Final = 20
FAST: Final = 20_000
SLOW: Final = 200
SEED: Final = 20260101

Add = Callable[[date, int], object]

CAL: Final = sh.mainland()


def main() -> None:
    races, notes = [], []
    for comparison in (
        against_floor,
        against_holidays,
        against_chinese_calendar_loop,
        against_find_workday,
        against_workalendar,
        against_numpy,
        against_pandas,
    ):
        outcome, note = comparison()
        races.append(outcome)
        notes.append(note)
    print_table(
        f"One date: the {N}th working day after it", races, [note for note in notes if note]
    )


# ---- the days


def days_between(first: date, last: date) -> list[date]:
    """Return every day from one to another."""
    return [first + timedelta(i) for i in range((last - first).days + 1)]


def all_starts() -> list[date]:
    """Return every day whose answer the calendar knows."""
    return days_between(CAL.first, CAL.before(CAL.last, N + 1))


def entry(add: Add, starts: Sequence[date], items: int) -> Entry:
    """Return an entry that adds to many different days, each a date object never used before."""
    chosen = [day.toordinal() for day in random.Random(SEED).choices(starts, k=items)]  # noqa: S311  # no secret

    def run(given: list[date]) -> None:
        for start in given:
            add(start, N)

    return Entry(run, items, lambda: [date.fromordinal(ordinal) for ordinal in chosen])


def check(add: Add, starts: Sequence[date]) -> None:
    """Make sure that a peer answers as we do."""
    for start in starts:
        assert add(start, N) == CAL.add(start, N), (add, start)


def compare(
    name: str, add: Add, starts: Sequence[date], items: int, bar: Bar | None = None
) -> Race:
    """Check a peer, then time it; both on the same choice of days."""
    check(add, starts)
    return race(name, entry(CAL.add, starts, FAST), entry(add, starts, items), bar)


# ---- the peers


def against_floor() -> tuple[Race, str]:
    """A function that reads two lists and checks nothing is as little as Python can do."""
    first = CAL.first.toordinal()
    days = days_between(CAL.first, CAL.last)
    workdays = [day for day in days if CAL.is_workday(day)]
    works = {*workdays}
    ranks, rank = [], -1
    for day in days:
        rank += day in works
        ranks.append(rank)

    def bare(start: date, n: int) -> date:
        return workdays[ranks[start.toordinal() - first] + n]

    return compare("a bare function with two list reads", bare, all_starts(), FAST, at_most(2)), ""


def against_holidays() -> tuple[Race, str]:
    """The package ``holidays``, its years loaded beforehand."""
    china = holidays.country_holidays("CN", years=range(CAL.first.year, CAL.last.year + 1))
    name = "holidays: get_nth_working_day"
    return compare(name, china.get_nth_working_day, all_starts(), SLOW, at_least(100)), ""


def against_chinese_calendar_loop() -> tuple[Race, str]:
    """The loop that users of ``chinese_calendar`` write."""

    def loop(start: date, n: int) -> date:
        day = start
        while n:
            day += timedelta(1)
            if chinese_calendar.is_workday(day):
                n -= 1
        return day

    starts, note = without_its_gap()
    name = "chinese-calendar: loop over is_workday"
    return compare(name, loop, starts, SLOW, at_least(2000)), note


def against_find_workday() -> tuple[Race, str]:
    """Its own function, which counts a start on a rest day from the next working day."""

    def find(start: date, n: int) -> date:
        found: date = chinese_calendar.find_workday(n, start)
        return found

    starts, _ = without_its_gap()
    starts = [start for start in starts if CAL.is_workday(start)]
    note = (
        "chinese-calendar's find_workday(n) first moves a start on a rest day to the next working "
        "day, and so ends one working day later; timed from working days only."
    )
    return compare("chinese-calendar: find_workday", find, starts, SLOW, at_least(2000)), note


def without_its_gap() -> tuple[list[date], str]:
    """Return the days whose answer is the same with the one day that chinese-calendar misses."""
    wrong = [
        day
        for day in days_between(CAL.first, CAL.last)
        if chinese_calendar.is_workday(day) != CAL.is_workday(day)
    ]
    starts = [
        start
        for start in all_starts()
        if not any(start <= day <= CAL.add(start, N) for day in wrong)
    ]
    days = ", ".join(map(str, wrong))
    return starts, f"chinese-calendar is wrong about {days}; starts that reach it are left out."


def against_workalendar() -> tuple[Race, str]:
    """The package ``workalendar`` on the years that it knows and has right."""
    warnings.filterwarnings("ignore", "Support years", UserWarning)
    starts = days_between(date(2021, 1, 1), CAL.before(date(2023, 12, 31), N + 1))
    add = China().add_working_days
    note = (
        "workalendar knows 2018 to 2023 only and is wrong about the Spring Festival of 2020; "
        "timed on 2021 to 2023."
    )
    return compare("workalendar: add_working_days", add, starts, SLOW), note


def rest_days() -> list[date]:
    """Return every rest day, so that a peer with a seven-day week knows the make-up workdays."""
    return [day for day in days_between(CAL.first, CAL.last) if not CAL.is_workday(day)]


def against_numpy() -> tuple[Race, str]:
    """Scalar ``busday_offset``, every day a weekday and every rest day a holiday."""
    week = np.busdaycalendar(weekmask="1111111", holidays=rest_days())
    add = partial(np.busday_offset, roll="backward", busdaycal=week)
    note = "numpy and pandas need the rest days from somewhere; here they have ours."
    return compare("numpy: busday_offset, 7-day mask", add, all_starts(), SLOW), note


def against_pandas() -> tuple[Race, str]:
    """``CustomBusinessDay``, made in the same way."""
    offset = pd.offsets.CustomBusinessDay(N, weekmask="1111111", holidays=rest_days())

    def add(start: date, _: int) -> date:
        end: date = (pd.Timestamp(start) + offset).date()
        return end

    return compare("pandas: CustomBusinessDay, 7-day mask", add, all_starts(), SLOW), ""


if __name__ == "__main__":
    main()
