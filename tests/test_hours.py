"""Office hours: sessions, midday break, weekdays and seasons, and minutes that run in them.

The hours of DH are 08:00-12:00 and 14:30-17:30 (考勤制度); those of 新疆 are 10:00-14:00 and
16:00-20:00 in summer, 10:00-14:00 and 15:30-19:30 in winter. The dates are in 2026: 18 September
is a Friday, 19 a Saturday, 20 a make-up Sunday, 25 to 27 rest for 中秋节.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

import servicehall as sh
from servicehall.hours import Session

CAL = sh.mainland()
SHANGHAI = ZoneInfo("Asia/Shanghai")
HOURS = sh.OfficeHours.of("08:00-12:00", "14:30-17:30")
FRIDAY = date(2026, 9, 18)


def at(day: date, clock: str) -> datetime:
    """Return a moment of a day."""
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=SHANGHAI)


def minutes(start: datetime, n: int, **others: object) -> sh.Deadline:
    """Return the deadline after so many office minutes."""
    given = {"hours": HOURS, **others}
    return sh.deadline(start, sh.Minutes(n), CAL, **given)  # type: ignore[arg-type]  # passed on


def sessions(hours: sh.OfficeHours, day: date) -> str:
    """Return the sessions of a day as they are written."""
    return " ".join(map(str, hours.on(day)))


# ---- reading


@pytest.mark.parametrize(
    "text",
    ["08:00-12:00", "8:00-12:00", " 08:00 - 12:00 ", "08:00–12:00", "08:00~12:00", "08:00至12:00"],
)
def test_a_session_is_read_as_people_write_it(text: str) -> None:
    """Dashes of any kind, 至, blanks and a missing zero are understood."""
    assert Session.parse(text) == Session(time(8), time(12))
    assert str(Session.parse(text)) == "08:00-12:00"


@pytest.mark.parametrize(
    "text",
    [
        "08:00-12:00 14:30-17:30",
        "08:00-12:00,14:30-17:30",
        "08:00-12:00；14:30-17:30",
        "08:00-12:00、14:30-17:30",
        "14:30-17:30, 08:00-12:00",
        ["14:30-17:30", "08:00-12:00"],
        [Session(time(8), time(12)), "14:30-17:30"],
    ],
)
def test_hours_are_read_from_text_or_a_list(text: object) -> None:
    """Sessions are told apart by blanks and commas of any kind, and put in order."""
    hours = sh.OfficeHours(sessions=text)
    assert hours == HOURS
    assert str(hours) == "08:00-12:00、14:30-17:30"
    open_for = sum((closes - opens for opens, closes in hours.spans(FRIDAY)), timedelta())
    assert open_for == timedelta(hours=7)  # 4 h in the morning and 3 h in the afternoon


def test_sessions_may_touch() -> None:
    """A session may begin at the minute in which the one before ends."""
    hours = sh.OfficeHours.of("08:00-12:00", "12:00-14:00")
    assert minutes(at(FRIDAY, "11:30"), 60, hours=hours).due_at == at(FRIDAY, "12:30")


def test_hours_are_values() -> None:
    """Equal hours are equal, can be keys, and say whether they vary."""
    assert sh.OfficeHours.of("08:00-12:00", "14:30-17:30") == HOURS
    assert len({HOURS, sh.OfficeHours.of("14:30-17:30", "08:00-12:00")}) == 1
    varied = sh.OfficeHours(
        sessions="08:00-12:00",
        variations=[sh.HoursVariation(sessions="09:00-12:00", weekdays=["Mon"])],
    )
    assert str(varied).startswith("08:00-12:00；周一09:00-12:00")


# ---- weekdays and seasons

SUMMER = sh.HoursVariation(sessions="10:00-14:00 16:00-20:00", first="05-01", last="09-30")
WINTER = sh.HoursVariation(sessions="10:00-14:00 15:30-19:30", first="10-01", last="04-30")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 4, 30), "10:00-14:00 15:30-19:30"),
        (date(2026, 5, 1), "10:00-14:00 16:00-20:00"),
        (date(2026, 9, 30), "10:00-14:00 16:00-20:00"),
        (date(2026, 10, 1), "10:00-14:00 15:30-19:30"),
        (date(2026, 12, 31), "10:00-14:00 15:30-19:30"),
        (date(2027, 1, 1), "10:00-14:00 15:30-19:30"),
        (date(2024, 2, 29), "10:00-14:00 15:30-19:30"),
    ],
)
def test_a_season_may_run_over_the_new_year(day: date, expected: str) -> None:
    """Summer lies within a year, winter runs from October into April; both ends count."""
    hours = sh.OfficeHours(sessions="09:00-12:00", variations=(SUMMER, WINTER))
    assert sessions(hours, day) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 9, 18), "08:00-11:00"),  # a Friday outside the season
        (date(2026, 7, 3), "07:00-10:00"),  # a Friday in the season: the variation that names both
        (date(2026, 7, 2), "08:00-12:00"),  # a Thursday in the season
        (date(2026, 9, 17), "08:00-12:00"),  # a Thursday
    ],
)
def test_the_more_special_variation_holds(day: date, expected: str) -> None:
    """A variation for Fridays in summer wins over one for Fridays; other days are ordinary."""
    hours = sh.OfficeHours(
        sessions="08:00-12:00",
        variations=(
            sh.HoursVariation(
                sessions="07:00-10:00", weekdays=["Fri"], first="06-01", last="08-31"
            ),
            sh.HoursVariation(sessions="08:00-11:00", weekdays=["Fri"]),
        ),
    )
    assert sessions(hours, day) == expected


@pytest.mark.parametrize(
    ("one", "two", "day"),
    [
        (
            sh.HoursVariation(sessions="09:00-12:00", weekdays=["Mon", "Tue"]),
            sh.HoursVariation(sessions="10:00-12:00", weekdays=["Tue", "Wed"]),
            "month 1, day 1",
        ),
        (
            sh.HoursVariation(sessions="09:00-12:00", first="06-01", last="08-31"),
            sh.HoursVariation(sessions="10:00-12:00", first="08-31", last="09-30"),
            "month 8, day 31",
        ),
        (
            sh.HoursVariation(sessions="09:00-12:00", weekdays=["Mon"]),
            sh.HoursVariation(sessions="10:00-12:00", first="02-29", last="02-29"),
            "month 2, day 29",
        ),
        (
            sh.HoursVariation(sessions="09:00-12:00"),
            sh.HoursVariation(sessions="10:00-12:00"),
            "month 1, day 1",
        ),
    ],
)
def test_equally_special_variations_that_meet_are_refused(
    one: sh.HoursVariation, two: sh.HoursVariation, day: str
) -> None:
    """Two variations for one day must not be settled by their order; the day is named."""
    for order in ((one, two), (two, one)):
        with pytest.raises(sh.InputValueError) as caught:
            sh.OfficeHours(sessions="08:00-12:00", variations=order)
        assert caught.value.code == "SH125"
        assert caught.value.where == day
        assert "order in which they were written" in caught.value.why
        assert "先后次序" in caught.value.in_chinese()


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (
            sh.HoursVariation(sessions="09:00-12:00", weekdays=["Mon"]),
            sh.HoursVariation(sessions="10:00-12:00", weekdays=["Tue"]),
        ),
        (SUMMER, WINTER),
        (
            sh.HoursVariation(
                sessions="09:00-12:00", weekdays=["Mon"], first="06-01", last="08-31"
            ),
            sh.HoursVariation(
                sessions="10:00-12:00", weekdays=["Mon"], first="09-01", last="10-31"
            ),
        ),
        (
            sh.HoursVariation(sessions="09:00-12:00", weekdays=["Mon"]),
            sh.HoursVariation(
                sessions="10:00-12:00", weekdays=["Mon"], first="09-01", last="10-31"
            ),
        ),
    ],
)
def test_variations_that_exclude_each_other_are_accepted(
    one: sh.HoursVariation, two: sh.HoursVariation
) -> None:
    """Variations on other weekdays, in other seasons, or of another rank do not contradict."""
    assert sh.OfficeHours(sessions="08:00-12:00", variations=(one, two)).variations == (one, two)


def test_a_make_up_sunday_has_the_ordinary_hours() -> None:
    """20 September 2026 is a make-up Sunday: it has the ordinary hours unless one names Sunday."""
    assert minutes(at(date(2026, 9, 20), "09:00"), 60).due_at == at(date(2026, 9, 20), "10:00")
    short = sh.OfficeHours(
        sessions="08:00-12:00 14:30-17:30",
        variations=[sh.HoursVariation(sessions="10:00-12:00", weekdays=["Sun"])],
    )
    answer = minutes(at(date(2026, 9, 20), "09:00"), 60, hours=short)
    assert answer.due_at == at(date(2026, 9, 20), "11:00")


# ---- office minutes


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (at(FRIDAY, "09:00"), 30, at(FRIDAY, "09:30")),
        (at(FRIDAY, "11:30"), 30, at(FRIDAY, "12:00")),  # ends at the first possible instant
        (at(FRIDAY, "11:30"), 31, at(FRIDAY, "14:31")),
        (at(FRIDAY, "11:45"), 30, at(FRIDAY, "14:45")),  # LESSONS: over the midday break
        (at(FRIDAY, "12:00"), 30, at(FRIDAY, "15:00")),
        (at(FRIDAY, "13:00"), 30, at(FRIDAY, "15:00")),
        (at(FRIDAY, "06:00"), 30, at(FRIDAY, "08:30")),
        (at(FRIDAY, "17:30"), 30, at(date(2026, 9, 20), "08:30")),  # to the make-up Sunday
        (at(FRIDAY, "17:00"), 60, at(date(2026, 9, 20), "08:30")),
        (at(FRIDAY, "23:59"), 1, at(date(2026, 9, 20), "08:01")),
        (at(date(2026, 9, 19), "10:00"), 30, at(date(2026, 9, 20), "08:30")),  # a rest day
        (at(date(2026, 9, 24), "17:00"), 60, at(date(2026, 9, 28), "08:30")),  # over 中秋节
        (at(FRIDAY, "08:00"), 420, at(FRIDAY, "17:30")),  # a whole day: 7 hours
        (at(FRIDAY, "08:00"), 421, at(date(2026, 9, 20), "08:01")),
        (at(FRIDAY, "08:00"), 3 * 420, at(date(2026, 9, 21), "17:30")),
    ],
)
@pytest.mark.requirement("R-011")
def test_minutes_run_while_the_hall_is_open(start: datetime, n: int, end: datetime) -> None:
    """Midday break, night and rest days are left out; outside hours the next opening starts."""
    answer = minutes(start, n)
    assert answer.due_at == end
    assert answer.due == end.date()
    assert answer.certainty is sh.Certainty.CERTAIN


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (at(FRIDAY, "11:45"), 30, at(FRIDAY, "12:15")),
        (at(FRIDAY, "23:50"), 20, at(date(2026, 9, 19), "00:10")),
        (at(FRIDAY, "12:00"), 24 * 60, at(date(2026, 9, 19), "12:00")),
    ],
)
def test_wall_minutes_run_all_the_time(start: datetime, n: int, end: datetime) -> None:
    """By the wall clock a break, a night and a rest day count like any other time."""
    answer = sh.deadline(start, sh.Minutes(n, clock="wall"), CAL, hours=HOURS)
    assert answer.due_at == end


def test_minutes_may_be_extended() -> None:
    """30 minutes extended by 45 end after 75 office minutes."""
    answer = minutes(at(FRIDAY, "11:00"), 30, extensions=[sh.Minutes(45)])
    assert answer.due_at == at(FRIDAY, "14:45")  # 60 before noon, 15 after 14:30


def test_minutes_stand_still_on_paused_days() -> None:
    """Paused days are left out, in office time and by the wall clock."""
    pause = [(date(2026, 9, 20), date(2026, 9, 21))]
    office = minutes(at(FRIDAY, "17:15"), 30, pauses=pause)
    assert office.due_at == at(date(2026, 9, 22), "08:15")
    wall = sh.deadline(at(FRIDAY, "12:00"), sh.Minutes(3 * 1440, clock="wall"), CAL, pauses=pause)
    # Half of Friday, Saturday, then Tuesday, and half of Wednesday.
    assert wall.due_at == at(date(2026, 9, 23), "12:00")
    later = sh.deadline(at(FRIDAY, "12:00"), sh.Minutes(60, clock="wall"), CAL, pauses=pause)
    assert later.due_at == at(FRIDAY, "13:00")
    earlier = sh.deadline(
        at(FRIDAY, "12:00"),
        sh.Minutes(60, clock="wall"),
        CAL,
        pauses=[(date(2026, 9, 1), date(2026, 9, 2))],
    )
    assert earlier.due_at == at(FRIDAY, "13:00")


# ---- the end of a day


@pytest.mark.parametrize(
    ("start", "due_at"),
    [
        (at(FRIDAY, "09:00"), at(FRIDAY, "17:30")),
        (at(FRIDAY, "17:30"), at(FRIDAY, "17:30")),
        (at(FRIDAY, "17:31"), at(date(2026, 9, 20), "17:30")),  # after closing
        (at(date(2026, 9, 19), "09:00"), at(date(2026, 9, 20), "17:30")),  # a Saturday
    ],
)
@pytest.mark.requirement("R-010")
def test_the_same_day_ends_at_closing(start: datetime, due_at: datetime) -> None:
    """当日 ends at closing of the day of receipt, or of the next working day if that was over."""
    answer = sh.deadline(start, sh.SameDay(), CAL, hours=HOURS)
    assert answer.due_at == due_at


@pytest.mark.parametrize("start", [at(FRIDAY, "20:00"), at(date(2026, 9, 19), "09:00")])
@pytest.mark.requirement("R-006", "R-012")
def test_a_receipt_outside_hours_keeps_its_time(start: datetime) -> None:
    """What arrives after closing or on a rest day keeps its instant; day 1 is the next workday."""
    answer = sh.deadline(start, sh.WorkingDays(1), CAL, hours=HOURS)
    assert answer.start == start
    assert answer.due == date(2026, 9, 20)


def test_a_limit_in_days_ends_at_closing_or_at_midnight() -> None:
    """With hours the last day ends when business stops, without at 24:00 (民法典第203条)."""
    with_hours = sh.deadline(FRIDAY, sh.WorkingDays(1), CAL, hours=HOURS)
    assert with_hours.due_at == at(date(2026, 9, 20), "17:30")
    without = sh.deadline(FRIDAY, sh.WorkingDays(1), CAL)
    assert without.due_at == at(date(2026, 9, 21), "00:00")


def test_a_period_that_ends_on_a_rest_day_has_no_closing() -> None:
    """A natural period that is not rolled and ends on a Saturday ends at 24:00, hours or not."""
    answer = sh.deadline(FRIDAY, sh.NaturalDays(1), CAL, hours=HOURS, roll=False)
    assert answer.due_at == at(date(2026, 9, 20), "00:00")


def test_the_variation_of_the_last_day_decides_its_closing() -> None:
    """A hall that closes early on Fridays ends a Friday limit early."""
    early = sh.OfficeHours(
        sessions="08:00-17:30",
        variations=[sh.HoursVariation(sessions="08:00-16:00", weekdays=["Fri"])],
    )
    answer = sh.deadline(date(2026, 9, 17), sh.WorkingDays(1), CAL, hours=early)
    assert answer.due_at == at(FRIDAY, "16:00")


def test_a_variation_is_a_record() -> None:
    """Text in place of a variation is refused, and the value is shown."""
    with pytest.raises(sh.InputTypeError, match="Fri 08:00-16:00"):
        sh.OfficeHours(
            sessions="08:00-17:30",
            variations=["Fri 08:00-16:00"],  # type: ignore[list-item]
        )


def test_a_variation_says_its_season_and_days() -> None:
    """As a notice on the door would: the season, the weekdays, the sessions."""
    assert str(SUMMER) == "5月1日至9月30日10:00-14:00、16:00-20:00"
    assert str(sh.HoursVariation(sessions="08:00-11:00", weekdays=["Fri"])) == "周五08:00-11:00"
