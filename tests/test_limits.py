"""Limits as values: units, wording, bounds, comparison, and how they are read from text.

The dates are in 2026: 18 September is a Friday, 20 a make-up Sunday, 25 to 27 September and 1 to 7
October rest, 10 October is a make-up Saturday.
"""

import pickle
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

import servicehall as sh
from servicehall.limits import is_longer

CAL = sh.mainland()
FRIDAY = date(2026, 9, 18)


def due(limit: sh.Limit, start: date = FRIDAY, **others: object) -> date | None:
    """Return the last day of a limit."""
    return sh.deadline(start, limit, CAL, **others).due  # type: ignore[arg-type]  # passed on


# ---- values


@pytest.mark.parametrize(
    ("limit", "text"),
    [
        (sh.WorkingDays(20), "20个工作日"),
        (sh.NaturalDays(15), "15个自然日"),
        (sh.Months(2), "2个月"),
        (sh.Minutes(30), "30分钟（办公时间）"),
        (sh.Minutes(30, clock="wall"), "30分钟（连续计时）"),
        (sh.SameDay(), "当日"),
        (sh.FixedDate(date(2027, 3, 1)), "2027-03-01止"),
        (sh.Unknown("原文残缺"), "不明（原文残缺）"),
        (sh.Before(sh.WorkingDays(7)), "提前7个工作日"),
        (sh.NotBefore(sh.NaturalDays(30)), "满30个自然日后"),
    ],
)
@pytest.mark.requirement("R-008")
def test_a_limit_says_its_unit_in_chinese(limit: sh.Limit, text: str) -> None:
    """Every limit reads with its unit, and survives pickling."""
    assert str(limit) == text
    assert pickle.loads(pickle.dumps(limit)) == limit  # noqa: S301  # made on this line


@pytest.mark.requirement("R-008")
def test_the_wording_of_the_source_is_kept_and_decides_nothing() -> None:
    """The literal words stand beside the figure; limits that differ in words only are equal."""
    limit = sh.WorkingDays(20, words="自受理之日起二十日内")
    assert limit.words == "自受理之日起二十日内"
    assert limit == sh.WorkingDays(20)
    assert hash(limit) == hash(sh.WorkingDays(20))
    assert "（原文“自受理之日起二十日内”）" in sh.deadline(FRIDAY, limit, CAL).explain()


@pytest.mark.requirement("R-008")
def test_units_are_never_mixed_up() -> None:
    """The same number in another unit is another limit with another end."""
    assert len({sh.WorkingDays(15), sh.NaturalDays(15), sh.Months(15), sh.Minutes(15)}) == 4
    # Working days after Friday 18 September: 20-24 (5), 28-30 (3), 8-10 October (3), 12-15 (4).
    assert due(sh.WorkingDays(15)) == date(2026, 10, 15)
    # 15 natural days end on 3 October, a holiday; the next working day is 8 October.
    assert due(sh.NaturalDays(15)) == date(2026, 10, 8)
    assert due(sh.NaturalDays(15), roll=False) == date(2026, 10, 3)


@pytest.mark.parametrize("limit", [sh.WorkingDays(3), sh.Minutes(30), sh.SameDay()])
def test_limits_cannot_be_changed(limit: sh.Limit) -> None:
    """A limit is a value; another limit is made, not written over."""
    with pytest.raises(AttributeError):
        limit.words = "x"  # type: ignore[misc]  # that is the point


# ---- each kind


@pytest.mark.requirement("R-016")
def test_the_same_or_the_next_day_is_one_working_day() -> None:
    """当日或次日 is by default by the end of the next working day, switchable to natural days."""
    assert due(sh.WorkingDays(1)) == date(2026, 9, 20)  # the make-up Sunday
    assert due(sh.NaturalDays(1), roll=False) == date(2026, 9, 19)
    assert due(sh.WorkingDays(1), date(2026, 9, 24)) == date(2026, 9, 28)
    assert due(sh.NaturalDays(1), date(2026, 9, 24), roll=False) == date(2026, 9, 25)


@pytest.mark.requirement("R-009")
@pytest.mark.parametrize(
    ("start", "roll", "last"),
    [
        (date(2026, 9, 14), True, date(2026, 9, 21)),  # a Monday to the next
        (date(2026, 9, 18), True, date(2026, 9, 28)),  # to Friday 25, 中秋节; rests until 27
        (date(2026, 9, 18), False, date(2026, 9, 25)),
        (date(2026, 9, 13), True, date(2026, 9, 20)),  # to a make-up Sunday: no roll
    ],
)
def test_a_week_is_seven_natural_days(start: date, roll: bool, last: date) -> None:  # noqa: FBT001  # a column
    """一周 runs in natural days and rolls off a rest day, a make-up Sunday being none."""
    week = sh.parse_limit("1周")
    assert week == sh.NaturalDays(7)
    assert week.words == "1周"
    assert due(week, start, roll=roll) == last


