"""The calendar for millions of days at once (批量计算).

Days are ``datetime64[D]`` arrays, or
anything that numpy turns into one without loss, such as a list of ``datetime.date``. An error
names the first row that cannot be answered.
"""

import functools
from collections.abc import Callable
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from attrs import frozen

from servicehall.batch.rows import refuse_rows
from servicehall.calendars import WorkCalendar
from servicehall.calendars.working import MOST_DAYS
from servicehall.checks import check_count, check_type
from servicehall.errors import InputTypeError, InputValueError
from servicehall.instants import check_date

__all__ = ["add", "count", "is_workday"]

Days = npt.NDArray[np.datetime64]
Counts = npt.NDArray[np.int64]

_PIECE: Final = 1 << 15
"""How many rows are worked on at once."""
_NOWHERE: Final = 1 << 40
_EPOCH: Final = date(1970, 1, 1).toordinal()


@frozen(eq=False)
class _Arrays:
    """The tables of a calendar, by days since 1970-01-01, which is how numpy stores a day.

    Attributes:
        rank: How many working days there are up to a day; beyond all bounds for unknown days, so
            that whatever is added to it cannot be looked up.
        workdays: The working days, the n-th at place n.
        works: Whether a day is a working day.
        known: Whether a day is known.
        first: The first known day.
        last: The last known day.
        whole: Whether every day between them is known.
    """

    rank: Counts
    workdays: Days
    works: npt.NDArray[np.bool_]
    known: npt.NDArray[np.bool_]
    first: int
    last: int
    whole: bool


def _arrays(cal: WorkCalendar) -> _Arrays:
    check_type(cal, WorkCalendar, "cal")
    return _make_arrays(cal)


@functools.lru_cache(maxsize=32)
def _make_arrays(cal: WorkCalendar) -> _Arrays:
    days = dict(cal.table.known_days())
    places = np.array([day.toordinal() - _EPOCH for day in days], dtype=np.int64)
    size = int(places.max(initial=-1)) + 1
    works = np.zeros(size, dtype=np.bool_)
    known = np.zeros(size, dtype=np.bool_)
    works[places] = list(days.values())
    known[places] = True
    workdays = np.concatenate([[np.datetime64("NaT", "D")], np.flatnonzero(works).astype("M8[D]")])
    return _Arrays(
        rank=np.where(known, np.cumsum(works, dtype=np.int64), _NOWHERE),
        workdays=workdays.astype("M8[D]"),
        works=works,
        known=known,
        first=int(places.min()) if places.size else 0,
        last=size - 1,
        whole=bool(len(places)) and size - int(places.min()) == len(places),
    )


def is_workday(cal: WorkCalendar, days: Any) -> npt.NDArray[np.bool_]:
    """Tell for each day whether it is a working day (是否工作日).

    Args:
        cal: The calendar.
        days: An array of days.

    Raises:
        CalendarCoverageError: A day is not covered.
    """
    arrays, places = _arrays(cal), _places(days, "days")
    _check(arrays, places, lambda row: cal.is_workday(_day(places, row)))
    return np.take(arrays.works, places)


def count(cal: WorkCalendar, starts: Any, ends: Any) -> Counts:
    """Return for each pair how many working days lie in (start, end].

    Args:
        cal: The calendar.
        starts: An array of days, not counted.
        ends: An array of days, counted; of the same shape, or one that broadcasts.

    Raises:
        InputValueError: An end lies before its start.
        CalendarCoverageError: A day of a stretch is not covered.
    """
    arrays = _arrays(cal)
    first, last = _fitted(_places(starts, "starts"), _places(ends, "ends"), "starts, ends")

    def ask(row: int) -> object:
        return cal.count(_day(first, row), _day(last, row))

    _check(arrays, first, ask)
    _check(arrays, last, ask)
    refuse_rows(last < first, ask)
    if not arrays.whole:
        refuse_rows(_crosses_gap(arrays, first, last), ask)
    return np.take(arrays.rank, last) - np.take(arrays.rank, first)


