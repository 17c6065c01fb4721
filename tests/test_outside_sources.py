"""The calendar against sources outside it: packages, published figures, single hard cases.

Two packages, ``chinesecalendar`` and ``holidays``, collect the same notices without us. Each day
from 2004 on is compared with both. Where one of them differs, the day is listed here with the
notice that settles it; a day that is not listed is a fault, on either side.

The hard cases are days around which other systems are known to be wrong: make-up workdays at the
turn of the year, notices that were revised in the year itself, the end of what is published. Each
was counted by hand from the notice that is named.
"""

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest

import servicehall as sh
from tests import oracle

CAL = sh.mainland()
FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)
DAYS = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]

SETTLED_AGAINST_CHINESECALENDAR = {date(2005, 12, 31): "国办发明电〔2005〕35号"}
"""Saturday 31 December 2005 is worked, for the New Year of 2006; the package calls it rest."""

SETTLED_AGAINST_HOLIDAYS: dict[date, str] = {}

WORKING_DAYS = {
    2005: 251,
    2006: 251,
    2007: 249,
    2008: 251,
    2009: 250,
    2010: 250,
    2011: 250,
    2012: 249,
    2013: 250,
    2014: 250,
    2015: 249,
    2016: 250,
    2017: 249,
    2018: 250,
    2019: 250,
    2020: 249,
    2021: 250,
    2022: 249,
    2023: 249,
    2024: 251,
    2025: 248,
    2026: 248,
}
"""Working days of each year, counted from the notices by others."""

# ---- packages


@pytest.mark.requirement("R-001", "R-002", "R-003", "R-004")
def test_every_day_against_chinesecalendar() -> None:
    """Each day is what chinesecalendar says, but for the listed ones."""
    different = {d for d in DAYS if CAL.is_workday(d) != chinese_calendar.is_workday(d)}
    assert different == SETTLED_AGAINST_CHINESECALENDAR.keys()


@pytest.mark.requirement("R-001", "R-002", "R-003", "R-004")
def test_every_day_against_holidays(china: holidays.HolidayBase) -> None:
    """Each day is what holidays says: its days off, and its weekend days that are worked."""
    different = {d for d in DAYS if CAL.is_workday(d) != _works(d, china)}
    assert different == SETTLED_AGAINST_HOLIDAYS.keys()


@pytest.mark.parametrize(("day", "document"), SETTLED_AGAINST_CHINESECALENDAR.items())
def test_a_settled_day_names_the_notice_that_settles_it(day: date, document: str) -> None:
    """Where a package is overruled the day carries the notice by which it is."""
    assert CAL.day(day).citation.number == document
    assert oracle.is_workday(day) is CAL.is_workday(day) is True


@pytest.mark.requirement("R-003")
def test_statutory_holidays_against_holidays() -> None:
    """The statutory holidays are those of holidays without the days that others make up for."""
    known = holidays.country_holidays("CN", years=_YEARS, language="zh_CN", observed=False)
    expected = {d for d, names in known.items() if _is_statutory(names)}
    found = {d for d in DAYS if CAL.day(d).kind is sh.DayKind.STATUTORY_HOLIDAY}
    assert found == expected


# ---- figures


@pytest.mark.requirement("R-001")
@pytest.mark.parametrize(("year", "number"), WORKING_DAYS.items())
def test_working_days_of_a_year(year: int, number: int) -> None:
    """A year has the number of working days that was counted from its notice."""
    before, last = date(year - 1, 12, 31), date(year, 12, 31)
    assert CAL.count(before, last) == number


@pytest.mark.parametrize(("year", "number"), WORKING_DAYS.items())
def test_working_days_of_a_year_by_the_oracle(year: int, number: int) -> None:
    """The oracle, which the laws are tested by, has the same number of working days."""
    assert sum(map(oracle.is_workday, _days_of(year))) == number


# ---- single days


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2004-01-17", "make_up_workday"),
        ("2005-12-31", "make_up_workday"),
        ("2008-02-06", "statutory_holiday"),  # 除夕, since the revision of 2007
        ("2014-01-30", "workday"),  # 除夕, no holiday from 2014 to 2024
        ("2015-09-03", "statutory_holiday"),  # by the notice of 13 May 2015 alone
        ("2015-09-04", "adjusted_rest_day"),
        ("2015-09-06", "make_up_workday"),
        ("2018-12-29", "make_up_workday"),
        ("2018-12-31", "adjusted_rest_day"),
        ("2019-05-01", "statutory_holiday"),
        ("2019-05-02", "adjusted_rest_day"),
        ("2020-01-31", "adjusted_rest_day"),
        ("2020-02-01", "weekend"),
        ("2020-02-03", "workday"),
        ("2025-01-28", "statutory_holiday"),  # 除夕, since the revision of 2024
        ("2025-05-02", "statutory_holiday"),  # a second day of 劳动节, since then
        ("2026-09-20", "make_up_workday"),
        ("2026-10-03", "statutory_holiday"),  # a Saturday
        ("2026-10-04", "weekend"),
        ("2026-10-05", "adjusted_rest_day"),
        ("2026-10-10", "make_up_workday"),
    ],
)
def test_the_kind_of_a_day(day: str, kind: str) -> None:
    """A day is of the kind that its notice and the law of its year give it."""
    found = CAL.day(date.fromisoformat(day))
    assert found.kind == kind
    assert found.is_workday is (kind in {"workday", "make_up_workday"})