@pytest.mark.parametrize(
    ("start", "n", "last"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),  # a make-up Saturday, the month's last
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2026, 5, 20), 1, date(2026, 6, 22)),  # 20 June lies in 端午节, rests until Sunday 21
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 8, 8), 5, date(2026, 1, 8)),
    ],
)
def test_a_month_ends_on_the_corresponding_day(start: date, n: int, last: date) -> None:
    """Months end on the corresponding day or the month's last (民法典第202条), then roll."""
    assert due(sh.Months(n), start) == last


def test_a_fixed_date_is_neither_rolled_nor_counted() -> None:
    """A date set by an order stays, also on a rest day and beyond what is published."""
    assert due(sh.FixedDate(date(2026, 10, 3))) == date(2026, 10, 3)
    answer = sh.deadline(FRIDAY, sh.FixedDate(date(2030, 1, 1)), CAL)
    assert answer.due == date(2030, 1, 1)
    assert answer.certainty is sh.Certainty.CERTAIN
    assert due(sh.FixedDate(FRIDAY)) == FRIDAY


def test_an_earliest_day_is_no_due_day() -> None:
    """30天后 has an earliest day, 30 natural days later, and never becomes a maximum."""
    answer = sh.deadline(FRIDAY, sh.NotBefore(sh.NaturalDays(30)), CAL)
    assert answer.due is None
    assert answer.due_at is None
    assert answer.not_before == date(2026, 10, 18)  # a Sunday, and not rolled off it
    assert answer.reason == "只规定最早日期，没有规定最迟日期"
    assert answer.met_by(date(2026, 12, 1)) is None
    assert "不早于2026年10月18日" in answer.explain()


def test_an_earliest_day_stays_in_an_unpublished_year() -> None:
    """An earliest day in natural days needs no notice: it is certain in 2027 too."""
    # 1 January 2027 is a holiday by law, and 20 days after 12 December 2026.
    answer = sh.deadline(date(2026, 12, 12), sh.NotBefore(sh.NaturalDays(20)), CAL)
    assert (answer.not_before, answer.certainty) == (date(2027, 1, 1), sh.Certainty.CERTAIN)


@pytest.mark.parametrize("n", [18, 20])
def test_an_earliest_day_does_not_depend_on_office_hours(n: int) -> None:
    """An earliest day has no instant at which it ends: when the hall closes on it is no matter."""
    # 18 days after 12 December 2026 are 30 December, 20 days are 1 January 2027.
    limit, hours = sh.NotBefore(sh.NaturalDays(n)), sh.OfficeHours.of("08:00-17:30")
    answer = sh.deadline(date(2026, 12, 12), limit, CAL, hours=hours)
    assert answer.not_before == date(2026, 12, 12) + timedelta(n)
    assert answer.certainty is sh.Certainty.CERTAIN
    assert answer.reason == "只规定最早日期，没有规定最迟日期"


def test_an_earliest_day_may_be_paused_and_extended() -> None:
    """What the inner limit may have, the earliest day may have."""
    limit = sh.NotBefore(sh.WorkingDays(3))
    # 20, 21, 22 September; extended by 2 until 24; with 21 and 22 paused until 28.
    assert sh.deadline(FRIDAY, limit, CAL).not_before == date(2026, 9, 22)
    extended = sh.deadline(FRIDAY, limit, CAL, extensions=[sh.WorkingDays(2)])
    assert extended.not_before == date(2026, 9, 24)
    paused = sh.deadline(FRIDAY, limit, CAL, pauses=[(date(2026, 9, 21), date(2026, 9, 22))])
    assert paused.not_before == date(2026, 9, 24)
    still = sh.deadline(
        FRIDAY, limit, CAL, pauses=[(date(2026, 9, 21), None)], as_of=date(2026, 9, 22)
    )
    assert still.not_before == date(2026, 9, 24)
    assert "尚未恢复" in still.reason


