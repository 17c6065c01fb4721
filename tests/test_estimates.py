"""Estimates: what the law says of years without a notice, never more, and always marked.

In 2027 1 January is a Friday, 除夕 Friday 5 February, 清明节 Monday 5 April, 1 May a Saturday, 端午
Wednesday 9 June, 中秋 Wednesday 15 September, 1 October a Friday.
"""

import pickle
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st

import servicehall as sh
from servicehall.calendars.estimates import FEWEST_YEARS, estimated_notice
from servicehall.calendars.holiday_law import statutory_holidays
from servicehall.calendars.notices import shipped_notices

CAL = sh.mainland()
EST = sh.mainland(beyond="estimate")
DAY = timedelta(1)
PROVISIONAL, UNKNOWN = sh.Certainty.PROVISIONAL, sh.Certainty.UNKNOWN
START = date(2026, 12, 1)


def days_of(year: int) -> list[date]:
    """Return all days of a year."""
    first = date(year, 1, 1)
    return [first + n * DAY for n in range((date(year + 1, 1, 1) - first).days)]


def test_a_calendar_that_estimates_is_made_of_one_that_does_not() -> None:
    """It equals the one that is asked for by name; the other one goes on refusing."""
    refusing = sh.mainland()
    assert refusing.estimating == EST
    assert refusing.estimating is refusing.estimating
    assert EST.estimating is EST
    assert not refusing.estimates
    assert pickle.loads(pickle.dumps(refusing.estimating)) == EST  # noqa: S301  # our own
    with pytest.raises(sh.CalendarCoverageError):
        refusing.reaching(date(2030, 1, 1))


# ---- bare questions are refused, estimate or not


@pytest.mark.parametrize(
    "ask",
    [
        lambda: EST.is_workday(date(2027, 1, 4)),
        lambda: EST.on_or_after(date(2027, 1, 4)),
        lambda: EST.on_or_before(date(2027, 1, 4)),
        lambda: EST.add(date(2026, 12, 25), 10),
        lambda: EST.add(date(2027, 1, 4), 1),
        lambda: EST.before(date(2027, 1, 8), 1),
        lambda: EST.count(date(2026, 12, 25), date(2027, 1, 4)),
        lambda: list(sh.Recurrence("working day").between(date(2027, 1, 4), date(2027, 1, 5), EST)),
    ],
)
@pytest.mark.requirement("R-005")
def test_an_answer_that_cannot_say_so_does_not_rest_on_an_estimate(
    ask: Callable[[], object],
) -> None:
    """A bare day, number or truth cannot be marked provisional: beyond coverage it is refused."""
    with pytest.raises(sh.CalendarCoverageError) as caught:
        ask()
    assert caught.value.code == "SH308"
    assert "deadline(...)" in caught.value.fix
    assert "deadline(...)" in caught.value.in_chinese()


def test_coverage_does_not_grow() -> None:
    """An estimating calendar covers what is published and no day more."""
    assert (EST.first, EST.last) == (CAL.first, CAL.last)
    assert EST.count(EST.first, EST.last) == CAL.count(CAL.first, CAL.last)
    assert EST != CAL  # they answer differently beyond
    assert repr(EST).endswith(", estimates beyond>")


# ---- single days


@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        (date(2027, 1, 1), sh.DayKind.STATUTORY_HOLIDAY, "元旦"),
        (date(2027, 1, 2), sh.DayKind.WEEKEND, "星期六"),
        (date(2027, 1, 4), sh.DayKind.WORKDAY, "星期一"),
        (date(2027, 2, 5), sh.DayKind.STATUTORY_HOLIDAY, "春节"),
        (date(2027, 2, 8), sh.DayKind.STATUTORY_HOLIDAY, "春节"),
        # Saturday 6 and Sunday 7 February are given back on the next working days.
        (date(2027, 2, 9), sh.DayKind.ADJUSTED_REST_DAY, "春节补假"),
        (date(2027, 2, 10), sh.DayKind.ADJUSTED_REST_DAY, "春节补假"),
        (date(2027, 2, 11), sh.DayKind.WORKDAY, "星期四"),
        (date(2027, 5, 1), sh.DayKind.STATUTORY_HOLIDAY, "劳动节"),
        (date(2027, 5, 3), sh.DayKind.ADJUSTED_REST_DAY, "劳动节补假"),
        (date(2027, 5, 4), sh.DayKind.ADJUSTED_REST_DAY, "劳动节补假"),
        (date(2027, 5, 8), sh.DayKind.WEEKEND, "星期六"),
        (date(2027, 10, 4), sh.DayKind.ADJUSTED_REST_DAY, "国庆节补假"),
        (date(2027, 10, 6), sh.DayKind.WORKDAY, "星期三"),
    ],
)
@pytest.mark.requirement("R-005")
def test_a_day_is_estimated_by_law(day: date, kind: sh.DayKind, name: str) -> None:
    """A day that can say how certain it is is answered by the law alone, PROVISIONAL."""
    found = EST.day(day)
    assert (found.kind, found.name) == (kind, name)
    assert found.certainty is PROVISIONAL
    assert EST.certainty(day) is PROVISIONAL
    assert CAL.certainty(day) is UNKNOWN