def add(cal: WorkCalendar, days: Any, n: Any) -> Days:
    """Return for each day the n-th working day after it, which itself is never counted.

    Args:
        cal: The calendar.
        days: An array of days.
        n: How many working days, from 1: one number for all, or an array of whole numbers.

    Raises:
        InputTypeError: ``n`` is not whole.
        InputValueError: ``n`` is below 1.
        CalendarCoverageError: A day in (day, result] is not covered.
    """
    arrays, places = _arrays(cal), _places(days, "days")
    if isinstance(n, int) or np.ndim(counts := _array(n, "n")) == 0:
        return _add_one_n(cal, arrays, places, n)
    if counts.dtype.kind not in "iu" and counts.size:
        raise InputTypeError("SH104", name="n", value=repr(n), type=f"array of {counts.dtype}")
    if counts.dtype == np.uint64:  # a huge one would come out negative
        counts = np.minimum(counts, MOST_DAYS + 1)
    counts = counts.astype(np.int64, copy=False)
    places, counts = _fitted(places, counts, "days, n")

    def ask(row: int) -> object:
        return cal.add(_day(places, row), int(counts.flat[row]))

    ends = _add_rows(arrays, places.ravel(), counts.ravel())
    if ends is None:
        _check(arrays, places, ask)
        refuse_rows((counts < 1) | (counts > MOST_DAYS), ask)
        refuse_rows(np.take(arrays.rank, places) + counts >= len(arrays.workdays), ask)
        return np.empty(places.shape, dtype="M8[D]")  # only an empty array comes here
    ends = ends.reshape(places.shape)
    if not arrays.whole:
        refuse_rows(_crosses_gap(arrays, places, ends.view(np.int64)), ask)
    return ends


def _add_rows(arrays: _Arrays, places: Counts, counts: Counts) -> Days | None:
    """Add row by row, a piece at a time so that what lies between stays in the cache.

    Returns:
        None if some row cannot be answered.
    """
    ends = np.empty(places.size, dtype=np.int64)
    target = np.empty(min(places.size, _PIECE), dtype=np.int64)
    days = arrays.workdays.view(np.int64)
    for begin in range(0, places.size, _PIECE):
        piece = slice(begin, begin + _PIECE)
        place, number = places[piece], counts[piece]
        if place.view(np.uint64).max() > arrays.last or number.min() < 1:
            return None
        found = target[: place.size]
        np.take(arrays.rank, place, out=found, mode="clip")
        np.add(found, number, out=found, casting="unsafe")
        if found.view(np.uint64).max() >= days.size:
            return None
        np.take(days, found, out=ends[piece], mode="clip")
    return ends.view("M8[D]") if ends.size else None


def _add_one_n(cal: WorkCalendar, arrays: _Arrays, places: Counts, n: Any) -> Days:
    """Add one number everywhere: one gather from the table moved by it."""

    def ask(row: int) -> object:
        return cal.add(_day(places, row), n)

    n = check_count(n, "n", MOST_DAYS)
    _check(arrays, places, ask)
    target = arrays.rank + n
    if places.size and target[int(places.max())] >= len(arrays.workdays):
        refuse_rows(np.take(target, places) >= len(arrays.workdays), ask)
    moved = np.take(arrays.workdays, target, mode="clip")
    ends: Days = np.take(moved, places, mode="clip")
    if not arrays.whole:
        refuse_rows(_crosses_gap(arrays, places, ends.view(np.int64)), ask)
    return ends


def _fitted(one: Counts, two: Counts, name: str) -> tuple[Counts, Counts]:
    """Bring two arrays to one shape."""
    try:
        first, second = np.broadcast_arrays(one, two)
    except ValueError as error:
        raise InputValueError("SH142", name=name, reason=str(error)) from error
    return first, second


def _array(value: Any, name: str) -> npt.NDArray[Any]:
    """Make an array; lists of different lengths make none."""
    try:
        return np.asarray(value)
    except ValueError as error:
        raise InputValueError("SH142", name=name, reason=str(error)) from error


def _places(days: Any, name: str) -> Counts:
    """Return days as places in the tables."""
    array = _array(days, name)
    if array.dtype == np.dtype(object) or array.size == 0:
        for item in array.flat:
            check_date(item, name)
        array = array.astype("M8[D]")
    if array.dtype != np.dtype("M8[D]"):
        raise InputTypeError("SH140", name=name, dtype=str(array.dtype))
    return array.view(np.int64)


def _day(places: Counts, row: int) -> date:
    ordinal = int(places.flat[row]) + _EPOCH
    if not 1 <= ordinal <= date.max.toordinal():  # NaT, or a year that no calendar has
        raise InputValueError("SH141", row=row)
    return date.fromordinal(ordinal)


def _check(arrays: _Arrays, places: Counts, ask: Callable[[int], object]) -> None:
    """Refuse days that are not known, each as the calendar itself refuses it."""
    if not places.size:
        return
    if places.min() < arrays.first or places.max() > arrays.last or not arrays.known.size:
        refuse_rows((places < arrays.first) | (places > arrays.last) | ~arrays.known.any(), ask)
    if not arrays.whole:
        refuse_rows(~np.take(arrays.known, places), ask)


def _crosses_gap(arrays: _Arrays, first: Counts, last: Counts) -> npt.NDArray[np.bool_]:
    unknown = np.cumsum(~arrays.known, dtype=np.int64)
    crosses: npt.NDArray[np.bool_] = np.take(unknown, last) != np.take(unknown, first)
    return crosses