def test_an_unknown_limit_gets_no_default() -> None:
    """A limit that the source lost has no day, is UNKNOWN, and says why."""
    answer = sh.deadline(FRIDAY, sh.Unknown("原文残缺"), CAL)
    assert (answer.due, answer.due_at, answer.not_before, answer.window) == (None,) * 4
    assert answer.certainty is sh.Certainty.UNKNOWN
    assert answer.reason == "期限不明：原文残缺"
    assert answer.met_by(FRIDAY) is None
    assert answer.days_late(FRIDAY) is None
    assert answer.days_saved(FRIDAY) is None
    assert "无法确定到期日" in answer.explain()
    assert answer.trail.days == ()


@pytest.mark.parametrize(
    ("limit", "others", "last"),
    [
        # A hearing on Monday 28 September: working days before it are 24, 23, 22, 21, 20, 18, 17.
        (sh.WorkingDays(7), {}, date(2026, 9, 17)),
        (sh.WorkingDays(1), {}, date(2026, 9, 24)),
        (sh.WorkingDays(1), {"counting_from": "same_day"}, date(2026, 9, 28)),
        (sh.WorkingDays(2), {"counting_from": "same_day"}, date(2026, 9, 24)),
        # 2 natural days before is Saturday 26, a rest day: back to Thursday 24.
        (sh.NaturalDays(2), {}, date(2026, 9, 24)),
        (sh.NaturalDays(2), {"roll": False}, date(2026, 9, 26)),
        (sh.NaturalDays(8), {}, date(2026, 9, 20)),  # a make-up Sunday: no roll
        (sh.NaturalDays(9), {"counting_from": "same_day"}, date(2026, 9, 20)),
        (sh.Months(1), {}, date(2026, 8, 28)),
        (sh.Months(1), {"counting_from": "same_day", "roll": False}, date(2026, 8, 29)),
    ],
)
def test_before_counts_back_and_rolls_back(
    limit: sh.Limit, others: dict[str, object], last: date
) -> None:
    """At the latest so long before a day, which is not counted; rolled back off a rest day."""
    hearing = date(2026, 9, 28)
    assert due(sh.Before(limit), hearing, **others) == last


@pytest.mark.parametrize(
    ("limit", "extension", "last"),
    [
        (sh.WorkingDays(3), sh.WorkingDays(2), date(2026, 9, 24)),
        (sh.SameDay(), sh.WorkingDays(1), date(2026, 9, 20)),
        (sh.NaturalDays(3), sh.NaturalDays(2), date(2026, 9, 23)),
        (sh.Months(1), sh.Months(1), date(2026, 11, 18)),
        (sh.Months(1), sh.NaturalDays(5), date(2026, 10, 23)),
    ],
)
def test_an_extension_lengthens_the_limit(limit: sh.Limit, extension: sh.Limit, last: date) -> None:
    """A limit and its extension of the same unit are one longer limit, whatever their order."""
    assert due(limit, extensions=[extension]) == last


# ---- comparing


@pytest.mark.parametrize(
    ("one", "other", "longer"),
    [
        (sh.WorkingDays(30), sh.WorkingDays(20), True),
        (sh.WorkingDays(20), sh.WorkingDays(30), False),
        (sh.WorkingDays(20), sh.WorkingDays(20), False),
        (sh.Minutes(60), sh.Minutes(30), True),
        (sh.Minutes(60, clock="wall"), sh.Minutes(30), None),
        # n natural days hold n working days at most: if the last one rolls, it was none itself.
        (sh.WorkingDays(40), sh.NaturalDays(20), True),
        (sh.WorkingDays(21), sh.NaturalDays(20), True),
        (sh.WorkingDays(20), sh.NaturalDays(20), None),
        (sh.WorkingDays(20), sh.NaturalDays(15), True),
        (sh.NaturalDays(20), sh.WorkingDays(20), False),
        (sh.NaturalDays(21), sh.WorkingDays(20), None),
        (sh.NaturalDays(15), sh.WorkingDays(10), None),
        (sh.WorkingDays(32), sh.Months(1), True),
        (sh.WorkingDays(31), sh.Months(1), None),
        (sh.Months(1), sh.WorkingDays(31), False),
        # What is due the same day, rolled, ends with the next working day.
        (sh.WorkingDays(2), sh.SameDay(), True),
        (sh.WorkingDays(1), sh.SameDay(), None),
        (sh.SameDay(), sh.WorkingDays(1), False),
        # A month takes 28 to 31 days; both roll alike.
        (sh.Months(2), sh.NaturalDays(55), True),
        (sh.Months(2), sh.NaturalDays(56), None),
        (sh.Months(1), sh.NaturalDays(30), None),
        (sh.Months(1), sh.NaturalDays(31), False),
        (sh.NaturalDays(31), sh.Months(1), None),
        (sh.NaturalDays(32), sh.Months(1), True),
        # Received before 16 rest days, what is due the same day ends with them.
        (sh.SameDay(), sh.NaturalDays(15), None),
        (sh.SameDay(), sh.NaturalDays(16), False),
        (sh.NaturalDays(17), sh.SameDay(), True),
        (sh.NaturalDays(16), sh.SameDay(), None),
        (sh.SameDay(), sh.SameDay(), False),
        # Office minutes may take any number of days, wall minutes just their time.
        (sh.Minutes(30), sh.NaturalDays(1), None),
        (sh.Minutes(18 * 1440, clock="wall"), sh.NaturalDays(1), True),
        (sh.Minutes(17 * 1440, clock="wall"), sh.NaturalDays(1), None),
        (sh.Minutes(1440, clock="wall"), sh.NaturalDays(1), False),
        # What has no length cannot be compared.
        (sh.FixedDate(FRIDAY), sh.WorkingDays(1), None),
        (sh.WorkingDays(1), sh.Unknown("原文残缺"), None),
        (sh.Unknown("原文残缺"), sh.Unknown("原文残缺"), None),
        (sh.FixedDate(FRIDAY), sh.FixedDate(FRIDAY), False),
        (sh.FixedDate(FRIDAY), sh.FixedDate(FRIDAY - timedelta(1)), True),
        (sh.FixedDate(FRIDAY), sh.FixedDate(FRIDAY + timedelta(1)), False),
    ],
)
def test_a_limit_is_longer_only_if_it_always_is(
    one: sh.Limit,
    other: sh.Limit,
    longer: bool | None,  # noqa: FBT001  # a column
) -> None:
    """One unit compares by number; across units only what holds for all days is claimed."""
    assert is_longer(one, other) is longer