def test_an_estimated_holiday_says_that_it_is_one() -> None:
    """The citation of an estimated holiday is the law, the note that no notice is out."""
    found = EST.day(date(2027, 2, 9))
    assert "全国年节及纪念日放假办法" in str(found.citation)
    assert "2024年11月10日" in str(found.citation)
    assert found.citation.confidence is sh.Confidence.INFERRED
    assert "尚未公布" in found.note


def test_the_estimated_year_has_the_days_of_the_law() -> None:
    """2027 has 261 weekdays; 7 are statutory holidays and 6 are given back: 248 are worked."""
    # Lost on weekends: 6 and 7 February, 1 and 2 May, 2 and 3 October.
    assert sum(EST.day(day).is_workday for day in days_of(2027)) == 261 - 7 - 6


@pytest.mark.no_cover  # every day of 25 years; the lines are covered by the others
@pytest.mark.parametrize("year", range(2027, 2100, 3))
def test_no_estimated_year_has_a_make_up_workday(year: int) -> None:
    """An estimate never invents a make-up workday, and its holidays are those of the law."""
    found = [EST.day(day) for day in days_of(year)]
    assert {day.certainty for day in found} == {PROVISIONAL}
    assert not [day for day in found if day.kind is sh.DayKind.MAKE_UP_WORKDAY]
    assert not [day for day in found if day.is_workday and day.date.weekday() >= 5]
    statutory = {day.date for day in found if day.kind is sh.DayKind.STATUTORY_HOLIDAY}
    assert statutory == {day for days in statutory_holidays(year).values() for day in days}
    # Fixed by the version of 2024: 1 January, 1 and 2 May, 1 to 3 October; and lunar days.
    fixed = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}
    assert {date(year, *month_and_day) for month_and_day in fixed} <= statutory
    # 13 days, or 12 when 中秋节 falls on one of National Day; none is lost on a weekend.
    weekdays = sum(day.weekday() < 5 for day in days_of(year))
    assert len(statutory) in {12, 13}
    assert sum(day.is_workday for day in found) == weekdays - 13


@pytest.mark.parametrize(
    ("year", "days"),
    [
        # LAW.md, section 3: 元旦 1, 春节 3 from the first, 五一 3, 国庆 3.
        (2000, "0101 0205 0206 0207 0501 0502 0503 1001 1002 1003"),
        # 元旦 1, 春节 3 from 除夕, 清明, 五一 1, 端午, 中秋, 国庆 3.
        (2008, "0101 0206 0207 0208 0404 0501 0608 0914 1001 1002 1003"),
        # The same, 春节 from the first day.
        (2014, "0101 0131 0201 0202 0405 0501 0602 0908 1001 1002 1003"),
        # 春节 4 from 除夕, 五一 2; 中秋 6 October.
        (2025, "0101 0128 0129 0130 0131 0404 0501 0502 0531 1001 1002 1003 1006"),
        # 中秋 is 3 October.
        (2028, "0101 0125 0126 0127 0128 0404 0501 0502 0528 1001 1002 1003"),
    ],
)
def test_an_estimate_follows_the_law_of_its_year(year: int, days: str) -> None:
    """Each of the four versions of the law gives the statutory days of the years it governs."""
    found = estimated_notice(year)
    assert sorted(found.statutory_days) == [
        date(year, int(day[:2]), int(day[2:])) for day in days.split()
    ]
    assert not any(clause.work for clause in found.holidays)
    assert (found.certainty, found.confidence) == ("provisional", "inferred")


