"""The batch answers what the calendar answers, for millions of days at once."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st

import servicehall as sh
from servicehall.calendars.notices import shipped_notices

np = pytest.importorskip("numpy")
batch = pytest.importorskip("servicehall.batch")

CAL = sh.mainland()
HOLE = sh.WorkCalendar(tuple(notice for notice in shipped_notices() if notice.year != 2012))
GUANGXI = CAL.overlay(
    rest=[date(2017, 3, 30), date(2017, 3, 31), date(2017, 4, 1)],
    work=[date(2017, 4, 8)],
    division="45",
)
KNOWN_2018 = CAL.as_known_on(date(2018, 12, 5))
CALENDARS = {"mainland": CAL, "hole": HOLE, "overlay": GUANGXI, "as known": KNOWN_2018}
EACH = pytest.mark.parametrize("cal", CALENDARS.values(), ids=list(CALENDARS))
FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)
DAYS = st.dates(FIRST, LAST) | st.dates(date(1960, 1, 1), date(2040, 1, 1))
GAP = date(2012, 6, 1)


def random_days(count: int, seed: int) -> list[date]:
    """Return days of the whole calendar, the same on each run."""
    numbers = np.random.default_rng(seed).integers(FIRST.toordinal(), LAST.toordinal() + 1, count)
    return [date.fromordinal(int(number)) for number in numbers]


def either(ask: Callable[[], object]) -> object:
    """Return an answer, or the type and code of the refusal."""
    try:
        return ask()
    except sh.ServiceHallError as error:
        return type(error), error.code, error.facts


def as_days(array: Any) -> list[date]:
    """Return an array of days as Python writes them."""
    assert array.dtype == np.dtype("M8[D]")
    found: list[date] = array.tolist()
    return found


# ---- the same answers


@EACH
def test_every_day_is_a_working_day_in_both_or_in_none(cal: sh.WorkCalendar) -> None:
    """Each known day of the calendar is answered alike."""
    known = [day for day, _ in cal.table.known_days()]
    found = batch.is_workday(cal, np.array(known, dtype="M8[D]"))
    assert found.dtype == np.bool_
    assert found.tolist() == [cal.is_workday(day) for day in known]


@EACH
@pytest.mark.parametrize("n", [1, 5, 20, 250])
def test_adding_one_number_is_adding_it_to_each(cal: sh.WorkCalendar, n: int) -> None:
    """One number for all rows gives what the calendar gives row by row."""
    rows = [(day, either(lambda day=day: cal.add(day, n))) for day in random_days(400, n)]
    answered = [(day, end) for day, end in rows if isinstance(end, date)]
    assert len(answered) > 100
    days, ends = zip(*answered, strict=True)
    assert as_days(batch.add(cal, np.array(days, dtype="M8[D]"), n)) == list(ends)


@EACH
@pytest.mark.parametrize("dtype", ["i1", "i4", "i8", "u1", "u8"])
def test_adding_a_number_per_row_is_adding_each(cal: sh.WorkCalendar, dtype: str) -> None:
    """A number for each row, of any whole type, gives what the calendar gives."""
    numbers = np.random.default_rng(7).integers(1, 100, 400).tolist()
    rows = [
        (day, n, either(lambda day=day, n=n: cal.add(day, n)))
        for day, n in zip(random_days(400, 8), numbers, strict=True)
    ]
    days, counts, ends = zip(*(row for row in rows if isinstance(row[2], date)), strict=True)
    array = np.array(days, dtype="M8[D]")
    assert as_days(batch.add(cal, array, np.array(counts, dtype=dtype))) == list(ends)


@EACH
def test_counting_is_the_same_for_each_pair(cal: sh.WorkCalendar) -> None:
    """For each pair of days the numbers are those of the calendar."""
    pairs = list(zip(random_days(600, 3), random_days(600, 4), strict=True))
    rows = [(*sorted(pair), either(lambda pair=pair: cal.count(*sorted(pair)))) for pair in pairs]
    starts, ends, counts = zip(*(row for row in rows if isinstance(row[2], int)), strict=True)
    found = batch.count(cal, np.array(starts, dtype="M8[D]"), np.array(ends, dtype="M8[D]"))
    assert found.dtype == np.int64
    assert found.tolist() == list(counts)


@EACH
@given(day=DAYS, n=st.integers(-1, 300))
def test_one_row_is_one_question(cal: sh.WorkCalendar, day: date, n: int) -> None:
    """Of a single row the batch answers, or refuses with the same code and facts, like a call."""
    expected = either(lambda: cal.add(day, n))
    for number in (n, np.array([n])):
        found = either(lambda number=number: as_days(batch.add(cal, [day], number))[0])
        assert found == expected
    works = either(lambda: cal.is_workday(day))
    assert either(lambda: bool(batch.is_workday(cal, [day])[0])) == works


@EACH
@given(one=DAYS, two=DAYS)
def test_one_pair_is_one_question(cal: sh.WorkCalendar, one: date, two: date) -> None:
    """Of a single pair the batch counts, or refuses with the same code and facts, like a call."""
    expected = either(lambda: cal.count(one, two))
    assert either(lambda: int(batch.count(cal, [one], [two])[0])) == expected


def test_more_rows_than_one_piece() -> None:
    """Rows beyond the size of a piece are answered like the first."""
    days = np.array(random_days(500, 1), dtype="M8[D]")
    days = days[days < np.datetime64("2026-06-01")]
    many = np.tile(days, 100_000 // days.size)
    numbers = np.tile(np.arange(1, days.size + 1) % 50 + 1, 100_000 // days.size)
    found = batch.add(CAL, many, numbers)
    assert found.size > 3 * (1 << 15) - 10_000
    assert (found.reshape(-1, days.size) == found[: days.size]).all()
    assert as_days(found[:20]) == [
        CAL.add(day, int(n)) for day, n in zip(as_days(many[:20]), numbers[:20], strict=True)
    ]


# ---- shapes


def test_shapes_broadcast() -> None:
    """Days in a column and numbers in a row give a table of ends."""
    days = np.array(["2026-09-18", "2026-09-24"], dtype="M8[D]")
    found = batch.add(CAL, days[:, None], np.array([1, 2, 3]))
    # 20 (make-up), 21, 22 September; 25 to 27 rest: 28, 29, 30 September.
    assert as_days(found) == [
        [date(2026, 9, 20), date(2026, 9, 21), date(2026, 9, 22)],
        [date(2026, 9, 28), date(2026, 9, 29), date(2026, 9, 30)],
    ]
    counts = batch.count(CAL, days[:, None], found)
    assert counts.tolist() == [[1, 2, 3], [1, 2, 3]]
    assert batch.is_workday(CAL, found).all()
    assert batch.count(CAL, days, np.datetime64("2026-09-30")).tolist() == [8, 3]


@pytest.mark.parametrize(
    "days",
    [
        [date(2026, 9, 18)],
        (date(2026, 9, 18),),
        np.array([date(2026, 9, 18)]),
        np.array(["2026-09-18"], dtype="M8[D]"),
        np.array(["2026-09-18", "1900-01-01"], dtype="M8[D]")[::2],
        np.broadcast_to(np.datetime64("2026-09-18"), (1,)),
    ],
    ids=["list", "tuple", "objects", "days", "every other", "read-only"],
)
def test_days_come_in_many_forms(days: object) -> None:
    """Lists of dates, arrays of days, slices and read-only views are answered alike."""
    assert batch.is_workday(CAL, days).tolist() == [True]
    assert as_days(batch.add(CAL, days, 1)) == [date(2026, 9, 20)]
    assert as_days(batch.add(CAL, days, [2])) == [date(2026, 9, 21)]
    assert batch.count(CAL, days, [date(2026, 9, 21)]).tolist() == [2]


def test_one_day_is_an_array_of_none() -> None:
    """A single day gives a single answer."""
    day = date(2026, 9, 18)
    assert bool(batch.is_workday(CAL, day)) is True
    assert batch.add(CAL, day, 1).item() == date(2026, 9, 20)
    assert int(batch.count(CAL, day, date(2026, 9, 21))) == 2


@pytest.mark.parametrize("n", [3, np.int8(3), np.uint64(3), np.array(3)])
def test_one_number_may_be_of_any_whole_type(n: object) -> None:
    """A number for all rows may be Python's or numpy's."""
    assert as_days(batch.add(CAL, [date(2026, 9, 18)], n)) == [date(2026, 9, 22)]


@pytest.mark.parametrize(
    "empty", [[], np.array([], dtype="M8[D]"), np.empty((0, 3), dtype="M8[D]")]
)
def test_no_days_give_no_answers(empty: object) -> None:
    """Empty arrays are answered with empty arrays of the right type and shape."""
    shape = np.asarray(empty).shape
    assert batch.is_workday(CAL, empty).dtype == np.bool_
    assert batch.add(CAL, empty, 20).dtype == np.dtype("M8[D]")
    assert batch.add(CAL, empty, np.empty(shape, dtype=np.int64)).dtype == np.dtype("M8[D]")
    assert batch.count(CAL, empty, empty).dtype == np.int64
    for found in (
        batch.is_workday(CAL, empty),
        batch.add(CAL, empty, 20),
        batch.add(HOLE, empty, 20),
        batch.add(CAL, empty, np.empty(shape, dtype=np.int64)),
        batch.count(CAL, empty, empty),
    ):
        assert found.shape == shape


def test_no_days_and_no_numbers_give_no_answers() -> None:
    """Two empty lists are as empty as two empty arrays."""
    assert batch.add(CAL, [], []).shape == (0,)


def test_a_date_that_somebody_made_more_of_is_a_day() -> None:
    """A subclass of date is a day to the batch as it is to the calendar."""

    class Holiday(date):
        pass

    assert batch.is_workday(CAL, [Holiday(2026, 9, 18)]).tolist() == [True]


# ---- the same refusals


def refused(ask: Callable[[], object], kind: type[Exception], code: str) -> sh.ServiceHallError:
    """Assert that a question is refused, and return the refusal."""
    with pytest.raises(kind) as caught:
        ask()
    assert isinstance(caught.value, sh.ServiceHallError)
    assert caught.value.code == code
    return caught.value


GOOD = [date(2026, 9, 18), date(2026, 9, 21)]


@pytest.mark.parametrize(
    ("cal", "bad", "code"),
    [
        (CAL, date(2003, 12, 31), "SH305"),
        (CAL, date(2027, 1, 1), "SH301"),
        (CAL, date(1970, 1, 1), "SH305"),
        (CAL, date(1969, 12, 31), "SH305"),
        (CAL, date(1900, 1, 1), "SH305"),
        (CAL, date(9999, 12, 31), "SH301"),
        (HOLE, GAP, "SH306"),
    ],
)
@pytest.mark.requirement("R-005")
def test_a_day_that_is_not_covered_is_refused_with_its_row(
    cal: sh.WorkCalendar, bad: date, code: str
) -> None:
    """A day that is not covered is refused as by the calendar, naming the first such row."""
    days = [*GOOD, bad, bad]
    later = [max(day, LAST) for day in days]
    earlier = [min(day, FIRST) for day in days]
    for ask in (
        lambda: batch.is_workday(cal, days),
        lambda: batch.add(cal, days, 1),
        lambda: batch.add(cal, days, [1, 1, 1, 1]),
        lambda: batch.count(cal, days, later),
        lambda: batch.count(cal, earlier, days),
    ):
        error = refused(ask, sh.CalendarCoverageError, code)
        assert error.__notes__ == ["  row    2 (and 1 more rows)"]
        assert str(bad) in str(error)


def test_a_count_over_a_hole_is_refused() -> None:
    """Neither a count nor an end may cross days that nothing known decides."""
    before, after = date(2011, 12, 30), date(2013, 1, 4)
    error = refused(
        lambda: batch.count(HOLE, [GOOD[0], before], [GOOD[1], after]),
        sh.CalendarCoverageError,
        "SH306",
    )
    assert error.__notes__ == ["  row    1 (and 0 more rows)"]
    for n in (5, [5, 5]):
        refused(
            lambda n=n: batch.add(HOLE, [GOOD[0], before], n), sh.CalendarCoverageError, "SH306"
        )


def test_an_end_beyond_coverage_is_refused() -> None:
    """An n-th working day after the last covered one is refused, naming its row."""
    days = [date(2026, 9, 18), date(2026, 12, 30)]
    for n in (2, [2, 2]):
        error = refused(lambda n=n: batch.add(CAL, days, n), sh.CalendarCoverageError, "SH301")
        assert "2 working days from 2026-12-30" in error.where
        assert error.__notes__ == ["  row    1 (and 0 more rows)"]


def test_an_end_before_its_start_is_refused() -> None:
    """A pair in the wrong order is refused with its row."""
    error = refused(lambda: batch.count(CAL, GOOD, [GOOD[1], GOOD[0]]), sh.InputValueError, "SH106")
    assert error.__notes__ == ["  row    1 (and 0 more rows)"]


@pytest.mark.parametrize(
    ("n", "kind", "code"),
    [
        (0, sh.InputValueError, "SH105"),
        (-3, sh.InputValueError, "SH105"),
        (10**9, sh.InputValueError, "SH105"),
        (2**62, sh.InputValueError, "SH105"),
        (2**63 - 1, sh.InputValueError, "SH105"),
        (10**30, sh.InputValueError, "SH105"),
        (np.int64(0), sh.InputValueError, "SH105"),
        (np.int64(2**63 - 1), sh.InputValueError, "SH105"),
        (np.uint64(2**64 - 1), sh.InputValueError, "SH105"),
        (np.array([1, 0]), sh.InputValueError, "SH105"),
        (np.array([1, 10**9]), sh.InputValueError, "SH105"),
        (np.array([1, 2**63 - 1]), sh.InputValueError, "SH105"),
        (np.array([1, 2**64 - 1], dtype="u8"), sh.InputValueError, "SH105"),
        (np.array([1, -128], dtype="i1"), sh.InputValueError, "SH105"),
        (2.0, sh.InputTypeError, "SH104"),
        (True, sh.InputTypeError, "SH104"),
        (np.True_, sh.InputTypeError, "SH104"),
        (None, sh.InputTypeError, "SH104"),
        ("3", sh.InputTypeError, "SH104"),
        ([1.0, 2.0], sh.InputTypeError, "SH104"),
        ([True, False], sh.InputTypeError, "SH104"),
        (["1", "2"], sh.InputTypeError, "SH104"),
        ([1, None], sh.InputTypeError, "SH104"),
    ],
)
def test_a_number_that_cannot_be_meant_is_refused(
    n: object, kind: type[Exception], code: str
) -> None:
    """Numbers below 1, absurd ones and those that are not whole are refused as by the calendar."""
    refused(lambda: batch.add(CAL, GOOD, n), kind, code)


@pytest.mark.parametrize(
    ("days", "code", "word"),
    [
        (["2026-09-18"], "SH140", "has dtype <U10"),
        ([1, 2], "SH140", "int64"),
        ([1.5], "SH140", "float64"),
        (np.array(["2026-09-18T12:00"], dtype="M8[s]"), "SH140", "datetime64[s]"),
        (np.array(["2026-09"], dtype="M8[M]"), "SH140", "datetime64[M]"),
        ([datetime(2026, 9, 18)], "SH101", "2026-09-18 00:00:00"),  # noqa: DTZ001  # refused
        ([date(2026, 9, 18), None], "SH102", "None (NoneType)"),
        ([date(2026, 9, 18), "2026-09-19"], "SH102", "(str)"),
        (None, "SH102", "None"),
    ],
)
def test_what_is_no_array_of_days_is_refused(days: object, code: str, word: str) -> None:
    """Text, numbers, instants and finer units are refused, and the conversion is named."""
    for ask in (
        lambda: batch.is_workday(CAL, days),
        lambda: batch.add(CAL, days, 1),
        lambda: batch.add(CAL, days, [1]),
        lambda: batch.count(CAL, days, GOOD),
    ):
        assert word in refused(ask, sh.InputTypeError, code).where
    error = refused(lambda: batch.count(CAL, GOOD, days), sh.InputTypeError, code)
    assert "ends" in error.where
    assert "ends" in error.in_chinese()


@pytest.mark.parametrize(
    "bad", [np.datetime64("NaT", "D"), np.datetime64("0000-01-01"), np.datetime64("20000-01-01")]
)
def test_a_missing_day_is_refused_with_its_row(bad: object) -> None:
    """NaT and years that no calendar has are refused, naming the first row."""
    days = np.array(["2026-09-18", bad, bad], dtype="M8[D]")
    later = np.array(["2026-12-01"] * 3, dtype="M8[D]")
    for ask in (
        lambda: batch.is_workday(CAL, days),
        lambda: batch.add(CAL, days, 1),
        lambda: batch.add(CAL, days, [1, 1, 1]),
        lambda: batch.count(CAL, days, later),
    ):
        error = refused(ask, sh.InputValueError, "SH141")
        assert error.where == "row 1"
        assert "第 1 行" in error.in_chinese()


def test_shapes_that_do_not_fit_are_refused() -> None:
    """Arrays that do not broadcast, and lists of different lengths, are refused by name."""
    ragged = [GOOD, [GOOD[0]]]
    for ask, name in (
        (lambda: batch.count(CAL, GOOD, [GOOD[0]] * 3), "starts, ends"),
        (lambda: batch.add(CAL, GOOD, [1, 2, 3]), "days, n"),
        (lambda: batch.add(CAL, GOOD, [[1, 2], [3]]), "n"),
        (lambda: batch.add(CAL, ragged, 1), "days"),
        (lambda: batch.is_workday(CAL, ragged), "days"),
        (lambda: batch.count(CAL, ragged, GOOD), "starts"),
        (lambda: batch.count(CAL, GOOD, ragged), "ends"),
    ):
        error = refused(ask, sh.InputValueError, "SH142")
        assert error.where == name
        assert error.why
        assert "形状" in error.in_chinese()


@pytest.mark.parametrize("cal", [None, "mainland", sh.mainland, [CAL], {}])
def test_what_is_no_calendar_is_refused(cal: object) -> None:
    """The calendar comes first: without one no array is answered, an empty one neither."""
    for ask in (
        lambda: batch.is_workday(cal, []),  # type: ignore[arg-type]  # that is the point
        lambda: batch.add(cal, GOOD, 1),  # type: ignore[arg-type]
        lambda: batch.count(cal, GOOD, GOOD),  # type: ignore[arg-type]
    ):
        error = refused(ask, sh.InputTypeError, "SH119")
        assert error.where == f"cal = {cal!r}"
        assert "WorkCalendar" in error.fix


def test_a_calendar_that_knows_nothing_refuses_every_day() -> None:
    """As known before the first notice no day is answered, and no day is no question."""
    nothing = CAL.as_known_on(date(2003, 12, 1))
    refused(lambda: batch.is_workday(nothing, GOOD), sh.CalendarCoverageError, "SH304")
    refused(lambda: batch.add(nothing, GOOD, 1), sh.CalendarCoverageError, "SH304")
    refused(lambda: batch.add(nothing, GOOD, [1, 1]), sh.CalendarCoverageError, "SH304")
    refused(lambda: batch.count(nothing, GOOD, GOOD), sh.CalendarCoverageError, "SH304")
    assert batch.is_workday(nothing, []).shape == (0,)
    assert batch.count(nothing, [], []).shape == (0,)


def test_an_estimating_calendar_refuses_too() -> None:
    """A bare array of days cannot say what is provisional: beyond coverage it is refused."""
    estimating = sh.mainland(beyond="estimate")
    refused(
        lambda: batch.is_workday(estimating, [date(2027, 1, 4)]),
        sh.CalendarCoverageError,
        "SH308",
    )


def test_ignoring_make_up_days_is_not_possible() -> None:
    """A make-up Sunday is counted by the batch as by the calendar."""
    sunday = date(2026, 9, 20)
    assert sunday.weekday() == 6
    assert batch.is_workday(CAL, [sunday, sunday - timedelta(1)]).tolist() == [True, False]
