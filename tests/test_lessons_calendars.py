"""Lessons from other systems: each test carries the rule that keeps a known fault out.

The faults were found in calendars and workflow systems that a hall would otherwise use: days that
were guessed, intervals whose ends differ silently, pauses that were summed, clocks that run by
themselves. Here are the rules on calendars, on deadlines and clocks, and on the edge cases of
receipt, hours and pauses. Expected days were counted by hand from the notices, or walked to by
``tests/oracle.py``.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

import servicehall as sh
from tests import oracle
from tests.oracle import at

CAL = sh.mainland()
TOWN = sh.OfficeHours.of("08:00-12:00", "14:30-17:30")
DAY = timedelta(days=1)
STARTS = [d for d in oracle.all_days() if d < date(2026, 11, 1)]

Parts = tuple[int, int, int]


# ---- calendars


@pytest.mark.requirement("R-004")
def test_the_day_table_comes_from_the_notices_and_not_from_libraries() -> None:
    """Saturday 2005-12-31, which libraries call rest, is worked by 国办发明电〔2005〕35号."""
    day = CAL.day(date(2005, 12, 31))
    assert day.is_workday
    assert day.kind is sh.DayKind.MAKE_UP_WORKDAY
    assert day.citation.number == "国办发明电〔2005〕35号"


@pytest.mark.requirement("R-005")
@pytest.mark.parametrize("day", [date(2027, 1, 1), date(2027, 3, 1), date(2027, 10, 1)])
def test_past_what_is_published_is_an_error(day: date) -> None:
    """Of an unpublished day, holiday or not, nothing is answered that cannot say it is a guess."""
    for calendar in (CAL, sh.mainland(beyond="estimate")):
        with pytest.raises(sh.CalendarCoverageError):
            calendar.is_workday(day)
        with pytest.raises(sh.CalendarCoverageError):
            calendar.add(date(2026, 12, 1), 60)
        with pytest.raises(sh.CalendarCoverageError):
            calendar.count(date(2026, 12, 1), day)


@pytest.mark.requirement("R-005")
def test_an_estimate_says_that_it_is_one() -> None:
    """An estimated day is provisional, an estimated deadline too, with a window and a reason."""
    estimating = sh.mainland(beyond="estimate")
    holiday = estimating.day(date(2027, 10, 1))
    assert holiday.kind is sh.DayKind.STATUTORY_HOLIDAY
    assert holiday.certainty is sh.Certainty.PROVISIONAL
    found = sh.deadline(date(2026, 12, 15), sh.WorkingDays(20), estimating)
    assert found.certainty is sh.Certainty.PROVISIONAL
    assert found.reason
    earliest, latest = found.window
    assert earliest <= found.due <= latest


@pytest.mark.requirement("R-005")
@pytest.mark.parametrize("due", [date(2026, 12, 30), date(2027, 10, 6)])
def test_an_instant_that_rests_on_a_guess_says_so(due: date) -> None:
    """Closing time, if the day is worked, or 24:00, if not: of an open day neither is certain."""
    estimating = sh.mainland(beyond="estimate")
    start = date(2026, 12, 1)
    for limit in (sh.FixedDate(due), sh.NaturalDays((due - start).days)):
        found = sh.deadline(start, limit, estimating, hours=TOWN, roll=False)
        assert found.due == due
        assert found.certainty is sh.Certainty.PROVISIONAL


@pytest.mark.requirement("R-005")
@pytest.mark.parametrize("day", [29, 30, 31])
def test_the_end_of_december_of_the_last_published_year_is_provisional(day: int) -> None:
    """29 to 31 December 2026 may be changed by the next notice; 2025's no longer can."""
    assert CAL.certainty(date(2026, 12, day)) is sh.Certainty.PROVISIONAL
    assert CAL.certainty(date(2025, 12, day)) is sh.Certainty.CERTAIN
    before = CAL.as_known_on(date(2025, 11, 3))
    assert before.certainty(date(2025, 12, day)) is sh.Certainty.PROVISIONAL