@pytest.mark.parametrize("day", [date(2100, 1, 1), date(2003, 12, 31), date.max, date.min])
def test_where_the_estimate_ends_days_are_unknown(day: date) -> None:
    """Before the first notice and after 2099 nothing is estimated."""
    assert EST.certainty(day) is UNKNOWN
    with pytest.raises(sh.CalendarCoverageError):
        EST.day(day)


# ---- deadlines


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        # From Tuesday 1 December: 22 working days in December; 1 January rests; 4 to 8 January is
        # 23 to 27, 11 to 15 is 28 to 32, 18 to 22 is 33 to 37, then 25, 26, 27 January.
        (START, sh.WorkingDays(40), date(2027, 1, 27)),
        # Saturday 6 February lies in 春节, which with the days given back rests until the 10th.
        (date(2026, 12, 8), sh.NaturalDays(60), date(2027, 2, 11)),
        (date(2026, 12, 6), sh.Months(2), date(2027, 2, 11)),
        (date(2027, 9, 30), sh.SameDay(), date(2027, 9, 30)),
        (date(2027, 10, 1), sh.SameDay(), date(2027, 10, 6)),
        (date(2027, 10, 6), sh.Before(sh.WorkingDays(1)), date(2027, 9, 30)),
        (date(2027, 10, 6), sh.Before(sh.NaturalDays(2)), date(2027, 9, 30)),
        (date(2027, 3, 1), sh.Before(sh.Months(1)), date(2027, 2, 1)),
    ],
)
@pytest.mark.requirement("R-005")
def test_a_deadline_beyond_coverage_is_provisional_with_a_window(
    start: date, limit: sh.Limit, due: date
) -> None:
    """A deadline says that it is provisional, why, and between which days it will fall."""
    answer = sh.deadline(start, limit, EST)
    assert answer.due == due
    assert answer.certainty is PROVISIONAL
    assert answer.window is not None
    assert answer.window[0] <= due <= answer.window[1]
    assert "放假安排尚未公布" in answer.reason
    assert ("可能区间" in answer.explain()) == (answer.window[0] < answer.window[1])
    with pytest.raises(sh.CalendarCoverageError):
        sh.deadline(start, limit, CAL)


@given(
    start=st.dates(date(2026, 11, 1), date(2030, 12, 31)),
    limit=st.one_of(
        st.builds(sh.WorkingDays, st.integers(1, 90)),
        st.builds(sh.NaturalDays, st.integers(1, 120)),
        st.builds(sh.Months, st.integers(1, 6)),
        st.builds(lambda n: sh.Before(sh.WorkingDays(n)), st.integers(1, 40)),
        st.builds(lambda n: sh.Before(sh.NaturalDays(n)), st.integers(1, 40)),
    ),
)
@settings(max_examples=60, deadline=None)
def test_the_window_holds_the_day(start: date, limit: sh.Limit) -> None:
    """The estimated day lies in its window; what rests on published days alone has none."""
    answer = sh.deadline(start, limit, EST)
    assert answer.due is not None
    if answer.certainty is sh.Certainty.CERTAIN:
        assert answer.window is None
        assert answer.reason == ""
        assert sh.deadline(start, limit, CAL).due == answer.due
    else:
        assert answer.window is not None
        assert answer.window[0] <= answer.due <= answer.window[1]
        assert answer.reason


def test_a_window_may_be_wider_than_a_day() -> None:
    """Around 春节 and 国庆节 notices move several days: there the window is open."""
    # Late January to the end of February 2027, and around 1 October.
    for start in (date(2027, 1, 25), date(2027, 9, 22)):
        answer = sh.deadline(start, sh.WorkingDays(7), EST)
        assert answer.window is not None
        assert answer.window[0] < answer.window[1]


def test_a_pause_lies_in_no_window() -> None:
    """A paused day can be no last day, nor the beginning or end of the window."""
    pause = (date(2027, 1, 4), date(2027, 1, 29))
    answer = sh.deadline(START, sh.WorkingDays(30), EST, pauses=[pause])
    # 22 in December, then from Monday 1 February: 1 to 4, and 11, 12, 15, 16 after 春节.
    assert answer.due == date(2027, 2, 16)
    assert answer.window is not None
    assert not any(pause[0] <= day <= pause[1] for day in answer.window)