@pytest.mark.parametrize(
    ("day", "known_on", "kind"),
    [
        ("2015-09-03", "2015-05-12", "workday"),
        ("2015-09-03", "2015-05-13", "statutory_holiday"),
        ("2019-05-02", "2019-03-21", "workday"),
        ("2019-05-02", "2019-03-22", "adjusted_rest_day"),
        ("2019-05-05", "2019-03-21", "weekend"),
        ("2019-05-05", "2019-03-22", "make_up_workday"),
        ("2020-01-31", "2020-01-20", "workday"),
        ("2020-01-31", "2020-01-27", "adjusted_rest_day"),
        ("2020-02-01", "2020-01-20", "make_up_workday"),
        ("2020-02-01", "2020-01-27", "weekend"),
        ("2018-12-31", "2018-12-05", "workday"),
        ("2018-12-31", "2018-12-06", "adjusted_rest_day"),
    ],
)
def test_a_day_as_it_was_known(day: str, known_on: str, kind: str) -> None:
    """A day is what was published by the day on which one asks, and not what came later."""
    calendar = CAL.as_known_on(date.fromisoformat(known_on))
    assert calendar.day(date.fromisoformat(day)).kind == kind


def test_the_publication_of_a_notice_counts_not_its_signing() -> None:
    """The extension of 2020, signed on 26 January and published on the 27th, counts from then."""
    day = date(2020, 1, 31)
    assert CAL.as_known_on(date(2020, 1, 26)).is_workday(day)
    assert not CAL.as_known_on(date(2020, 1, 27)).is_workday(day)


# ---- deadlines


@pytest.mark.requirement("R-004", "R-006")
@pytest.mark.parametrize(
    ("start", "n", "due", "known_on"),
    [
        ("2005-12-30", 1, "2005-12-31", None),  # a make-up Saturday
        ("2018-12-20", 7, "2018-12-29", None),  # the notice of 2019 reaches back
        ("2018-12-20", 7, "2018-12-31", "2018-12-01"),  # and was not known yet
        ("2019-04-25", 3, "2019-04-29", None),  # Sunday 28 April is worked
        ("2019-04-25", 3, "2019-04-30", "2019-03-01"),
    ],
)
def test_working_days_across_a_hard_place(
    start: str, n: int, due: str, known_on: str | None
) -> None:
    """Working days end where the notices known on the day put them."""
    calendar = CAL.as_known_on(date.fromisoformat(known_on)) if known_on else CAL
    day, expected = date.fromisoformat(start), date.fromisoformat(due)
    assert calendar.add(day, n) == expected
    assert sh.deadline(day, sh.WorkingDays(n), calendar).due == expected


@pytest.mark.requirement("R-005")
@pytest.mark.parametrize(
    ("n", "due", "certainty"),
    [
        (26, "2026-12-28", "certain"),
        (27, "2026-12-29", "provisional"),
        (29, "2026-12-31", "provisional"),
    ],
)
def test_the_last_days_of_the_last_published_year(n: int, due: str, certainty: str) -> None:
    """From 21 November 2026, 26 working days are certain; the 27th may yet be moved."""
    found = sh.deadline(date(2026, 11, 21), sh.WorkingDays(n), CAL)
    assert found.due == date.fromisoformat(due)
    assert found.certainty == certainty


@pytest.mark.requirement("R-005")
def test_past_the_last_published_year() -> None:
    """From 21 November 2026 the 30th working day is in 2027, of which nothing is published."""
    with pytest.raises(sh.CalendarCoverageError) as refused:
        sh.deadline(date(2026, 11, 21), sh.WorkingDays(30), CAL)
    assert refused.value.code == "SH301"


@pytest.mark.requirement("R-009")
def test_a_natural_period_that_ends_on_a_make_up_saturday() -> None:
    """Fifteen days from 25 September 2026 end on Saturday 10 October, which is worked: no roll."""
    assert sh.deadline(date(2026, 9, 25), sh.NaturalDays(15), CAL).due == date(2026, 10, 10)


def test_a_pause_over_the_national_day() -> None:
    """Of a pause from 24 September to 12 October 2026 only the eight working days come back."""
    pause = (date(2026, 9, 24), date(2026, 10, 12))
    found = sh.deadline(date(2026, 9, 18), sh.WorkingDays(20), CAL, pauses=[pause])
    assert found.due == date(2026, 11, 3)


# ---- helpers

_YEARS = range(FIRST.year, LAST.year + 1)


@pytest.fixture(scope="module")
def china() -> holidays.HolidayBase:
    return holidays.country_holidays("CN", years=_YEARS, language="zh_CN")


def _works(day: date, china: holidays.HolidayBase) -> bool:
    """Read both of its lists: weekdays that are off, and weekend days that are worked."""
    if day.weekday() >= 5:
        return day in china.weekend_workdays
    return day not in china


def _is_statutory(names: str) -> bool:
    """Tell whether some name of a day is a holiday by law, not a day that is given in exchange."""
    return any("调休" not in name and "延长" not in name for name in names.split("; "))


def _days_of(year: int) -> list[date]:
    return [d for d in oracle.all_days() if d.year == year]
