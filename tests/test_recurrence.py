"""Recurrence: daily, weekly, half-monthly, monthly, quarterly and yearly duties.

The dates are in 2026, whose notice rests 1 to 3 January, 15 to 23 February, 4 to 6 April, 1 to 5
May, 19 to 21 June, 25 to 27 September and 1 to 7 October, and works on the weekend days 4 January,
14 and 28 February, 9 May, 20 September and 10 October.
"""

import itertools
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

import servicehall as sh

CAL = sh.mainland()
SEPTEMBER = (date(2026, 9, 1), date(2026, 9, 30))
YEAR = (date(2026, 1, 1), date(2026, 12, 30))

PERIODS = ["week", "half-month", "month", "quarter", "year"]
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def dues(rule: sh.Recurrence, stretch: tuple[date, date]) -> list[date]:
    """Return the days by which something is due."""
    return [occurrence.due for occurrence in rule.between(*stretch, CAL)]


def periods(every: str, first: date, last: date) -> list[tuple[date, date]]:
    """Return the periods of a rule."""
    rule = sh.Recurrence(every)  # type: ignore[arg-type]  # a literal of a list
    return [(found.first, found.last) for found in rule.between(first, last, CAL)]


# ---- single days


@pytest.mark.requirement("R-017")
def test_every_day_is_each_day_of_the_stretch() -> None:
    """A daily duty falls due on each day, both ends included."""
    assert dues(sh.Recurrence("day"), SEPTEMBER) == [date(2026, 9, d) for d in range(1, 31)]


@pytest.mark.requirement("R-017")
def test_every_working_day_follows_the_calendar() -> None:
    """A duty of each working day includes the make-up Sunday and leaves out holidays."""
    found = dues(sh.Recurrence("working day"), (date(2026, 9, 18), date(2026, 9, 30)))
    # 19 is a Saturday, 25 to 27 rest for 中秋节.
    assert [d.day for d in found] == [18, 20, 21, 22, 23, 24, 28, 29, 30]


@pytest.mark.parametrize(
    ("every", "days"),
    [
        ("Mon", [7, 14, 21, 28]),
        ("Thu", [3, 10, 17, 24]),
        ("Sun", [6, 13, 20, 27]),
        ("Tue", [1, 8, 15, 22, 29]),
    ],
)
@pytest.mark.requirement("R-017")
def test_a_weekday_comes_every_week(every: str, days: list[int]) -> None:
    """A duty of Mondays or Thursdays falls on each of them, whether the hall works or not."""
    assert [first.day for first, _ in periods(every, *SEPTEMBER)] == days


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("keep", [date(2026, 9, 25), date(2026, 10, 2), date(2026, 10, 9)]),
        ("next", [date(2026, 9, 28), date(2026, 10, 8), date(2026, 10, 9)]),
        ("skip", [date(2026, 10, 9)]),
    ],
)
def test_a_single_day_of_rest_is_kept_moved_or_dropped(rest: str, expected: list[date]) -> None:
    """On a rest day a weekly duty stays, moves to the next working day, or falls away."""
    rule = sh.Recurrence("Fri", rest=rest)  # type: ignore[arg-type]  # a literal of a list
    assert dues(rule, (date(2026, 9, 25), date(2026, 10, 9))) == expected


@pytest.mark.requirement("R-018")
def test_the_day_before_a_holiday_is_the_last_working_day_before_it() -> None:
    """A hygiene inspection falls due on the last working day before each statutory holiday."""
    assert dues(sh.Recurrence("day before holiday"), YEAR) == [
        date(2026, 2, 14),  # 春节: the make-up Saturday
        date(2026, 4, 3),  # 清明节 is Sunday 5 April
        date(2026, 4, 30),
        date(2026, 6, 18),
        date(2026, 9, 24),
        date(2026, 9, 30),
    ]


@pytest.mark.requirement("R-018")
def test_the_day_before_new_year_needs_the_next_notice() -> None:
    """Whether a working day is the last before 1 January only the next notice says."""
    with pytest.raises(sh.CalendarCoverageError):
        dues(sh.Recurrence("day before holiday"), (date(2026, 12, 1), date(2026, 12, 31)))
    assert dues(sh.Recurrence("day before holiday"), (date(2025, 12, 1), date(2025, 12, 31))) == [
        date(2025, 12, 31)
    ]