def test_a_pause_before_the_last_day_is_stepped_over() -> None:
    """Where the count may be some days further, the window begins before or after a pause."""
    # From Wednesday 22 September 2027: 23, 24, 27, 28, 29, 30, then 6 October.
    assert sh.deadline(date(2027, 9, 22), sh.WorkingDays(7), EST).due == date(2027, 10, 6)
    pause = (date(2027, 9, 28), date(2027, 9, 30))
    answer = sh.deadline(date(2027, 9, 22), sh.WorkingDays(5), EST, pauses=[pause])
    assert answer.due == date(2027, 10, 7)  # 23, 24, 27, then 6 and 7 October
    assert answer.window is not None
    assert answer.window[0] <= answer.due <= answer.window[1]
    assert not any(pause[0] <= day <= pause[1] for day in answer.window)


def test_a_pause_from_the_first_day_on_is_stepped_over() -> None:
    """A pause that begins on the day after the start leaves the rest of the window open."""
    pause = (date(2027, 9, 23), date(2027, 9, 24))
    answer = sh.deadline(date(2027, 9, 22), sh.WorkingDays(5), EST, pauses=[pause])
    assert answer.due == date(2027, 10, 6)  # 27 to 30 September, then 6 October
    assert answer.window is not None
    assert answer.window[0] <= answer.due <= answer.window[1]


def test_a_pause_after_the_last_day_widens_the_window() -> None:
    """If the count may end a day later and that day is paused, it may end after the pause."""
    plain = sh.deadline(date(2027, 9, 22), sh.WorkingDays(7), EST)
    assert plain.due is not None
    assert plain.window is not None
    assert plain.window[1] > plain.due
    # The pause begins on the day after the estimated end, and lasts until the next summer.
    pause = (plain.due + DAY, plain.due + 250 * DAY)
    answer = sh.deadline(date(2027, 9, 22), sh.WorkingDays(7), EST, pauses=[pause])
    assert answer.due == plain.due
    assert answer.window is not None
    assert answer.window[1] > pause[1]


def test_a_pause_that_ended_before_changes_no_window() -> None:
    """A pause before and one after the stretch that is counted leave the window as it is."""
    plain = sh.deadline(date(2027, 3, 1), sh.WorkingDays(3), EST)
    pauses = [(date(2027, 1, 4), date(2027, 1, 8)), (date(2027, 8, 2), date(2027, 8, 6))]
    paused = sh.deadline(date(2027, 3, 1), sh.WorkingDays(3), EST, pauses=pauses)
    assert (paused.due, paused.window) == (plain.due, plain.window)


def test_office_minutes_are_estimated() -> None:
    """Office minutes that run into an unpublished year end provisionally, with a window."""
    hours = sh.OfficeHours.of("09:00-12:00")
    start = datetime(2026, 12, 31, 11, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    answer = sh.deadline(start, sh.Minutes(60), EST, hours=hours)
    assert answer.due == date(2027, 1, 4)  # 30 minutes left after Friday 1 January and a weekend
    assert answer.due_at == datetime(2027, 1, 4, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert answer.certainty is PROVISIONAL
    assert answer.window is not None


def test_a_period_that_no_day_decides_has_no_window() -> None:
    """A natural period that is not rolled is certain, whatever the next notice says."""
    answer = sh.deadline(START, sh.NaturalDays(60), EST, roll=False)
    assert answer.due == date(2027, 1, 30)
    assert answer.certainty is sh.Certainty.CERTAIN
    assert answer.window is None


@pytest.mark.parametrize("last", [date(2028, 12, 29), date(2031, 7, 1), date(2036, 7, 1)])
def test_a_deadline_may_lie_years_ahead(last: date) -> None:
    """As many years are estimated as the limit needs; each day of the year has its law."""
    answer = sh.deadline(START, sh.NaturalDays((last - START).days), EST)
    assert answer.due is not None
    assert timedelta(0) <= answer.due - last <= timedelta(9)
    assert answer.certainty is PROVISIONAL


@pytest.mark.parametrize(
    ("start", "limit"),
    [
        (START, sh.NaturalDays(36_500)),  # about 2126
        (START, sh.WorkingDays(36_500)),
        (date(2100, 1, 4), sh.WorkingDays(1)),
        (date(2003, 12, 1), sh.WorkingDays(1)),
    ],
)
def test_a_deadline_outside_all_estimates_is_refused(start: date, limit: sh.Limit) -> None:
    """After 2099, and before the first notice, a deadline is refused."""
    with pytest.raises(sh.CalendarCoverageError):
        sh.deadline(start, limit, EST)


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        (date(2099, 3, 2), sh.WorkingDays(1), date(2099, 3, 3)),  # a Monday
        (date(2092, 3, 3), sh.Months(7 * 12), date(2099, 3, 3)),
        (date(2099, 10, 12), sh.WorkingDays(1), date(2099, 10, 13)),  # a Monday
    ],
)
def test_the_rest_of_the_century_is_estimated(start: date, limit: sh.Limit, due: date) -> None:
    """2099 is the last year of which the festivals are known, and deadlines reach into it."""
    answer = sh.deadline(start, limit, EST)
    assert answer.due == due
    assert answer.certainty is PROVISIONAL