@pytest.mark.parametrize(
    ("start", "n", "published", "before", "after"),
    [
        ((2015, 8, 28), 5, (2015, 5, 13), (2015, 9, 4), (2015, 9, 7)),
        ((2018, 12, 20), 7, (2018, 12, 6), (2018, 12, 31), (2018, 12, 29)),
        ((2019, 4, 25), 3, (2019, 3, 22), (2019, 4, 30), (2019, 4, 29)),
        ((2020, 1, 22), 2, (2020, 1, 27), (2020, 1, 31), (2020, 2, 3)),
    ],
)
def test_a_notice_lists_the_deadlines_it_moves_from_what_to_what(
    start: Parts, n: int, published: Parts, before: Parts, after: Parts
) -> None:
    """A stored deadline that a notice moves is listed with both days; others are not."""
    old, new = CAL.as_known_on(date(*published) - DAY), CAL.as_known_on(date(*published))
    stored = {
        "moves": sh.deadline(date(*start), sh.WorkingDays(n), old),
        "stays": sh.deadline(date(2014, 3, 3), sh.WorkingDays(n), old),
    }
    (move,) = sh.moved(stored, old, new)
    assert move.key == "moves"
    assert (move.before.due, move.after.due) == (date(*before), date(*after))


def test_a_local_overlay_overrides_both_ways() -> None:
    """Guangxi 2017 rested on the national make-up Saturday 04-01 and worked on 04-08 instead."""
    local = CAL.overlay(
        rest=[date(2017, 3, 30), date(2017, 3, 31), date(2017, 4, 1)],
        work=[date(2017, 4, 8)],
        name="三月三",
        division="45",
        citation="广西壮族自治区人民政府令第98号",
        years=[2017],
    )
    assert CAL.is_workday(date(2017, 4, 1))
    assert not local.is_workday(date(2017, 4, 1))
    assert local.is_workday(date(2017, 4, 8))
    assert local.add(date(2017, 3, 29), 1) == date(2017, 4, 5)
    assert local.day(date(2017, 4, 8)).kind is sh.DayKind.LOCAL_WORKDAY


def test_a_festival_of_one_group_does_not_close_the_office() -> None:
    """Xinjiang 2005: on 24 and 25 January only some were free, and the clock ran."""
    days = [date(2005, 1, 24), date(2005, 1, 25)]
    local = CAL.overlay(rest=days, name="古尔邦节", division="65", group="过节职工", years=[2005])
    assert all(local.is_workday(d) for d in days)
    assert local.add(date(2005, 1, 21), 2) == days[1]
    assert "古尔邦节" in local.day(days[0]).note


@pytest.mark.requirement("R-006", "R-012")
def test_the_first_day_is_never_counted() -> None:
    """From Saturday 12 September 2026, one working day ends on Monday and not on Tuesday."""
    saturday = date(2026, 9, 12)
    assert CAL.add(saturday, 1) == date(2026, 9, 14)
    assert sh.deadline(saturday, sh.WorkingDays(1), CAL).due == date(2026, 9, 14)


@pytest.mark.requirement("R-012")
def test_a_later_deemed_receipt_is_a_separate_rule_with_a_name() -> None:
    """Deemed received on Monday, where asked for, one working day from Saturday is Tuesday."""
    found = sh.deadline(date(2026, 9, 12), sh.WorkingDays(1), CAL, deemed_receipt=True)
    assert found.due == date(2026, 9, 15)
    assert found.day_0 == date(2026, 9, 14)
    assert "视为" in found.explain()


@pytest.mark.requirement("R-004", "R-009")
@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        (date(2026, 9, 25), 15, date(2026, 10, 10)),  # a make-up Saturday
        (date(2026, 9, 5), 15, date(2026, 9, 20)),  # a make-up Sunday
        (date(2026, 9, 4), 8, date(2026, 9, 14)),  # an ordinary Saturday rolls
        (date(2026, 9, 21), 10, date(2026, 10, 8)),  # a holiday Thursday rolls
    ],
)
def test_a_natural_period_that_ends_on_a_make_up_day_does_not_roll(
    start: date, n: int, due: date
) -> None:
    """What rolls is a period that ends on a rest day, not one that ends on a weekend."""
    assert sh.deadline(start, sh.NaturalDays(n), CAL).due == due


