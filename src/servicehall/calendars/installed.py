"""Years known to installed packages (已安装数据): newer than the shipped notices, and checked.

``chinesecalendar`` is asked for years beyond the notices; ``holidays`` is the second opinion. What
both say is PROVISIONAL, since no notice was read; where they disagree nothing is answered.
"""

from collections.abc import Mapping
from datetime import date

from attrs import frozen

from servicehall.calendars.days import DayKind
from servicehall.calendars.holiday_law import statutory_holidays
from servicehall.calendars.notices import HolidayNotice, NamedDays
from servicehall.calendars.working import Disagreement
from servicehall.instants import days_in

__all__ = ["installed_years"]


@frozen
class _Opinion:
    """What one package says: which weekdays rest and which weekend days work."""

    package: str
    rest: frozenset[date]
    work: frozenset[date]

    def kind(self, day: date) -> DayKind:
        if day in self.work:
            return DayKind.MAKE_UP_WORKDAY
        if day in self.rest:
            return DayKind.ADJUSTED_REST_DAY
        return DayKind.WORKDAY if day.weekday() < 5 else DayKind.WEEKEND

    def says(self, day: date) -> str:
        return f"{self.package}称该日{'上班' if self.kind(day).is_workday else '休息'}"


def installed_years(since: int) -> tuple[tuple[HolidayNotice, ...], tuple[Disagreement, ...]]:
    """Return the years from ``since`` on that ``chinesecalendar`` knows, and what is disputed.

    Each year becomes a notice that says where it comes from, with the disputed days undecided. It
    reaches back to 29 December before it, as notices do.
    """
    first = _ask_chinesecalendar()
    years = sorted({day.year for day in first.rest | first.work if day.year >= since})
    second = _ask_holidays(years and [*years, years[0] - 1])
    notices: list[HolidayNotice] = []
    disagreements: list[Disagreement] = []
    for year in years:
        days = list(days_in(date(year - 1, 12, 28), date(year, 12, 31)))
        disputed = [
            day for day in days if first.kind(day).is_workday != second.kind(day).is_workday
        ]
        disagreements += [Disagreement(day, first.says(day), second.says(day)) for day in disputed]
        statutory = statutory_holidays(year)
        holidays = {day: name for name, named in statutory.items() for day in named}
        rest = first.rest.intersection(days) | holidays.keys()
        work = tuple(sorted(first.work.intersection(days)))
        notices.append(
            HolidayNotice(
                id=f"installed-{year}",
                year=year,
                title=f"{year}年放假安排（{first.package}）",
                issuer="",
                statutory=statutory,
                holidays=(NamedDays(name="放假调休", rest=tuple(sorted(rest)), work=work),),
                confidence="inferred",
                certainty="provisional",
                source=f"{year}年取自{first.package}，与{second.package}核对，未见通知原文",
                undecided=tuple(disputed),
            )
        )
    return tuple(notices), tuple(disagreements)


def _ask_chinesecalendar() -> _Opinion:
    import chinese_calendar  # only when asked for
    from chinese_calendar import constants

    version = getattr(chinese_calendar, "__version__", "") or _version("chinesecalendar")
    weekdays = frozenset(day for day in _keys(constants.holidays) if day.weekday() < 5)
    weekends = frozenset(day for day in _keys(constants.workdays) if day.weekday() >= 5)
    return _Opinion(f"chinesecalendar {version}", weekdays, weekends)


def _ask_holidays(years: list[int]) -> _Opinion:
    from holidays import country_holidays  # only when asked for

    calendar = country_holidays("CN", years=years, language="zh_CN")
    rest = frozenset(day for day in calendar if day.weekday() < 5)
    work = frozenset(getattr(calendar, "weekend_workdays", ()))
    return _Opinion(f"holidays {_version('holidays')}", rest, work)


def _keys(days: Mapping[date, object]) -> list[date]:
    return list(days)


def _version(package: str) -> str:
    from importlib.metadata import version

    return version(package)