# ---- the end of the last published year


@pytest.mark.parametrize("cal", [CAL, EST], ids=["refuse", "estimate"])
@pytest.mark.parametrize(("n", "due"), [(1, 29), (2, 30), (3, 31)])
@pytest.mark.requirement("R-005")
def test_the_end_of_december_waits_for_the_next_notice(
    cal: sh.WorkCalendar, n: int, due: int
) -> None:
    """A deadline on 29 to 31 December is provisional, and says in Chinese that a notice is due."""
    answer = sh.deadline(date(2026, 12, 28), sh.WorkingDays(n), cal)
    assert answer.due == date(2026, 12, due)
    assert answer.certainty is PROVISIONAL
    assert answer.reason == "2027年的放假安排尚未公布，可能改动2026年12月末的上班日"
    if cal is CAL:
        assert answer.window is None
    else:
        assert answer.window is not None
        assert answer.window[0] <= date(2026, 12, due) <= answer.window[1]


def test_the_days_before_are_certain() -> None:
    """A deadline on 28 December rests on published days only."""
    answer = sh.deadline(date(2026, 12, 25), sh.WorkingDays(1), EST)
    assert answer.due == date(2026, 12, 28)
    assert answer.certainty is sh.Certainty.CERTAIN
    assert answer.window is None


# ---- other calendars


def few_years(first: int) -> sh.WorkCalendar:
    """Return an estimating calendar of the years from one on."""
    notices = tuple(notice for notice in shipped_notices() if notice.year >= first)
    return sh.WorkCalendar(notices, estimates=True)


@pytest.mark.parametrize("limit", [sh.WorkingDays(40), sh.Before(sh.WorkingDays(10))])
def test_few_published_years_teach_no_habits(limit: sh.Limit) -> None:
    """With fewer than five published years a deadline is estimated without a window."""
    start = date(2027, 1, 8) if isinstance(limit, sh.Before) else START
    enough, few = few_years(2027 - FEWEST_YEARS), few_years(2028 - FEWEST_YEARS)
    assert sh.deadline(start, limit, enough).window is not None
    answer = sh.deadline(start, limit, few)
    assert answer.window is None
    assert answer.certainty is PROVISIONAL
    assert answer.due == sh.deadline(start, limit, enough).due
    assert "可能区间" not in answer.explain()


@pytest.mark.parametrize(
    ("known_on", "kind"),
    [
        (date(2018, 12, 5), sh.DayKind.WEEKEND),  # the notice of 2019 came a day later
        (date(2018, 12, 6), sh.DayKind.MAKE_UP_WORKDAY),
    ],
)
def test_as_known_on_a_day_later_years_are_estimated(known_on: date, kind: sh.DayKind) -> None:
    """What was not published by then is estimated; what was stands."""
    then = EST.as_known_on(known_on)
    assert then.day(date(2018, 12, 29)).kind is kind
    found = then.day(date(2019, 2, 3))  # a make-up Sunday by the notice of 2019
    assert found.is_workday == (known_on == date(2018, 12, 6))
    assert (found.certainty is PROVISIONAL) == (known_on == date(2018, 12, 5))
    assert then.estimates
    assert then.known_on == known_on


def test_as_known_on_a_day_a_deadline_is_estimated() -> None:
    """On 5 December 2018 a deadline in January 2019 was provisional, on the 6th certain."""
    before, after = (EST.as_known_on(date(2018, 12, day)) for day in (5, 6))
    # 26, 27, 28 December, 31 December (by law) or 29 December (by the notice), 2, 3 January.
    estimate = sh.deadline(date(2018, 12, 25), sh.WorkingDays(6), before)
    assert (estimate.due, estimate.certainty) == (date(2019, 1, 3), PROVISIONAL)
    assert estimate.window is not None
    truth = sh.deadline(date(2018, 12, 25), sh.WorkingDays(6), after)
    assert (truth.due, truth.certainty) == (date(2019, 1, 3), sh.Certainty.CERTAIN)