@pytest.mark.parametrize(
    "function",
    [
        sh.WorkCalendar.add,
        sh.WorkCalendar.before,
        sh.WorkCalendar.count,
        sh.WorkCalendar.on_or_after,
        sh.WorkCalendar.on_or_before,
        sh.Deadline.days_saved,
        sh.Deadline.days_late,
    ],
    ids=lambda function: function.__name__,
)
def test_a_counting_function_says_which_ends_count(function: Callable[..., object]) -> None:
    """The docstring or the name of a counting function says whether each end is counted."""
    text = f"{function.__name__.replace('_', ' ')} {function.__doc__}"
    assert re.search(r"(not|never) counted|on or (after|before)", text)


@pytest.mark.requirement("R-004")
def test_make_up_days_are_counted_from_every_start() -> None:
    """From each day of 22 years the 20th working day is the one that the oracle counts to."""
    wrong = [d for d in STARTS if CAL.add(d, 20) != oracle.add(d, 20)]
    assert wrong == []


def test_the_batch_path_uses_the_same_table_as_the_scalar_path() -> None:
    """For each day of 22 years at once, batch and calendar give the same answers."""
    pytest.importorskip("numpy", reason="the extra 'batch' is not installed")
    from servicehall import batch  # needs the extra

    ends = [d + 45 * DAY for d in STARTS]
    assert batch.is_workday(CAL, STARTS).tolist() == [CAL.is_workday(d) for d in STARTS]
    assert batch.add(CAL, STARTS, 20).tolist() == [CAL.add(d, 20) for d in STARTS]
    pairs = zip(STARTS, ends, strict=True)
    assert batch.count(CAL, STARTS, ends).tolist() == [CAL.count(*pair) for pair in pairs]


@pytest.mark.parametrize("days", [STARTS[:1], STARTS[4000:4001], STARTS[-1:]])
def test_a_question_about_a_day_reads_the_table_and_computes_nothing(days: list[date]) -> None:
    """Telling whether a day is worked, or adding to it, calls no further function."""
    (day,) = days
    assert _calls_inside(lambda: CAL.is_workday(day)) == 1
    assert _calls_inside(lambda: CAL.add(day, 20)) == 1


# ---- deadlines and clocks


@pytest.mark.requirement("R-099")
def test_parallel_pauses_are_united_and_not_summed() -> None:
    """Two identical pauses of five working days give back five, not ten."""
    pause = (date(2026, 3, 4), date(2026, 3, 10))
    once, twice = (
        sh.deadline(date(2026, 3, 2), sh.WorkingDays(5), CAL, pauses=[pause] * times)
        for times in (1, 2)
    )
    assert once.due == twice.due == date(2026, 3, 16)


def test_late_is_a_comparison_of_instants_and_not_of_day_counts() -> None:
    """Finished on a rest day after the limit: no working day late, and late all the same."""
    found = sh.deadline(date(2026, 9, 28), sh.WorkingDays(2), CAL, hours=TOWN)
    assert found.due_at == at(date(2026, 9, 30), time(17, 30))
    done = at(date(2026, 10, 3), time(10))
    assert found.days_late(done) == 0
    assert found.met_by(done) is False
    assert found.met_by(at(date(2026, 9, 30), time(17, 30))) is True
    assert found.met_by(at(date(2026, 9, 30), time(17, 31))) is False


