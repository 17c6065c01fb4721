"""Years known to installed packages: asked for only, provisional, and checked by a second one.

What the packages will say of 2027 is not known: the tests put days of their own in their place.
The dates are in 2027, when 1 January is a Friday, 除夕 is Friday 5 February and 1 May a Saturday.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import chinese_calendar.constants
import holidays
import pytest

import servicehall as sh

REST = {
    date(2027, 1, 1): "New Year's Day",
    date(2027, 1, 2): "New Year's Day",
    **{date(2027, 2, day): "Spring Festival" for day in range(5, 13)},
    date(2027, 4, 5): "Tomb-sweeping Day",
    **{date(2027, 5, day): "Labour Day" for day in range(1, 6)},
    date(2027, 6, 9): "Dragon Boat Festival",
    date(2027, 9, 15): "Mid-autumn Festival",
    **{date(2027, 10, day): "National Day" for day in range(1, 8)},
}
WORK = {
    date(2027, 2, 20): "Spring Festival",
    date(2027, 4, 25): "Labour Day",
    date(2027, 10, 9): "National Day",
}
UNKNOWN, PROVISIONAL = sh.Certainty.UNKNOWN, sh.Certainty.PROVISIONAL

Install = Callable[..., sh.WorkCalendar]


class SecondOpinion(dict[date, str]):
    """What stands in for the calendar of the package ``holidays``."""

    weekend_workdays: frozenset[date] = frozenset()


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Install:
    """Let both packages know days of 2027, and return the calendar that asks them."""
    real = holidays.country_holidays

    def known(
        first_rest: Iterable[date] = REST,
        first_work: Iterable[date] = WORK,
        second_rest: Iterable[date] = REST,
        second_work: Iterable[date] = WORK,
        **options: Any,
    ) -> sh.WorkCalendar:
        constants = chinese_calendar.constants
        for name, days in (("holidays", first_rest), ("workdays", first_work)):
            shipped = {d: text for d, text in getattr(constants, name).items() if d.year <= 2026}
            monkeypatch.setattr(constants, name, {**shipped, **dict.fromkeys(days, "x")})
        second = SecondOpinion.fromkeys(second_rest, "x")
        second.weekend_workdays = frozenset(second_work)

        def country_holidays(*arguments: Any, **named: Any) -> Any:
            return real(*arguments, **named) if "observed" in named else second

        monkeypatch.setattr(holidays, "country_holidays", country_holidays)
        return sh.mainland(extra="installed", **options)

    return known


# ---- nothing newer


def test_packages_that_know_nothing_newer_change_nothing(install: Install) -> None:
    """With no year beyond the notices the calendar answers as without the packages."""
    cal = install(first_rest=(), first_work=())
    assert cal == sh.mainland()
    assert cal.disagreements == ()
    assert [notice.id for notice in cal.notices] == [n.id for n in sh.mainland().notices]


def test_the_installed_packages_can_be_asked() -> None:
    """The packages that are installed answer, and no published day changes by what they say."""
    cal, shipped = sh.mainland(extra="installed"), sh.mainland()
    assert cal.count(cal.first, shipped.last) == shipped.count(shipped.first, shipped.last)
    assert cal.last >= shipped.last


def test_published_days_do_not_come_from_packages(install: Install) -> None:
    """What the packages say of a published year is not asked: 2005-12-31 is a workday."""
    cal = install(first_rest=[*REST, date(2026, 3, 2)])
    assert cal.is_workday(date(2026, 3, 2))
    assert cal.is_workday(date(2005, 12, 31))


# ---- what both say


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2027, 1, 1), sh.DayKind.STATUTORY_HOLIDAY),
        (date(2027, 1, 2), sh.DayKind.WEEKEND),
        (date(2027, 2, 5), sh.DayKind.STATUTORY_HOLIDAY),
        (date(2027, 2, 11), sh.DayKind.ADJUSTED_REST_DAY),
        (date(2027, 2, 20), sh.DayKind.MAKE_UP_WORKDAY),
        (date(2027, 3, 1), sh.DayKind.WORKDAY),
        (date(2027, 3, 6), sh.DayKind.WEEKEND),
        (date(2027, 5, 1), sh.DayKind.STATUTORY_HOLIDAY),
        (date(2027, 12, 31), sh.DayKind.WORKDAY),
    ],
)
@pytest.mark.requirement("R-005")
def test_agreed_days_are_provisional(install: Install, day: date, kind: sh.DayKind) -> None:
    """What both packages say is answered, provisionally, since no notice was read."""
    cal = install()
    assert cal.day(day).kind is kind
    assert cal.certainty(day) is PROVISIONAL
    assert cal.disagreements == ()


def test_agreed_days_are_counted(install: Install) -> None:
    """Counting reaches into the year that the packages know; a deadline says that it is open."""
    cal = install()
    # From Thursday 4 February: 15 to 19 February, then the make-up Saturday.
    assert cal.add(date(2027, 2, 4), 6) == date(2027, 2, 20)
    answer = sh.deadline(date(2027, 2, 4), sh.WorkingDays(6), cal)
    assert answer.certainty is PROVISIONAL
    assert "chinesecalendar" in answer.reason
    assert "未见通知原文" in answer.reason
    assert cal.last == date(2027, 12, 31)


@pytest.mark.parametrize("day", [29, 30, 31])
def test_packages_do_not_make_the_end_of_december_certain(install: Install, day: int) -> None:
    """Only a notice settles 29 to 31 December of the year before."""
    assert install().certainty(date(2026, 12, day)) is PROVISIONAL


def test_days_name_the_packages(install: Install) -> None:
    """The citation of such a day says that it rests on a package."""
    found = install().day(date(2027, 2, 20))
    assert "chinesecalendar" in str(found.citation)
    assert found.citation.confidence is sh.Confidence.INFERRED
    assert "holidays" in found.note


def test_a_notice_wins_over_packages(install: Install) -> None:
    """A year for which a notice is handed over is not asked for."""
    notice = sh.HolidayNotice(
        id="2027",
        year=2027,
        holidays=(sh.NamedDays(name="放假", rest=tuple(REST), work=(date(2027, 4, 24),)),),
    )
    cal = install(notices=[notice])
    assert cal.is_workday(date(2027, 4, 24))
    assert not cal.is_workday(date(2027, 4, 25))
    assert cal.certainty(date(2027, 4, 24)) is sh.Certainty.CERTAIN


# ---- what they dispute

DISPUTED = date(2027, 2, 20)
WITHOUT_DISPUTED = [day for day in WORK if day != DISPUTED]


@pytest.mark.requirement("R-005")
def test_a_disputed_day_is_refused(install: Install) -> None:
    """A day on which the packages disagree is UNKNOWN, and the refusal says what each says."""
    cal = install(second_work=WITHOUT_DISPUTED)
    assert cal.certainty(DISPUTED) is UNKNOWN
    with pytest.raises(sh.CalendarCoverageError) as caught:
        cal.is_workday(DISPUTED)
    assert caught.value.code == "SH303"
    assert caught.value.what == "the sources disagree about 2027-02-20"
    assert "chinesecalendar" in caught.value.where
    assert "上班" in caught.value.where
    assert "休息" in caught.value.where
    assert caught.value.fix == "add the notice of that year"
    assert "不能偏信其一" in caught.value.in_chinese()


@pytest.mark.parametrize(
    "ask",
    [
        lambda cal: cal.day(DISPUTED),
        lambda cal: cal.on_or_after(DISPUTED),
        lambda cal: cal.add(date(2027, 2, 4), 6),
        lambda cal: cal.add(date(2027, 2, 19), 20),
        lambda cal: cal.add(date(2027, 2, 19), 2000),
        lambda cal: cal.before(date(2027, 2, 22), 1),
        lambda cal: cal.count(date(2027, 2, 19), date(2027, 2, 22)),
        lambda cal: sh.deadline(date(2027, 2, 4), sh.WorkingDays(6), cal),
        lambda cal: sh.deadline(date(2027, 2, 18), sh.NaturalDays(2), cal),
    ],
)
@pytest.mark.parametrize("beyond", ["refuse", "estimate"])
def test_no_count_passes_over_a_disputed_day(
    install: Install, ask: Callable[[sh.WorkCalendar], object], beyond: str
) -> None:
    """No question that needs a disputed day is answered, and no estimate settles it."""
    cal = install(second_work=WITHOUT_DISPUTED, beyond=beyond)
    with pytest.raises(sh.CalendarCoverageError) as caught:
        ask(cal)
    assert caught.value.code == "SH303"


def test_another_unknown_day_is_refused_as_usual(install: Install) -> None:
    """A day after all that is known is refused as not published, whatever else is disputed."""
    cal = install(second_work=WITHOUT_DISPUTED)
    with pytest.raises(sh.CalendarCoverageError) as caught:
        cal.is_workday(date(2028, 1, 3))
    assert caught.value.code == "SH301"


def test_counts_before_a_disputed_day_are_answered(install: Install) -> None:
    """The rest of the year is answered as usual."""
    cal = install(second_work=WITHOUT_DISPUTED)
    assert cal.add(date(2027, 2, 4), 5) == date(2027, 2, 19)
    assert cal.count(date(2027, 2, 21), date(2027, 2, 26)) == 5
    assert cal.before(date(2027, 2, 26), 4) == date(2027, 2, 22)


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ({"second_work": WITHOUT_DISPUTED}, DISPUTED),
        ({"first_work": WITHOUT_DISPUTED}, DISPUTED),
        ({"second_rest": [d for d in REST if d != date(2027, 2, 12)]}, date(2027, 2, 12)),
        ({"first_rest": [d for d in REST if d != date(2027, 2, 12)]}, date(2027, 2, 12)),
    ],
)
def test_each_disagreement_is_listed(
    install: Install, given: dict[str, list[date]], day: date
) -> None:
    """Whichever package says rest, the day is listed with what each says."""
    cal = install(**given)
    (found,) = cal.disagreements
    assert found.day == day
    assert found.one.startswith("chinesecalendar ")
    assert found.other.startswith("holidays ")
    assert {found.one[-2:], found.other[-2:]} == {"上班", "休息"}
    assert str(found) == f"{day}：{found.one}；{found.other}"


def test_a_weekend_day_called_rest_is_no_disagreement(install: Install) -> None:
    """Whether a package lists the weekends inside a block makes no difference."""
    weekdays = [day for day in REST if day.weekday() < 5]
    assert install(second_rest=weekdays).disagreements == ()


@pytest.mark.parametrize("beyond", ["refuse", "estimate"])
def test_a_disputed_first_of_january_stays_open(install: Install, beyond: str) -> None:
    """A dispute about the first day of the year is no reason to take the year for missing."""
    cal = install(first_rest=[d for d in REST if d != date(2027, 1, 1)], beyond=beyond)
    assert cal.disagreements[0].day == date(2027, 1, 1)
    assert cal.certainty(date(2027, 1, 1)) is UNKNOWN
    with pytest.raises(sh.CalendarCoverageError, match="SH303"):
        cal.day(date(2027, 1, 1))
    with pytest.raises(sh.CalendarCoverageError, match="SH303"):
        sh.deadline(date(2026, 12, 31), sh.WorkingDays(1), cal)
    assert cal.day(DISPUTED).kind is sh.DayKind.MAKE_UP_WORKDAY


# ---- as known on a day


def test_when_packages_knew_cannot_be_told(install: Install) -> None:
    """Nobody knows on which day a package learned its days: such questions are refused."""
    cal = install().as_known_on(date(2026, 12, 31))
    with pytest.raises(sh.PublicationUnknownError) as caught:
        cal.is_workday(date(2027, 3, 1))
    assert "installed-2027" in caught.value.where
    assert cal.is_workday(date(2026, 11, 2))


@pytest.mark.parametrize("known_on", [date(2003, 12, 20), date(2010, 1, 1), date(2026, 12, 31)])
def test_coverage_ends_where_knowledge_does(install: Install, known_on: date) -> None:
    """The first and the last covered day are days of which something is known."""
    cal = install().as_known_on(known_on)
    if cal.first <= cal.last:
        assert cal.certainty(cal.first) is not UNKNOWN
        assert cal.certainty(cal.last) is not UNKNOWN


def test_the_version_of_the_package_is_named(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which version of the package said so can be read off the day."""
    monkeypatch.setattr(chinese_calendar, "__version__", "9.9", raising=False)
    assert "chinesecalendar 9.9" in install().day(DISPUTED).note