@pytest.mark.parametrize("inside", [True, False])
def test_no_estimate_for_a_year_whose_notice_may_have_been_out(inside: bool) -> None:  # noqa: FBT001  # a column
    """Between the bounds of a publication nobody knows whether to estimate: it is refused."""
    rest = tuple(day for days in statutory_holidays(2027).values() for day in days)
    notice = sh.HolidayNotice(
        id="2027",
        year=2027,
        holidays=(sh.NamedDays(name="放假", rest=rest),),
        published_from=date(2026, 11, 1),
        published_until=date(2026, 11, 30),
    )
    cal = sh.mainland(notices=[notice], beyond="estimate")
    then = cal.as_known_on(date(2026, 11, 15) if inside else date(2026, 10, 31))
    if not inside:
        assert then.day(date(2027, 3, 1)).certainty is PROVISIONAL
        assert sh.deadline(START, sh.WorkingDays(40), then).certainty is PROVISIONAL
        return
    for ask in (
        lambda: then.day(date(2027, 3, 1)),
        lambda: sh.deadline(START, sh.WorkingDays(40), then),
        lambda: sh.deadline(date(2027, 3, 1), sh.Before(sh.WorkingDays(1)), then),
    ):
        with pytest.raises(sh.PublicationUnknownError) as caught:
            ask()
        assert caught.value.code == "SH302"
    assert then.is_workday(date(2026, 12, 1))


def test_no_estimate_reaches_over_a_year_whose_notice_may_have_been_out() -> None:
    """A deadline that is estimated up to a year in doubt is refused there."""
    rest = tuple(day for days in statutory_holidays(2027).values() for day in days)
    doubtful = sh.HolidayNotice(
        id="2027",
        year=2027,
        holidays=(sh.NamedDays(name="放假", rest=rest),),
        published_from=date(2024, 11, 1),
        published_until=date(2024, 11, 30),
    )
    known = tuple(notice for notice in shipped_notices() if notice.year <= 2024)
    cal = sh.WorkCalendar((*known, doubtful), estimates=True).as_known_on(date(2024, 11, 15))
    # 500 working days are about two years: from December 2024 to the end of 2026.
    with pytest.raises(sh.PublicationUnknownError):
        sh.deadline(date(2024, 12, 2), sh.WorkingDays(550), cal)


@pytest.mark.parametrize("beyond", ["refuse", "estimate"])
@pytest.mark.parametrize(
    ("known_on", "code"), [(date(2003, 12, 17), "SH304"), (date(2003, 12, 20), "SH302")]
)
def test_before_all_notices_nothing_is_estimated(known_on: date, code: str, beyond: str) -> None:
    """A calendar of which nothing was published by then refuses, and says on which day."""
    then = sh.mainland(beyond=beyond).as_known_on(known_on)
    for ask in (
        lambda: then.is_workday(date(2004, 3, 1)),
        lambda: then.day(date(2004, 3, 1)),
        lambda: then.add(date(2004, 3, 1), 1),
        lambda: sh.deadline(date(2004, 3, 1), sh.WorkingDays(1), then),
    ):
        with pytest.raises(sh.CalendarCoverageError) as caught:
            ask()
        assert caught.value.code == code
        assert str(known_on) in str(caught.value)
    assert "no days" in repr(then)


@pytest.mark.parametrize("beyond", ["refuse", "estimate"])
@pytest.mark.parametrize("known_on", [date(2003, 12, 17), date(2003, 12, 20)])
def test_certainty_is_never_refused(known_on: date, beyond: str) -> None:
    """How firmly a day is known can always be told: where nothing is, it is UNKNOWN."""
    then = sh.mainland(beyond=beyond).as_known_on(known_on)
    assert then.certainty(date(2004, 3, 1)) is UNKNOWN


def test_known_on_a_day_never_grows_later() -> None:
    """Asking again for a later day does not bring back what was not known."""
    early = CAL.as_known_on(date(2018, 12, 5))
    assert early.as_known_on(date(2019, 6, 1)) == early
    assert early.as_known_on(date(2015, 6, 1)).known_on == date(2015, 6, 1)