@pytest.mark.requirement("R-101")
def test_state_is_derived_for_a_given_as_of() -> None:
    """An open pause is looked at on the day one asks for, and only on that."""
    told = [
        sh.deadline(
            date(2026, 3, 2),
            sh.WorkingDays(5),
            CAL,
            pauses=[(date(2026, 3, 4), None)],
            as_of=as_of,
        ).not_before
        for as_of in (date(2026, 3, 4), date(2026, 3, 6), date(2026, 3, 10))
    ]
    assert told == [date(2026, 3, 10), date(2026, 3, 12), date(2026, 3, 16)]


@pytest.mark.requirement("R-101")
def test_there_is_no_hidden_clock() -> None:
    """Outside the command line nothing in the library asks what time it is."""
    root = Path(sh.__file__).parent
    files = [f for f in root.rglob("*.py") if "cli" not in f.relative_to(root).parts]
    assert len(files) > 20
    asking = {f.name: names for f in files if (names := sorted(_clock_reads(f)))}
    assert asking == {}


@pytest.mark.requirement("R-008")
def test_units_are_different_types() -> None:
    """One of each unit: no two are equal, and none extends another."""
    ones = [
        sh.WorkingDays(1),
        sh.NaturalDays(1),
        sh.Months(1),
        sh.Minutes(1),
        sh.Minutes(1, clock="wall"),
    ]
    assert len(set(ones)) == len(ones)
    start = at(date(2026, 9, 14), time(9))
    for limit in ones:
        for extension in set(ones) - {limit}:
            if (limit, extension) == (sh.Months(1), sh.NaturalDays(1)):
                continue
            with pytest.raises(sh.InputValueError):
                sh.deadline(start, limit, CAL, hours=TOWN, extensions=[extension])


@pytest.mark.requirement("R-008", "R-009")
@pytest.mark.parametrize("text", ["15日", "15天", "15", "15 days", "一周左右"])
def test_a_bare_number_of_days_is_refused(text: str) -> None:
    """What does not say which days it means is not read as a limit."""
    with pytest.raises(sh.InputValueError):
        sh.parse_limit(text)


@pytest.mark.requirement("R-008", "R-009")
@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("20个工作日", sh.WorkingDays(20)),
        ("15个自然日", sh.NaturalDays(15)),
        ("1周", sh.NaturalDays(7)),
        ("30 office minutes", sh.Minutes(30)),
        ("当日", sh.SameDay()),
    ],
)
def test_a_limit_keeps_its_unit(text: str, limit: sh.Limit) -> None:
    """A limit is read in the unit it states, a week as seven natural days."""
    assert sh.parse_limit(text) == limit


@pytest.mark.requirement("R-008")
def test_a_limit_is_explained_in_the_words_of_its_source() -> None:
    """The wording of the source is shown beside the figure."""
    limit = sh.WorkingDays(20, words="自受理之日起二十日内")
    found = sh.deadline(date(2026, 9, 18), limit, CAL)
    assert found.limit.words == limit.words
    assert limit.words in found.explain()
    assert "20个工作日" in found.explain()


@pytest.mark.parametrize("last", [None, date(2026, 3, 31)])
def test_a_pause_after_expiry_never_unbreaches(last: date | None) -> None:
    """A pause that begins on the day after the limit leaves the limit where it was."""
    found = sh.deadline(
        date(2026, 3, 2),
        sh.WorkingDays(5),
        CAL,
        pauses=[(date(2026, 3, 10), last)],
        as_of=date(2026, 4, 1),
    )
    assert found.due == date(2026, 3, 9)
    assert found.met_by(date(2026, 3, 20)) is False


# ---- edge cases


@pytest.mark.requirement("R-006", "R-012")
@pytest.mark.parametrize(
    ("start", "due"),
    [
        (at(date(2026, 9, 17), time(17, 45)), date(2026, 9, 18)),  # Thursday after closing
        (at(date(2026, 9, 18), time(17, 45)), date(2026, 9, 20)),  # Friday; Sunday is worked
        (at(date(2026, 9, 19), time(10)), date(2026, 9, 20)),  # a Saturday
        (at(date(2026, 10, 1), time(10)), date(2026, 10, 8)),  # a holiday
    ],
)
def test_received_out_of_hours_keeps_its_arrival_and_counts_from_the_next_working_day(
    start: datetime, due: date
) -> None:
    """After closing or on a rest day: the true arrival stays, day 1 is the next working day."""
    found = sh.deadline(start, sh.WorkingDays(1), CAL, hours=TOWN)
    assert found.start == start
    assert found.day_0 == start.date()
    assert found.due_at == at(due, time(17, 30))
    assert "第201条" in found.explain()


