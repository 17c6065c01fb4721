"""Laws of the working calendar: what holds for every day and every number of days.

Three groups. Arithmetic: adding, going back and counting fit together. Oracle: the fast calendar
and the slow one of ``tests/oracle.py``, which shares neither code nor data with it, answer alike.
Derived calendars: overlays, copies, pickles and fingerprints change what they say and nothing else.

Counting never needs the kind of a day outside coverage: the days drawn here leave room at both
ends for the numbers drawn with them.
"""

import copy
import pickle
from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given, settings, strategies as st

import servicehall as sh
from tests import oracle

CAL = sh.mainland()
DAY = timedelta(days=1)
KNOWN = st.dates(oracle.FIRST, oracle.LAST)

# 500 working days are less than 25 months: the days drawn leave room for them on both sides.
NUMBERS = st.integers(1, 250)
DAYS = st.dates(date(2007, 6, 1), date(2024, 6, 30))
NEAR_HOLIDAYS = st.builds(
    lambda day, shift: day + shift * DAY,
    st.sampled_from(sorted(d for d in oracle.announced()[1] if 2008 <= d.year <= 2023)),
    st.integers(-12, 12),
)
STARTS = DAYS | NEAR_HOLIDAYS

OVERLAID = KNOWN | st.sampled_from(sorted(oracle.announced()[0] | oracle.announced()[1]))
"""Days for local arrangements: any, and many of those that notices arrange."""