def test_a_missing_year_in_the_middle_is_estimated() -> None:
    """Without the notice of 2012 its days are estimated; a bare question is refused."""
    notices = tuple(notice for notice in shipped_notices() if notice.year != 2012)
    cal = sh.WorkCalendar(notices, estimates=True)
    assert cal.day(date(2012, 3, 1)).certainty is PROVISIONAL
    assert cal.day(date(2012, 10, 1)).kind is sh.DayKind.STATUTORY_HOLIDAY
    answer = sh.deadline(date(2012, 3, 1), sh.WorkingDays(3), cal)
    assert (answer.due, answer.certainty) == (date(2012, 3, 6), PROVISIONAL)
    with pytest.raises(sh.CalendarCoverageError) as caught:
        cal.add(date(2012, 3, 1), 3)
    assert caught.value.code == "SH308"
    assert "2012 is not published" in caught.value.why


def test_a_missing_year_in_the_middle_is_named() -> None:
    """Without the notice of 2012 a calendar that does not estimate says which year it misses."""
    cal = sh.WorkCalendar(tuple(notice for notice in shipped_notices() if notice.year != 2012))
    with pytest.raises(sh.CalendarCoverageError) as caught:
        cal.add(date(2012, 3, 1), 3)
    assert caught.value.code == "SH306"
    assert caught.value.what == "the arrangement of 2012 is missing"
    assert "缺少2012年的放假安排" in caught.value.in_chinese()


def test_after_2099_a_bare_question_is_refused_for_that() -> None:
    """From 2100 on the lunar festivals are unknown: asking for an estimate would not help."""
    for ask in (EST.is_workday, EST.day):
        with pytest.raises(sh.CalendarCoverageError) as caught:
            ask(date(2100, 1, 4))
        assert caught.value.code == "SH307"


def test_overlays_hold_on_estimated_days() -> None:
    """Local days of an unpublished year are applied to the estimate, and it stays provisional."""
    cal = EST.overlay(
        rest=[date(2027, 4, 9)], work=[date(2027, 4, 10)], division="45", years=[2027]
    )
    assert cal.day(date(2027, 4, 9)).kind is sh.DayKind.LOCAL_REST_DAY
    assert cal.day(date(2027, 4, 10)).kind is sh.DayKind.LOCAL_WORKDAY
    answer = sh.deadline(date(2027, 4, 8), sh.WorkingDays(1), cal)
    assert (answer.due, answer.certainty) == (date(2027, 4, 10), PROVISIONAL)
    assert answer.window is not None


def test_reaching_is_for_calendars_that_estimate() -> None:
    """Only a calendar that estimates reaches further, and one that covers the year is itself."""
    assert EST.reaching(date(2026, 12, 31)) is EST
    assert EST.reaching(date(2028, 1, 1)) is EST.reaching(date(2028, 12, 31))
    with pytest.raises(sh.CalendarCoverageError):
        CAL.reaching(date(2027, 1, 1))
    with pytest.raises(sh.CalendarCoverageError):
        EST.reaching(date(2100, 1, 1))


@pytest.mark.parametrize("year", range(2010, 2027))
def test_an_estimate_of_a_published_year_agrees_on_the_statutory_days(year: int) -> None:
    """As known in June before it, a year is estimated with the statutory days it then had."""
    then = EST.as_known_on(date(year - 1, 6, 1))
    for day in days_of(year):
        if CAL.day(day).kind is sh.DayKind.STATUTORY_HOLIDAY and day != date(2015, 9, 3):
            assert then.day(day).kind is sh.DayKind.STATUTORY_HOLIDAY