@pytest.mark.requirement("R-012")
@pytest.mark.parametrize(
    ("start", "due"),
    [
        (at(date(2026, 9, 17), time(17, 30)), date(2026, 9, 18)),  # not after closing
        (at(date(2026, 9, 17), time(17, 31)), date(2026, 9, 20)),  # deemed received on the 18th
        (at(date(2026, 9, 19), time(10)), date(2026, 9, 21)),  # on Sunday, which is worked
    ],
)
def test_a_deemed_receipt_moves_day_0_to_the_next_working_day(start: datetime, due: date) -> None:
    """Where a local rule deems it received later, counting begins after that day."""
    found = sh.deadline(start, sh.WorkingDays(1), CAL, hours=TOWN, deemed_receipt=True)
    assert found.start == start
    assert found.due == due


@pytest.mark.requirement("R-013")
def test_service_on_a_rest_day_does_not_make_it_count() -> None:
    """Taken in by appointment on Saturday, or on Friday before: the limit is the same."""
    friday, saturday = date(2026, 9, 11), date(2026, 9, 12)
    ends = {
        sh.deadline(day, sh.WorkingDays(5), CAL, counting_from=counting_from).due
        for day, counting_from in (
            (friday, "next_day"),
            (saturday, "next_day"),
            (saturday, "same_day"),
        )
    }
    assert ends == {date(2026, 9, 18)}


@pytest.mark.requirement("R-090")
def test_after_a_supplement_the_count_starts_on_the_day_after_it() -> None:
    """Supplements received on Monday 14 September: five working days end on Sunday the 20th."""
    supplemented = date(2026, 9, 14)
    assert sh.deadline(supplemented, sh.WorkingDays(5), CAL).due == date(2026, 9, 20)


@pytest.mark.requirement("R-007")
def test_a_local_rule_may_count_the_day_of_receipt() -> None:
    """Counted from the day itself, five working days from Monday end on Friday."""
    found = sh.deadline(date(2026, 9, 14), sh.WorkingDays(5), CAL, counting_from="same_day")
    assert found.due == date(2026, 9, 18)


@pytest.mark.requirement("R-011", "R-014")
@pytest.mark.parametrize(
    ("begun", "ends"),
    [
        (time(11, 30), time(12)),  # the first possible instant, not 14:30
        (time(11, 45), time(14, 45)),
        (time(12), time(15)),
        (time(13), time(15)),
        (time(7), time(8, 30)),
        (time(17), time(17, 30)),
    ],
)
def test_thirty_office_minutes_leave_out_the_midday_break(begun: time, ends: time) -> None:
    """In a hall that is closed from 12:00 to 14:30, thirty minutes are thirty open ones."""
    day = date(2026, 9, 18)
    found = sh.deadline(at(day, begun), sh.Minutes(30), CAL, hours=TOWN)
    assert found.due_at == at(day, ends)


@pytest.mark.requirement("R-011")
@pytest.mark.parametrize(
    ("start", "due_at"),
    [
        (at(date(2026, 9, 18), time(17, 15)), at(date(2026, 9, 20), time(8, 15))),
        (at(date(2026, 9, 30), time(17, 30)), at(date(2026, 10, 8), time(8, 30))),
        (at(date(2026, 10, 3), time(10)), at(date(2026, 10, 8), time(8, 30))),
    ],
)
def test_office_minutes_go_on_at_the_next_opening(start: datetime, due_at: datetime) -> None:
    """Nights and rest days are left out; a make-up Sunday is not."""
    assert sh.deadline(start, sh.Minutes(30), CAL, hours=TOWN).due_at == due_at