FEWER = settings(max_examples=max(1, settings.default.max_examples // 5))
"""For laws of derived calendars: each example compiles a table of 8,000 days or two."""

# ---- arithmetic


@pytest.mark.requirement("R-001", "R-006")
@given(start=STARTS, n=NUMBERS)
def test_counting_undoes_adding(start: date, n: int) -> None:
    """From a day to the n-th working day after it there are n working days."""
    assert CAL.count(start, CAL.add(start, n)) == n


@given(start=STARTS, end=STARTS)
def test_adding_undoes_counting(start: date, end: date) -> None:
    """Adding the working days up to a working day leads to that working day."""
    assume(start < end)
    end = CAL.on_or_after(end)
    assert CAL.add(start, CAL.count(start, end)) == end


@given(start=STARTS, one=NUMBERS, two=NUMBERS)
def test_adding_is_additive(start: date, one: int, two: int) -> None:
    """Adding some working days and then more is adding all of them at once."""
    assert CAL.add(CAL.add(start, one), two) == CAL.add(start, one + two)


@given(end=STARTS, one=NUMBERS, two=NUMBERS)
def test_going_back_is_additive(end: date, one: int, two: int) -> None:
    """Going back some working days and then more is going back all of them at once."""
    assert CAL.before(CAL.before(end, one), two) == CAL.before(end, one + two)


@given(start=STARTS, n=NUMBERS)
def test_adding_is_strictly_monotone_in_the_number(start: date, n: int) -> None:
    """One more working day ends later, and no working day lies between."""
    sooner, later = CAL.add(start, n), CAL.add(start, n + 1)
    assert sooner < later
    assert not any(CAL.is_workday(d) for d in _days(sooner + DAY, later - DAY))


@given(one=STARTS, two=STARTS, n=NUMBERS)
def test_adding_is_monotone_in_the_start(one: date, two: date, n: int) -> None:
    """Who starts earlier does not end later."""
    first, second = sorted((one, two))
    assert CAL.add(first, n) <= CAL.add(second, n)


@pytest.mark.requirement("R-002", "R-003")
@given(start=STARTS, n=NUMBERS)
def test_adding_ends_on_a_working_day_after_the_start(start: date, n: int) -> None:
    """The n-th working day after a day is a working day, and the day itself never."""
    end = CAL.add(start, n)
    assert end > start
    assert CAL.is_workday(end)


@given(start=STARTS, n=NUMBERS)
def test_before_mirrors_add(start: date, n: int) -> None:
    """From a working day, n back and n forward are each other's inverse."""
    start = CAL.on_or_after(start)
    assert CAL.before(CAL.add(start, n), n) == start
    assert CAL.add(CAL.before(start, n), n) == start


@given(end=STARTS, n=NUMBERS)
def test_before_never_counts_the_end(end: date, n: int) -> None:
    """In [the n-th working day before a day, that day) there are n working days."""
    start = CAL.before(end, n)
    assert start < end
    assert CAL.count(start - DAY, end - DAY) == n
    assert CAL.is_workday(start)


@given(days=st.lists(KNOWN, min_size=3, max_size=3).map(sorted))
def test_count_is_additive_over_adjacent_stretches(days: list[date]) -> None:
    """A stretch has as many working days as the two parts into which it is cut."""
    first, middle, last = days
    assert CAL.count(first, last) == CAL.count(first, middle) + CAL.count(middle, last)


@given(day=KNOWN)
def test_an_empty_stretch_has_no_working_day(day: date) -> None:
    """From a day to itself there is no working day, since the start is not counted."""
    assert CAL.count(day, day) == 0


@given(day=STARTS)
def test_on_or_after_is_idempotent(day: date) -> None:
    """The first working day on or after a day is a working day, and its own first."""
    found = CAL.on_or_after(day)
    assert CAL.on_or_after(found) == CAL.on_or_before(found) == found >= day
    assert CAL.is_workday(found)


@given(day=STARTS)
def test_on_or_before_is_idempotent(day: date) -> None:
    """The last working day on or before a day is a working day, and its own last."""
    found = CAL.on_or_before(day)
    assert CAL.on_or_before(found) == CAL.on_or_after(found) == found <= day
    assert CAL.is_workday(found)


@given(day=STARTS)
def test_on_or_before_and_on_or_after_are_adjacent(day: date) -> None:
    """Around a rest day the working days before and after are neighbours; else they are one."""
    before, after = CAL.on_or_before(day), CAL.on_or_after(day)
    assert CAL.count(before, after) == (not CAL.is_workday(day))


# ---- the oracle


@pytest.mark.requirement("R-001", "R-002", "R-003", "R-004")
def test_every_day_is_what_the_oracle_says() -> None:
    """On each day of 22 years the calendar and the announced dates agree."""
    wrong = [d for d in oracle.all_days() if CAL.is_workday(d) != oracle.is_workday(d)]
    assert wrong == []


@pytest.mark.requirement("R-001", "R-006")
@given(start=STARTS, n=NUMBERS)
@example(start=date(2005, 12, 30), n=1)
@example(start=date(2018, 12, 20), n=7)
def test_add_is_what_the_oracle_says(start: date, n: int) -> None:
    """The n-th working day after a day is the one found by walking there."""
    assert CAL.add(start, n) == oracle.add(start, n)


@given(end=STARTS, n=NUMBERS)
@example(end=date(2006, 1, 4), n=1)
def test_before_is_what_the_oracle_says(end: date, n: int) -> None:
    """The n-th working day before a day is the one found by walking back."""
    assert CAL.before(end, n) == oracle.before(end, n)


@given(days=st.lists(STARTS, min_size=2, max_size=2).map(sorted))
def test_count_is_what_the_oracle_says(days: list[date]) -> None:
    """There are as many working days in (start, end] as a walk meets."""
    assert CAL.count(*days) == oracle.count(*days)


@given(day=KNOWN)
def test_certainty_of_a_published_day(day: date) -> None:
    """Each day is certain but 29 to 31 December of the last published year."""
    provisional = date(2026, 12, 29) <= day
    expected = sh.Certainty.PROVISIONAL if provisional else sh.Certainty.CERTAIN
    assert CAL.certainty(day) is expected is CAL.day(day).certainty


@given(day=KNOWN)
def test_a_day_and_its_kind_agree(day: date) -> None:
    """A day, its kind and the calendar agree on whether it is worked."""
    found = CAL.day(day)
    assert found.date == day
    assert found.is_workday is found.kind.is_workday is CAL.is_workday(day)


@pytest.mark.requirement("R-002", "R-004")
@given(day=KNOWN)
def test_a_kind_fits_its_weekday(day: date) -> None:
    """Only weekends are made up, only weekdays are adjusted, and a plain day is as its weekday."""
    kind = CAL.day(day).kind
    on_weekends = {sh.DayKind.WEEKEND, sh.DayKind.MAKE_UP_WORKDAY, sh.DayKind.STATUTORY_HOLIDAY}
    on_weekdays = {sh.DayKind.WORKDAY, sh.DayKind.ADJUSTED_REST_DAY, sh.DayKind.STATUTORY_HOLIDAY}
    assert kind in (on_weekends if day.weekday() >= 5 else on_weekdays)


@pytest.mark.requirement("R-005")
@given(day=st.dates(date(2027, 1, 1), date(2099, 12, 31)))
def test_an_unpublished_day_is_refused(day: date) -> None:
    """After the last published year nothing is said of a day, whatever its weekday."""
    with pytest.raises(sh.CalendarCoverageError):
        CAL.is_workday(day)
    with pytest.raises(sh.CalendarCoverageError):
        CAL.day(day)
    assert CAL.certainty(day) is sh.Certainty.UNKNOWN


@pytest.mark.requirement("R-005")
@given(start=st.dates(date(2026, 6, 1), date(2026, 12, 31)), n=st.integers(1, 400))
def test_adding_past_what_is_published_is_refused(start: date, n: int) -> None:
    """The n-th working day is answered as long as it is published and refused after that."""
    if n <= oracle.count(start, oracle.LAST):
        assert CAL.add(start, n) == oracle.add(start, n)
    else:
        with pytest.raises(sh.CalendarCoverageError):
            CAL.add(start, n)


# ---- copies


@given(start=STARTS, n=NUMBERS)
def test_pickles_and_copies_answer_alike(start: date, n: int) -> None:
    """A calendar that was pickled or copied keeps its answers and its fingerprint."""
    for twin in _TWINS:
        assert twin == CAL
        assert hash(twin) == hash(CAL)
        assert twin.fingerprint == CAL.fingerprint
        assert twin.add(start, n) == CAL.add(start, n)
        assert twin.day(start) == CAL.day(start)


def test_a_pickled_derived_calendar_keeps_its_answers() -> None:
    """What was derived (known on a day, overlaid, estimating) survives a pickle."""
    derived = sh.mainland(beyond="estimate").overlay(rest=[date(2019, 4, 30)], name="地方节日")
    derived = derived.as_known_on(date(2019, 5, 20))
    twin = pickle.loads(pickle.dumps(derived))  # noqa: S301  # made a line above
    assert twin.fingerprint == derived.fingerprint
    assert twin.known_on == derived.known_on
    assert twin.estimates


# ---- overlays


@FEWER
@given(data=st.data(), rest=st.sets(OVERLAID, max_size=8), work=st.sets(OVERLAID, max_size=8))
def test_an_overlay_overrides_both_ways(
    data: st.DataObject, rest: set[date], work: set[date]
) -> None:
    """On its days a local arrangement decides, on all others the nation does."""
    rest = _restable(rest - work)
    work = _workable(work)
    local = CAL.overlay(rest=rest, work=work, name="地方节日")
    for day in {*rest, *work, data.draw(KNOWN)}:
        expected = day in work or (day not in rest and oracle.is_workday(day))
        assert local.is_workday(day) is expected


@FEWER
@given(rest=st.sets(OVERLAID, min_size=1, max_size=8))
def test_an_overlay_leaves_the_calendar_beneath_alone(rest: set[date]) -> None:
    """A local arrangement makes a new calendar; the national one answers as before."""
    before = CAL.fingerprint
    CAL.overlay(rest=rest, name="地方节日", years=range(2004, 2027))
    assert CAL.fingerprint == before
    assert all(CAL.is_workday(d) == oracle.is_workday(d) for d in rest)


@FEWER
@given(days=st.sets(OVERLAID, min_size=2, max_size=8), cut=st.integers(1, 7))
def test_disjoint_overlays_may_come_in_any_order(days: set[date], cut: int) -> None:
    """Two local arrangements on different days give the same calendar in both orders."""
    rest, work = _restable(sorted(days)[:cut]), _workable(sorted(days)[cut:])
    one = CAL.overlay(rest=rest, name="甲", division="45").overlay(
        work=work, name="乙", division="4501"
    )
    two = CAL.overlay(work=work, name="乙", division="4501").overlay(
        rest=rest, name="甲", division="45"
    )
    assert one.fingerprint == two.fingerprint
    assert all(one.day(d).kind is two.day(d).kind for d in days)


@given(day=KNOWN, start=STARTS, n=NUMBERS)
def test_an_empty_overlay_changes_no_working_day(day: date, start: date, n: int) -> None:
    """An arrangement without days leaves every kind as it is; certain it is no longer."""
    assert _EMPTY.day(day).kind is CAL.day(day).kind
    assert _EMPTY.add(start, n) == CAL.add(start, n)
    assert _EMPTY.certainty(day) is sh.Certainty.PROVISIONAL


@given(day=KNOWN)
def test_an_empty_overlay_that_is_complete_changes_nothing(day: date) -> None:
    """An arrangement said to be complete for all years and without days is no difference."""
    assert _EMPTY_BUT_COMPLETE.fingerprint == CAL.fingerprint
    assert _EMPTY_BUT_COMPLETE.day(day) == CAL.day(day)


@FEWER
@given(years=st.sets(st.integers(2005, 2026)), day=KNOWN)
def test_years_without_a_complete_arrangement_are_provisional(years: set[int], day: date) -> None:
    """A day of a place is certain only in the years for which its arrangement is complete."""
    local = CAL.overlay(name="三月三", division="45", years=years)
    firm = day.year in years and day < date(2026, 12, 29)
    assert local.certainty(day) is (sh.Certainty.CERTAIN if firm else sh.Certainty.PROVISIONAL)


@FEWER
@given(rest=st.sets(OVERLAID, min_size=1, max_size=8))
def test_a_festival_of_one_group_changes_no_day(rest: set[date]) -> None:
    """A festival that only one group keeps leaves the office open: no kind changes."""
    local = CAL.overlay(rest=rest, name="阔时节", group="傈僳族职工", years=range(2004, 2027))
    assert local.fingerprint == CAL.fingerprint


@FEWER
@given(rest=st.sets(OVERLAID, min_size=1, max_size=8))
def test_a_statutory_holiday_stays_one_under_an_overlay(rest: set[date]) -> None:
    """A place that rests on a statutory holiday does not take the holiday away."""
    local = CAL.overlay(rest=rest, name="地方节日")
    for day in rest:
        statutory = CAL.day(day).kind is sh.DayKind.STATUTORY_HOLIDAY
        expected = sh.DayKind.STATUTORY_HOLIDAY if statutory else sh.DayKind.LOCAL_REST_DAY
        assert local.day(day).kind is expected


# ---- fingerprints


@FEWER
@given(one=st.sets(OVERLAID, max_size=6), two=st.sets(OVERLAID, max_size=6))
def test_fingerprints_are_equal_exactly_if_the_answers_are(one: set[date], two: set[date]) -> None:
    """Two calendars have one fingerprint if every day is the same in both, and not otherwise."""
    first = CAL.overlay(rest=one, name="甲", citation="一号", division="45")
    second = CAL.overlay(rest=two, name="乙", citation="二号", division="45")
    alike = all(first.day(d).kind is second.day(d).kind for d in one | two)
    assert (first.fingerprint == second.fingerprint) is alike
    assert (first == second) is alike


@FEWER
@given(one=st.sets(st.integers(2005, 2026)), two=st.sets(st.integers(2005, 2026)))
def test_a_fingerprint_covers_certainties(one: set[int], two: set[int]) -> None:
    """Calendars that are certain of different years have different fingerprints."""
    first = CAL.overlay(name="三月三", division="45", years=one)
    second = CAL.overlay(name="三月三", division="45", years=two)
    assert (first.fingerprint == second.fingerprint) is (one == two)


@FEWER
@given(day=st.dates(date(2004, 1, 10), date(2026, 11, 30)), more=st.integers(1, 400))
def test_a_fingerprint_covers_what_was_known(day: date, more: int) -> None:
    """As known on two days, the calendar has one fingerprint exactly if no answer differs."""
    one, two = CAL.as_known_on(day), CAL.as_known_on(day + more * DAY)
    alike = all(_answer(one, d) == _answer(two, d) for d in _days(CAL.first, CAL.last))
    assert (one.fingerprint == two.fingerprint) is alike


@FEWER
@given(day=st.dates(date(2025, 11, 4), date(2099, 12, 31)))
def test_once_all_is_published_nothing_depends_on_the_day_of_knowledge(day: date) -> None:
    """As known on any day after the last notice was published, the calendar is the same."""
    assert CAL.as_known_on(day).fingerprint == CAL.fingerprint


@FEWER
@given(one=KNOWN, two=KNOWN)
def test_knowing_is_not_undone_by_asking_later(one: date, two: date) -> None:
    """What was known on one of two days is what was known on the earlier of them."""
    assert CAL.as_known_on(one).as_known_on(two) == CAL.as_known_on(min(one, two))


# ---- helpers

_EMPTY = CAL.overlay(name="无", division="45")
_EMPTY_BUT_COMPLETE = CAL.overlay(name="无", division="45", years=range(2004, 2027))
_TWINS = (
    pickle.loads(pickle.dumps(CAL)),  # noqa: S301  # made on this line
    copy.copy(CAL),
    copy.deepcopy(CAL),
)


def _days(first: date, last: date) -> list[date]:
    """Return the days from the first to the last, both included."""
    return [first + n * DAY for n in range((last - first).days + 1)]


def _restable(days: Iterable[date]) -> list[date]:
    """Return the days on which a place can rest although the nation does not say so."""
    return [d for d in days if CAL.day(d).kind is not sh.DayKind.STATUTORY_HOLIDAY]


def _workable(days: Iterable[date]) -> list[date]:
    """Return the days that can be made local workdays: rest, but no statutory holiday."""
    return [d for d in _restable(days) if not oracle.is_workday(d)]


def _answer(calendar: sh.WorkCalendar, day: date) -> object:
    try:
        return calendar.day(day).kind, calendar.certainty(day)
    except sh.CalendarCoverageError:
        return None
