"""Calibrate estimates (推定的校准): how often does the window hold the day that came true?

Each published year is forgotten in turn, deadlines that end in it are estimated, and the estimates
are compared with the days on which the same deadlines end by all notices. This is done twice: with
every other year known, and with earlier years only, as it is when somebody really asks.

Run ``python benchmarks/calibrate.py --help``. The tables of ``docs/estimates.md`` are its output.
"""

import argparse
import math
import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from functools import partial
from typing import Final

from attrs import frozen

import servicehall as sh
from servicehall.calendars.notices import merge_notices, shipped_notices

YEARS: Final = range(2009, 2027)
MOST_WORKING_DAYS: Final = 60
UNFORESEEABLE: Final = (2015, 2020)
"""Years that a second notice changed halfway: a parade, an epidemic."""

DEFAULT_STEP: Final = 12
"""No multiple of 7, or all starts would fall on one weekday."""

KNOWLEDGE: Final[dict[str, Callable[[int, int], bool]]] = {
    "all other years are known": lambda other, year: other != year,
    "only earlier years are known": lambda other, year: other < year,
}


@frozen
class Trial:
    """One deadline, estimated without the notice of the year in which it ends.

    Attributes:
        year: The forgotten year.
        n: The limit in working days.
        asked_early: Whether it starts before the notice of the year was published.
        exact: Whether the estimated day came true.
        held: Whether the window holds the day that came true; None without a window.
        width: Natural days from the earliest to the latest day of the window; None without one.
    """

    year: int
    n: int
    asked_early: bool
    exact: bool
    held: bool | None
    width: int | None


def trials_of(year: int, *, knowledge: str, step: int) -> list[Trial]:
    """Estimate the deadlines that really end in a year, or in the last days before it."""
    truth = sh.mainland()
    is_known = KNOWLEDGE[knowledge]
    known = [notice for notice in shipped_notices() if is_known(notice.year, year)]
    calendar = sh.WorkCalendar(merge_notices(known), estimates=True)
    published = publication_of(year)
    return [
        make_trial(start, n, year, due, calendar, asked_early=start < published)
        for start, n, due in deadlines_ending_in(year, truth, step)
    ]


def publication_of(year: int) -> date:
    """Return the day on which the yearly notice was published."""
    notice = next(n for n in shipped_notices() if n.year == year and not n.revises)
    if notice.known_by is None:
        msg = f"when the notice of {year} was published is not known"
        raise ValueError(msg)
    return notice.known_by


def deadlines_ending_in(
    year: int, truth: sh.WorkCalendar, step: int
) -> Iterator[tuple[date, int, date]]:
    """Yield the start, the working days and the true last day of deadlines that end in a year.

    The starts are every ``step``-th day of one sequence through all years.
    """
    first, last = date(year - 1, 12, 29), date(year, 12, 31)
    earliest = truth.before(first, MOST_WORKING_DAYS + 1)
    start = earliest + timedelta(-earliest.toordinal() % step)
    while start < last:
        for n in range(1, MOST_WORKING_DAYS + 1):
            if truth.count(start, last) < n:
                break
            due = truth.add(start, n)
            if due >= first:
                yield start, n, due
        start += timedelta(step)


def make_trial(
    start: date, n: int, year: int, true_due: date, calendar: sh.WorkCalendar, *, asked_early: bool
) -> Trial:
    """Estimate one deadline and compare it with the day that came true."""
    estimate = sh.deadline(start, sh.WorkingDays(n), calendar)
    if estimate.due is None:
        msg = f"{n} working days from {start}: no estimate"
        raise ValueError(msg)
    window = estimate.window
    if estimate.certainty is sh.Certainty.CERTAIN:  # has no window, and claims to need none
        window = (estimate.due, estimate.due)
    return Trial(
        year=year,
        n=n,
        asked_early=asked_early,
        exact=estimate.due == true_due,
        held=window[0] <= true_due <= window[1] if window else None,
        width=(window[1] - window[0]).days if window else None,
    )


# ---- tables

HEADINGS: Final = (
    "deadlines",
    "held by the window",
    "estimated day exact",
    "width: median",
    "mean",
    "90 %",
    "most",
)

GROUPS: Final[dict[str, Callable[[Trial], bool]]] = {
    "**all**": lambda _: True,
    "all but 2015 and 2020": lambda trial: trial.year not in UNFORESEEABLE,
    "of these, asked before the notice was out": lambda trial: (
        trial.year not in UNFORESEEABLE and trial.asked_early
    ),
    "1 to 5 working days": lambda trial: trial.n <= 5,
    "6 to 20 working days": lambda trial: 6 <= trial.n <= 20,
    "21 to 60 working days": lambda trial: trial.n >= 21,
}


def table_of(trials: Sequence[Trial]) -> Iterator[str]:
    """Yield the lines of a Markdown table: year by year, then in all and by length."""
    yield f"| | {' | '.join(HEADINGS)} |"
    yield f"|---|{'---:|' * len(HEADINGS)}"
    for year in sorted({trial.year for trial in trials}):
        yield row_of(str(year), [trial for trial in trials if trial.year == year])
    for name, belongs in GROUPS.items():
        yield row_of(name, [trial for trial in trials if belongs(trial)])


def row_of(name: str, trials: Sequence[Trial]) -> str:
    """Return one row; years without windows, for want of earlier ones, have no figures for them."""
    exact = share(trial.exact for trial in trials)
    windows = [trial for trial in trials if trial.width is not None]
    if not windows:
        return f"| {name} | {len(trials):,} | no window | {exact} | | | | |"
    widths = sorted(trial.width for trial in windows if trial.width is not None)
    figures = (
        f"{len(trials):,}",
        share(bool(trial.held) for trial in windows),
        exact,
        f"{statistics.median(widths):g}",
        f"{statistics.mean(widths):.1f}",
        str(widths[math.ceil(0.9 * len(widths)) - 1]),
        str(widths[-1]),
    )
    return f"| {name} | {' | '.join(figures)} |"


def share(truths: Iterable[bool]) -> str:
    """Return how many of some truths are true, in percent."""
    found = list(truths)
    return f"{100 * sum(found) / len(found):.1f} %"


def main() -> None:
    """Make all trials and print their tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--step", type=int, default=DEFAULT_STEP, help="take every so many-th start date"
    )
    parser.add_argument(
        "--full", action="store_true", help="take all of them, the same as --step 1"
    )
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    step = 1 if options.full else options.step
    with ProcessPoolExecutor(options.processes) as pool:
        for knowledge in KNOWLEDGE:
            work = partial(trials_of, knowledge=knowledge, step=step)
            trials = [trial for found in pool.map(work, YEARS) for trial in found]
            print(f"### When {knowledge}\n")
            print(*table_of(trials), "", sep="\n", flush=True)


if __name__ == "__main__":
    main()