@pytest.mark.requirement("R-011")
def test_office_minutes_keep_their_seconds() -> None:
    """Begun 20 seconds before the break, 30 minutes end 20 seconds before 15:00."""
    start = datetime(2026, 9, 18, 11, 59, 40, tzinfo=oracle.BEIJING)
    found = sh.deadline(start, sh.Minutes(30), CAL, hours=TOWN)
    assert found.due_at == datetime(2026, 9, 18, 14, 59, 40, tzinfo=oracle.BEIJING)


@pytest.mark.requirement("R-004", "R-010")
def test_a_make_up_saturday_is_a_working_day() -> None:
    """On Saturday 10 October 2026 the hall is open: the same day ends at its closing."""
    saturday = date(2026, 10, 10)
    found = sh.deadline(at(saturday, time(9)), sh.SameDay(), CAL, hours=TOWN)
    assert found.due_at == at(saturday, time(17, 30))


def test_a_pause_across_a_holiday_gives_back_working_time_only() -> None:
    """A pause from 30 September to 8 October 2026 holds nine days and gives back two."""
    pause = (date(2026, 9, 30), date(2026, 10, 8))
    found = sh.deadline(date(2026, 9, 28), sh.WorkingDays(3), CAL, pauses=[pause])
    assert found.due == date(2026, 10, 10)  # 29 September, 9 and 10 October


def test_a_prolonged_pause_is_one_amended_pause() -> None:
    """A pause to 6 March prolonged to 10 March gives what a pause to 10 March gives."""
    first, amended = (date(2026, 3, 4), date(2026, 3, 6)), (date(2026, 3, 4), date(2026, 3, 10))
    for pauses in ([amended], [first, amended], [first, (date(2026, 3, 7), date(2026, 3, 10))]):
        found = sh.deadline(date(2026, 3, 2), sh.WorkingDays(5), CAL, pauses=pauses)
        assert found.due == date(2026, 3, 16)


def test_a_pause_still_open_gives_no_guessed_date() -> None:
    """While a pause is open there is an earliest day, a reason, and no due day."""
    found = sh.deadline(
        date(2026, 3, 2),
        sh.WorkingDays(5),
        CAL,
        pauses=[(date(2026, 3, 4), None)],
        as_of=date(2026, 3, 10),
    )
    assert (found.due, found.due_at) == (None, None)
    assert found.not_before == date(2026, 3, 16)
    assert found.met_by(date(2026, 3, 3)) is None
    assert "中止" in found.reason


def test_an_open_pause_needs_a_day_to_be_looked_at() -> None:
    """Without ``as_of`` an open pause is refused; there is no today."""
    with pytest.raises(sh.InputValueError):
        sh.deadline(date(2026, 3, 2), sh.WorkingDays(5), CAL, pauses=[(date(2026, 3, 4), None)])


def test_a_reversed_pause_is_refused() -> None:
    """A pause that ends before it begins is a mistake, not an empty pause."""
    with pytest.raises(sh.InputValueError):
        sh.deadline(
            date(2026, 3, 2),
            sh.WorkingDays(5),
            CAL,
            pauses=[(date(2026, 3, 5), date(2026, 3, 4))],
        )


def test_extension_and_pause_do_not_depend_on_their_order() -> None:
    """Twenty days extended by ten, paused in the twenty or in the ten, are thirty and the pause."""
    start = date(2026, 7, 1)
    for first in (date(2026, 7, 6), date(2026, 8, 3)):
        pause = (first, first + 6 * DAY)
        found = sh.deadline(
            start, sh.WorkingDays(20), CAL, pauses=[pause], extensions=[sh.WorkingDays(10)]
        )
        assert found.due == oracle.add(start, 35)