def test_a_window_that_would_pass_the_last_year_known_is_not_given() -> None:
    """At the end of 2099 the day is estimated, but how late it may come is not known.

    The count passes National Day, so that it may end some working days later, in 2100.
    """
    n = EST.reaching(date(2099, 12, 31)).count(date(2099, 9, 25), date(2099, 12, 31))
    answer = sh.deadline(date(2099, 9, 25), sh.WorkingDays(n), EST)
    assert answer.due == date(2099, 12, 31)
    assert answer.window is None
    assert answer.certainty is sh.Certainty.PROVISIONAL


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ({"rest": [date(2027, 4, 9)]}, {"rest": [date(2027, 4, 9)], "name": "三月三"}, True),
        ({"rest": [date(2027, 4, 9)]}, {"rest": [date(2027, 4, 12)]}, False),
        ({"work": [date(2027, 4, 10)]}, {"work": [date(2027, 4, 11)]}, False),
        ({"rest": [date(2027, 4, 9)]}, {"rest": [date(2027, 4, 9)], "group": "教师"}, False),
        ({"years": [2027]}, {"years": [2028]}, False),
        ({"years": [2027]}, {"years": [2027]}, True),
    ],
)
def test_estimating_calendars_are_equal_if_they_estimate_alike(
    one: dict[str, object],
    other: dict[str, object],
    equal: bool,  # noqa: FBT001  # a column
) -> None:
    """Local days and complete years beyond coverage decide estimates, and so count for equality."""
    first, second = (
        EST.overlay(**{"division": "45", **given})  # type: ignore[arg-type]  # arguments of it
        for given in (one, other)
    )
    assert (first == second) is equal
    assert (first.fingerprint == second.fingerprint) is equal
    assert (hash(first) == hash(second)) is equal


def test_local_days_beyond_coverage_do_not_count_where_nothing_is_estimated() -> None:
    """A calendar that refuses what is unpublished answers alike whatever will be local there."""
    one, other = (CAL.overlay(rest=[date(2027, 4, n)], division="45") for n in (9, 12))
    assert one == other


# ---- why a day is not certain


@pytest.mark.parametrize(
    ("cal", "day", "words"),
    [
        (CAL, date(2026, 12, 30), "2027年的放假安排尚未公布，可能改动2026年12月末的上班日"),
        (EST, date(2026, 12, 30), "2027年的放假安排尚未公布，可能改动2026年12月末的上班日"),
        # The notice of 2019 was published on 6 December 2018.
        (
            CAL.as_known_on(date(2018, 12, 5)),
            date(2018, 12, 29),
            "2019年的放假安排尚未公布，可能改动2018年12月末的上班日",
        ),
        (EST, date(2027, 3, 1), "2027年的放假安排尚未公布，依法推定"),
        (EST, date(2027, 10, 1), "2027年的放假安排尚未公布，依法推定"),
        (
            CAL.overlay(rest=[date(2017, 3, 30)], division="45"),
            date(2018, 6, 4),
            "本地的放假安排没有写全，可能另有放假或上班的日子",
        ),
    ],
)
def test_a_day_that_is_not_certain_says_why(cal: sh.WorkCalendar, day: date, words: str) -> None:
    """The note of a provisional day gives the reason, the same as a deadline that rests on it."""
    found = cal.day(day)
    assert found.certainty is PROVISIONAL
    assert words in found.note
    assert cal.doubt_about(day) == found.note


def test_a_certain_day_has_no_doubt_in_its_note() -> None:
    """Nothing is to be said of an ordinary published day."""
    assert CAL.day(date(2026, 3, 2)).note == ""


# ---- closing


@pytest.mark.parametrize(
    ("limit", "start"),
    [
        (sh.FixedDate(date(2026, 12, 30)), START),
        (sh.NaturalDays(29), START),
        (sh.Before(sh.NaturalDays(1)), date(2026, 12, 31)),
    ],
)
def test_with_hours_the_end_is_as_certain_as_its_day(limit: sh.Limit, start: date) -> None:
    """Whether the hall is open on the last day decides when it ends, and 30 December is open."""
    hours = sh.OfficeHours.of("08:00-17:30")
    bare = sh.deadline(start, limit, CAL, roll=False)
    answer = sh.deadline(start, limit, CAL, roll=False, hours=hours)
    assert bare.due == answer.due == date(2026, 12, 30)
    assert (bare.certainty, bare.reason) == (sh.Certainty.CERTAIN, "")
    assert answer.certainty is PROVISIONAL
    assert "2027年的放假安排尚未公布" in answer.reason


def test_with_hours_a_last_day_in_an_unpublished_year_is_refused_or_estimated() -> None:
    """When the last day ends is not known without its kind; an estimate says that it is one."""
    hours = sh.OfficeHours.of("08:00-17:30")
    limit = sh.FixedDate(date(2027, 3, 1))
    assert sh.deadline(START, limit, CAL).certainty is sh.Certainty.CERTAIN
    with pytest.raises(sh.CalendarCoverageError, match="SH301"):
        sh.deadline(START, limit, CAL, hours=hours)
    answer = sh.deadline(START, limit, EST, hours=hours)
    assert answer.certainty is PROVISIONAL
    assert answer.due_at == datetime(2027, 3, 1, 17, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