# ---- periods


@pytest.mark.parametrize(
    ("every", "stretch", "expected"),
    [
        (
            "week",
            (date(2026, 9, 1), date(2026, 9, 14)),
            # 7 and 14 September are Mondays; the week that began on 31 August is not begun again.
            [
                (date(2026, 9, 7), date(2026, 9, 13)),
                (date(2026, 9, 14), date(2026, 9, 20)),
            ],
        ),
        (
            "half-month",
            (date(2026, 2, 1), date(2026, 3, 1)),
            [
                (date(2026, 2, 1), date(2026, 2, 15)),
                (date(2026, 2, 16), date(2026, 2, 28)),
                (date(2026, 3, 1), date(2026, 3, 15)),
            ],
        ),
        (
            "month",
            (date(2024, 1, 15), date(2024, 3, 1)),
            [
                (date(2024, 2, 1), date(2024, 2, 29)),
                (date(2024, 3, 1), date(2024, 3, 31)),
            ],
        ),
        (
            "quarter",
            (date(2026, 1, 1), date(2026, 12, 31)),
            [
                (date(2026, 1, 1), date(2026, 3, 31)),
                (date(2026, 4, 1), date(2026, 6, 30)),
                (date(2026, 7, 1), date(2026, 9, 30)),
                (date(2026, 10, 1), date(2026, 12, 31)),
            ],
        ),
        (
            "year",
            (date(2025, 6, 1), date(2027, 1, 1)),
            [
                (date(2026, 1, 1), date(2026, 12, 31)),
                (date(2027, 1, 1), date(2027, 12, 31)),
            ],
        ),
    ],
)
@pytest.mark.requirement("R-017")
def test_periods_begin_inside_the_stretch(
    every: str, stretch: tuple[date, date], expected: list[tuple[date, date]]
) -> None:
    """Each period that begins in the stretch is named with its first and last day."""
    assert periods(every, *stretch) == expected


@pytest.mark.parametrize(
    ("every", "rest", "expected"),
    [
        # January ends on a Saturday, February on a make-up Saturday, May on a Sunday.
        ("month", "keep", [(1, 31), (2, 28), (3, 31), (4, 30), (5, 31)]),
        ("month", "next", [(2, 2), (2, 28), (3, 31), (4, 30), (6, 1)]),
        ("month", "skip", [(1, 30), (2, 28), (3, 31), (4, 30), (5, 29)]),
    ],
)
@pytest.mark.requirement("R-017")
def test_the_last_day_of_a_period_is_kept_or_moved(
    every: str, rest: str, expected: list[tuple[int, int]]
) -> None:
    """A period that ends on a rest day ends on it, after it, or on its last working day."""
    rule = sh.Recurrence(every, rest=rest)  # type: ignore[arg-type]  # literals of a list
    found = dues(rule, (date(2026, 1, 1), date(2026, 5, 31)))
    assert [(d.month, d.day) for d in found] == expected


def test_a_period_without_a_working_day_is_dropped() -> None:
    """The week of 春节 2026, from Monday 16 February, has no working day: nothing is due in it."""
    rule = sh.Recurrence("week", rest="skip")
    found = list(rule.between(date(2026, 2, 9), date(2026, 2, 23), CAL))
    assert [(week.first, week.due) for week in found] == [
        (date(2026, 2, 9), date(2026, 2, 14)),  # the make-up Saturday
        (date(2026, 2, 23), date(2026, 2, 28)),  # the make-up Saturday
    ]


def test_a_rule_that_looks_at_no_day_needs_no_notice() -> None:
    """Where rest days change nothing the rule answers for unpublished years too."""
    assert periods("quarter", date(2030, 1, 1), date(2030, 4, 1))[0] == (
        date(2030, 1, 1),
        date(2030, 3, 31),
    )
    rule = sh.Recurrence("quarter", rest="next")
    with pytest.raises(sh.CalendarCoverageError):
        dues(rule, (date(2030, 1, 1), date(2030, 4, 1)))