@pytest.mark.requirement("R-016")
def test_the_same_or_the_next_day_is_the_next_working_day_by_default() -> None:
    """当日或次日 from Friday ends on Monday; by natural days, where a rule says so, on Saturday."""
    friday = date(2026, 9, 11)
    assert sh.deadline(friday, sh.WorkingDays(1), CAL).due == date(2026, 9, 14)
    natural = sh.deadline(friday, sh.NaturalDays(1), CAL, roll=False)
    assert natural.due == date(2026, 9, 12)


@pytest.mark.requirement("R-010")
@pytest.mark.parametrize(
    ("start", "due"),
    [
        (at(date(2026, 9, 17), time(9)), date(2026, 9, 17)),
        (at(date(2026, 9, 17), time(17, 30)), date(2026, 9, 17)),
        (at(date(2026, 9, 17), time(17, 31)), date(2026, 9, 18)),
        (at(date(2026, 10, 1), time(9)), date(2026, 10, 8)),
    ],
)
def test_the_same_day_ends_at_closing_of_the_working_day_of_receipt(
    start: datetime, due: date
) -> None:
    """当日 ends at closing; received after closing or on a rest day, at the next day's closing."""
    found = sh.deadline(start, sh.SameDay(), CAL, hours=TOWN)
    assert found.due_at == at(due, time(17, 30))


def test_a_naive_datetime_is_refused() -> None:
    """An instant without a zone is refused wherever one is taken."""
    naive = datetime(2026, 9, 18, 9)  # noqa: DTZ001  # that is what is refused
    found = sh.deadline(date(2026, 9, 18), sh.WorkingDays(5), CAL)
    for ask in (
        lambda: sh.deadline(naive, sh.WorkingDays(5), CAL),
        lambda: sh.deadline(date(2026, 9, 18), sh.WorkingDays(5), CAL, as_of=naive),
        lambda: found.met_by(naive),
        lambda: found.days_late(naive),
    ):
        with pytest.raises(sh.InputValueError):
            ask()


def test_instants_are_read_in_beijing_time() -> None:
    """Eight in the evening of the 17th in UTC is the 18th in Beijing, and so is day 0."""
    start = datetime(2026, 9, 17, 20, tzinfo=UTC)
    found = sh.deadline(start, sh.WorkingDays(1), CAL)
    assert found.day_0 == date(2026, 9, 18)
    assert found.due == date(2026, 9, 20)
    assert found.due_at.utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize("ask", ["is_workday", "day", "on_or_after", "on_or_before", "certainty"])
def test_an_instant_where_a_day_is_meant_is_refused(ask: str) -> None:
    """A calendar speaks of days: which day an instant belongs to is for the caller to say."""
    with pytest.raises(sh.InputTypeError):
        getattr(CAL, ask)(at(date(2026, 9, 18), time(9)))


def test_a_date_set_by_an_order_is_a_limit_of_its_own_kind() -> None:
    """A fixed date keeps its basis and is neither extended, paused nor rolled."""
    sunday = date(2026, 9, 27)
    limit = sh.FixedDate(sunday, words="限2026年9月27日前办结（督办函）")
    found = sh.deadline(date(2026, 9, 18), limit, CAL)
    assert found.due == sunday
    assert "督办函" in found.explain()
    for more in (
        {"extensions": [sh.WorkingDays(1)]},
        {"pauses": [(date(2026, 9, 20), date(2026, 9, 21))]},
    ):
        with pytest.raises(sh.InputValueError):
            sh.deadline(date(2026, 9, 18), limit, CAL, **more)


# ---- helpers


def _calls_inside(function: Callable[[], object]) -> int:
    """Return how many functions a function calls, in Python or in C, directly and below."""
    events: list[str] = []
    previous = sys.getprofile()
    sys.setprofile(lambda _frame, event, _argument: events.append(event))
    try:
        function()
    finally:
        sys.setprofile(previous)
    calls = [event for event in events if event in {"call", "c_call"}]
    return len(calls) - 2  # the function itself, and the end of watching


def _clock_reads(file: Path) -> Iterator[str]:
    """Yield the names by which a module asks for the time."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today"}:
            yield node.attr
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name == "time")