# ---- reading


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("20 working days", sh.WorkingDays(20)),
        ("1 working day", sh.WorkingDays(1)),
        ("  20   working days ", sh.WorkingDays(20)),
        ("20个工作日", sh.WorkingDays(20)),
        ("20工作日", sh.WorkingDays(20)),
        ("15自然日", sh.NaturalDays(15)),
        ("15 natural days", sh.NaturalDays(15)),
        ("15个自然日", sh.NaturalDays(15)),
        ("1 week", sh.NaturalDays(7)),
        ("2周", sh.NaturalDays(14)),
        ("2 months", sh.Months(2)),
        ("2个月", sh.Months(2)),
        ("30 office minutes", sh.Minutes(30)),
        ("2 office hours", sh.Minutes(120)),
        ("30 wall minutes", sh.Minutes(30, clock="wall")),
        ("24 wall hours", sh.Minutes(1440, clock="wall")),
        ("same day", sh.SameDay()),
        ("当日", sh.SameDay()),
        ("当天", sh.SameDay()),
        ("2027-03-01", sh.FixedDate(date(2027, 3, 1))),
        ("unknown: lost in the source", sh.Unknown("lost in the source")),
    ],
)
@pytest.mark.requirement("R-008")
def test_limits_are_read_with_their_unit(text: str, limit: sh.Limit) -> None:
    """Each unit has its English and its Chinese spelling."""
    assert sh.parse_limit(text) == limit


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0 working days", "SH105"),
        ("40000 natural days", "SH105"),
        ("6000 weeks", "SH105"),
        ("9000 wall hours", "SH105"),
        ("unknown:", "SH116"),
        ("15日", "SH115"),
        ("1个工作日s", "SH115"),
        ("2周s", "SH115"),
        ("20270301", "SH115"),
        ("2027-W09-1", "SH115"),
        ("2027-3-1", "SH115"),
        ("２０个工作日", "SH115"),
        ("1899-12-31", "SH108"),
        ("2200-01-01", "SH108"),
    ],
)
def test_absurd_text_is_refused(text: str, code: str) -> None:
    """A number out of range, an unknown without a reason and a bare 日 are refused."""
    with pytest.raises(sh.InputValueError) as caught:
        sh.parse_limit(text)
    assert caught.value.code == code


# ---- in time, saved, late

