"""A million dates (批量): ``servicehall.batch`` beside one numpy gather and ``busday_offset``.

The gather is the floor: it looks each row up in a table and is told where. What is asked of the
library on top is to find the place, to check it, and to count. ``busday_offset`` and its like know
the make-up workdays only if every day is a weekday for them and every rest day a holiday.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
from attrs import frozen
from measure import Entry, at_least, at_most, print_table, race

import servicehall as sh
from servicehall import batch

ROWS: Final = 1_000_000
N: Final = 20
MOST: Final = 60
SEED: Final = 20260101
SAMPLE: Final = 2_000

CAL: Final = sh.mainland()

Days = npt.NDArray[np.datetime64]
Numbers = npt.NDArray[np.int64]


@frozen(eq=False)
class Rows:
    """The input of all comparisons.

    Attributes:
        table: The answer for every day, which is what a gather has to hold.
        places: Where in the table each row is answered.
        starts: The day of each row.
        counts: A number of working days for each row.
        ends: The day so many working days later.
        week: The calendar as numpy can hold it.
    """

    table: Days
    places: Numbers
    starts: Days
    counts: Numbers
    ends: Days
    week: np.busdaycalendar


def make_rows() -> Rows:
    """Choose a million days and numbers."""
    random = np.random.default_rng(SEED)
    every_day = np.arange(np.datetime64(CAL.first), np.datetime64(CAL.last))
    answered = every_day[: CAL.before(CAL.last, MOST + 1).toordinal() - CAL.first.toordinal()]
    places = random.integers(0, len(answered), ROWS)
    counts = random.integers(1, MOST + 1, ROWS)
    rest_days = every_day[~batch.is_workday(CAL, every_day)]
    return Rows(
        table=batch.add(CAL, answered, N),
        places=places,
        starts=answered[places],
        counts=counts,
        ends=batch.add(CAL, answered[places], counts),
        week=np.busdaycalendar(weekmask="1111111", holidays=rest_days),
    )


def check(rows: Rows) -> None:
    """Make sure that the calendar itself, the gather and numpy all say the same."""
    starts, counts, ends, week = rows.starts, rows.counts, rows.ends, rows.week
    sample = zip(starts[:SAMPLE].tolist(), counts[:SAMPLE].tolist(), strict=True)
    assert ends[:SAMPLE].tolist() == [CAL.add(start, n) for start, n in sample]
    one = batch.add(CAL, starts, N)
    assert np.array_equal(one, rows.table[rows.places])
    assert np.array_equal(one, offset(rows, N))
    assert np.array_equal(ends, offset(rows, counts))
    assert np.array_equal(batch.count(CAL, starts, ends), busday_count(rows))
    assert np.array_equal(batch.is_workday(CAL, starts), np.is_busday(starts, busdaycal=week))


def offset(rows: Rows, n: int | Numbers) -> Days:
    """Add as numpy does; "backward" makes a start on a rest day count like ours."""
    ends: Days = np.busday_offset(rows.starts, n, roll="backward", busdaycal=rows.week)
    return ends


def busday_count(rows: Rows) -> Numbers:
    """Count as numpy does, which counts the first day and not the last, where we do the reverse."""
    found: Numbers = np.busday_count(rows.starts + 1, rows.ends + 1, busdaycal=rows.week)
    return found


def main() -> None:
    rows = make_rows()
    check(rows)
    starts, counts, ends = rows.starts, rows.counts, rows.ends
    gather = Entry(lambda _: rows.table[rows.places])
    one = Entry(lambda _: batch.add(CAL, starts, N))
    many = Entry(lambda _: batch.add(CAL, starts, counts))
    count = Entry(lambda _: batch.count(CAL, starts, ends))
    works = Entry(lambda _: batch.is_workday(CAL, starts))
    offset_one = Entry(lambda _: offset(rows, N))
    offset_many = Entry(lambda _: offset(rows, counts))
    is_busday = Entry(lambda _: np.is_busday(starts, busdaycal=rows.week))
    print_table(
        f"{ROWS:,} dates at once",
        [
            race("add, one n for all: one gather", one, gather, at_most(2)),
            race("add, one n for all: busday_offset, 7-day mask", one, offset_one, at_least(20)),
            race("add, an n per row: one gather", many, gather, at_most(4)),
            race("add, an n per row: busday_offset, 7-day mask", many, offset_many),
            race("count: busday_count, 7-day mask", count, Entry(lambda _: busday_count(rows))),
            race("is_workday: is_busday, 7-day mask", works, is_busday),
        ],
    )


if __name__ == "__main__":
    main()