# ---- the end of December

EVE = date(2026, 12, 31)  # a Thursday
SATURDAY = date(2026, 12, 26)


def test_packages_may_reach_back_into_december(install: Install) -> None:
    """What both say of 29 to 31 December before the first year they add is taken from them."""
    cal = install(first_rest=[*REST, EVE], second_rest=[*REST, EVE])
    assert cal.disagreements == ()
    assert cal.day(EVE).kind is sh.DayKind.ADJUSTED_REST_DAY
    assert cal.certainty(EVE) is PROVISIONAL
    assert "chinesecalendar" in cal.day(EVE).note
    assert cal.day(date(2026, 12, 30)).kind is sh.DayKind.WORKDAY
    assert "chinesecalendar" in cal.day(date(2026, 12, 30)).note


@pytest.mark.parametrize("name", ["first_rest", "second_rest"])
def test_a_dispute_about_the_end_of_december_is_listed(install: Install, name: str) -> None:
    """If only one package gives 31 December as rest, the day is UNKNOWN and refused."""
    cal = install(**{name: [*REST, EVE]})
    assert [found.day for found in cal.disagreements] == [EVE]
    assert cal.certainty(EVE) is UNKNOWN
    with pytest.raises(sh.CalendarCoverageError, match="SH303"):
        cal.is_workday(EVE)
    assert cal.is_workday(date(2026, 12, 30))


def test_days_that_a_notice_settles_are_not_compared(install: Install) -> None:
    """No notice of 2027 can be expected to change what is settled for 26 December 2026."""
    cal = install(first_work=[*WORK, SATURDAY])
    assert cal.disagreements == ()
    assert not cal.is_workday(SATURDAY)
    assert cal.certainty(SATURDAY) is sh.Certainty.CERTAIN


def test_without_the_list_of_disputes_the_notice_names_its_source() -> None:
    """A calendar put together by hand from such notices still says why a day stays open."""
    day = date(2027, 2, 20)
    notice = sh.HolidayNotice(
        id="2027",
        year=2027,
        holidays=(sh.NamedDays(name="放假", rest=tuple(REST), work=tuple(WORK)),),
        certainty="provisional",
        source="取自两处，互有出入",
        undecided=(day,),
    )
    with pytest.raises(sh.CalendarCoverageError) as caught:
        sh.mainland(notices=[notice]).is_workday(day)
    assert caught.value.code == "SH303"
    assert "取自两处，互有出入" in caught.value.where