# ---- laws


@given(
    every=st.sampled_from(PERIODS),
    first=st.dates(date(2005, 1, 1), date(2025, 1, 1)),
    length=st.integers(0, 900),
)
def test_periods_follow_one_another_without_gap(every: str, first: date, length: int) -> None:
    """Each period begins on the day after the one before ended, and none begins outside."""
    last = first + timedelta(length)
    found = periods(every, first, last)
    for (_, end), (begin, _) in itertools.pairwise(found):
        assert begin == end + timedelta(1)
    assert all(first <= begin <= last for begin, _ in found)


@given(
    every=st.sampled_from([*PERIODS, *WEEKDAYS, "day", "working day"]),
    first=st.dates(date(2005, 1, 1), date(2024, 1, 1)),
    length=st.integers(0, 100),
)
def test_skipping_stays_inside_the_period_and_next_never_comes_early(
    every: str, first: date, length: int
) -> None:
    """Skipping ends on a working day inside the period, moving on the first one from its end."""
    last = first + timedelta(length)
    for rest in ("skip", "next"):
        rule = sh.Recurrence(every, rest=rest)  # type: ignore[arg-type]  # literals of a list
        for found in rule.between(first, last, CAL):
            assert CAL.is_workday(found.due)
            assert found.first <= found.due
            if rest == "skip":
                assert found.due <= found.last
            else:
                assert found.due == CAL.on_or_after(found.last)


# ---- refusals


def test_a_stretch_does_not_run_backwards() -> None:
    """A stretch that ends before it begins is refused when it is asked for, not when it is read."""
    with pytest.raises(sh.InputValueError) as caught:
        sh.Recurrence("day").between(date(2026, 9, 2), date(2026, 9, 1), CAL)
    assert caught.value.code == "SH106"


@pytest.mark.parametrize(
    ("first", "last"), [("2026-09-01", date(2026, 9, 2)), (date(2026, 9, 1), 3)]
)
def test_a_stretch_is_made_of_days(first: object, last: object) -> None:
    """Text and numbers are no days."""
    with pytest.raises(sh.InputTypeError, match="SH102"):
        sh.Recurrence("day").between(first, last, CAL)  # type: ignore[arg-type]  # the point


def test_a_stretch_is_not_made_of_instants() -> None:
    """An instant is no day."""
    noon = datetime(2026, 9, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
    with pytest.raises(sh.InputTypeError, match="SH101"):
        sh.Recurrence("day").between(noon, noon, CAL)


@given(
    every=st.sampled_from([*PERIODS, *WEEKDAYS, "day", "day before holiday"]),
    rest=st.sampled_from(["keep", "next", "skip"]),
    first=st.dates(date(2008, 1, 1), date(2024, 1, 1)),
    length=st.integers(0, 400),
    cut=st.integers(-40, 440),
)
def test_what_is_due_by_a_day_began_no_longer_ago_than_it_reaches(
    every: str, rest: str, first: date, length: int, cut: int
) -> None:
    """Leaving out what is due later leaves out nothing else."""
    rule = sh.Recurrence(every, rest=rest)  # type: ignore[arg-type]  # literals of a list
    last, due_by = first + timedelta(length), first + timedelta(cut)
    found = list(rule.between(first, last, CAL))
    assert list(rule.between(first, last, CAL, due_by=due_by)) == [
        one for one in found if one.due <= due_by
    ]
    assert all((one.due - one.first).days <= rule.reach for one in found)


def test_what_is_due_later_asks_for_no_day_that_is_not_published() -> None:
    """The last week of 2026 ends in 2027; for what is due in 2026 nobody must know that year."""
    weekly, december = sh.Recurrence("week", rest="next"), date(2026, 12, 1)
    with pytest.raises(sh.CalendarCoverageError):
        list(weekly.between(december, date(2026, 12, 31), CAL))
    found = weekly.between(december, date(2026, 12, 31), CAL, due_by=date(2026, 12, 31))
    assert [str(one.due) for one in found] == ["2026-12-14", "2026-12-21", "2026-12-28"]