NOON = datetime(2026, 9, 22, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("done", "met", "saved", "late"),
    [
        # Three working days after 18 September: 20, 21, 22 September.
        (date(2026, 9, 18), True, 3, 0),
        (date(2026, 9, 19), True, 3, 0),
        (date(2026, 9, 20), True, 2, 0),
        (date(2026, 9, 22), True, 0, 0),
        (NOON, True, 0, 0),
        (NOON.replace(hour=23, minute=59), True, 0, 0),
        (NOON.replace(day=23, hour=0), True, 0, 0),  # 24:00 of the last day
        (NOON.replace(day=23, hour=0, second=1), False, 0, 1),
        (date(2026, 9, 23), False, 0, 1),
        (date(2026, 9, 27), False, 0, 2),  # 25 to 27 rest
        (date(2026, 9, 28), False, 0, 3),
    ],
)
@pytest.mark.requirement("R-025", "R-026")
def test_in_time_is_told_by_instants_and_described_in_days(
    done: date,
    met: bool,  # noqa: FBT001  # a column
    saved: int,
    late: int,
) -> None:
    """In time is until the last instant; days saved and late describe it in working days."""
    answer = sh.deadline(FRIDAY, sh.WorkingDays(3), CAL)
    assert answer.due == date(2026, 9, 22)
    assert answer.met_by(done) is met
    assert answer.days_saved(done) == saved
    assert answer.days_late(done) == late


@pytest.mark.requirement("R-025")
def test_a_completion_after_closing_is_late() -> None:
    """With office hours the last day ends at closing, though no further day has passed."""
    hours = sh.OfficeHours.of("08:00-17:30")
    answer = sh.deadline(FRIDAY, sh.WorkingDays(3), CAL, hours=hours)
    assert answer.met_by(NOON.replace(hour=17, minute=30)) is True
    assert answer.met_by(NOON.replace(hour=17, minute=31)) is False
    assert answer.days_late(NOON.replace(hour=17, minute=31)) == 0


@pytest.mark.parametrize("hours", [None, sh.OfficeHours.of("08:00-17:30")])
def test_a_day_before_or_after_the_last_one_needs_no_instant(hours: sh.OfficeHours | None) -> None:
    """Done on an earlier day is in time and on a later one late, whatever the hours are."""
    answer = sh.deadline(FRIDAY, sh.WorkingDays(3), CAL, hours=hours)
    assert answer.met_by(date(2026, 9, 21)) is True
    assert answer.met_by(date(2026, 9, 23)) is False


@pytest.mark.parametrize(
    ("start", "limit", "day"),
    [
        (FRIDAY, sh.WorkingDays(3), date(2026, 9, 22)),
        (NOON, sh.Minutes(30), date(2026, 9, 22)),
        (NOON, sh.Minutes(30, clock="wall"), date(2026, 9, 22)),
    ],
)
def test_a_day_that_ends_early_needs_the_instant_of_completion(
    start: date, limit: sh.Limit, day: date
) -> None:
    """Done on a last day that ends at closing may be late: the day alone does not tell."""
    answer = sh.deadline(start, limit, CAL, hours=sh.OfficeHours.of("08:00-17:30"))
    with pytest.raises(sh.InputValueError) as caught:
        answer.met_by(day)
    assert caught.value.code == "SH139"
    assert str(answer.due_at) in caught.value.where
    assert "只凭日期无法判断是否按时" in caught.value.in_chinese()
    assert answer.days_saved(day) == answer.days_late(day) == 0


def test_a_last_day_that_ends_at_midnight_needs_no_instant() -> None:
    """On a day of rest the hall does not close: the last day ends at 24:00, and a day will do."""
    hours = sh.OfficeHours.of("08:00-17:30")
    answer = sh.deadline(FRIDAY, sh.NaturalDays(7), CAL, roll=False, hours=hours)
    assert answer.due == date(2026, 9, 25)  # a holiday
    assert answer.met_by(date(2026, 9, 25)) is True


def test_a_rest_day_after_the_limit_is_late_by_no_working_day() -> None:
    """What is done on a rest day after the limit is late although no working day has passed."""
    answer = sh.deadline(date(2026, 9, 21), sh.WorkingDays(3), CAL)
    assert answer.due == date(2026, 9, 24)
    assert answer.met_by(date(2026, 9, 25)) is False
    assert answer.days_late(date(2026, 9, 25)) == 0


def test_a_pause_that_begins_after_the_end_gives_nothing_back() -> None:
    """Five natural days end on the 23rd, a working day; a pause from the 28th comes too late."""
    assert due(sh.NaturalDays(5), pauses=[(date(2026, 9, 28), date(2026, 9, 30))]) == date(
        2026, 9, 23
    )


def test_a_pause_that_was_over_before_counting_began_gives_nothing_back() -> None:
    """The first of five natural days is the 19th; a pause from the 10th to the 18th is past."""
    assert due(sh.NaturalDays(5), pauses=[(date(2026, 9, 10), date(2026, 9, 18))]) == date(
        2026, 9, 23
    )
