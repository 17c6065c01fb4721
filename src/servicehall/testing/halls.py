"""A made-up hall (虚构的大厅): the rules of a place, the days of a year, and people."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from attrs import frozen

from servicehall.checks import check_year
from servicehall.divisions import check_division
from servicehall.hours import OfficeHours
from servicehall.instants import ONE_DAY, SHANGHAI
from servicehall.matters import Matter, Window
from servicehall.plugins.registry import Registry
from servicehall.policy import Policy
from servicehall.testing.dice import WORDS, Dice

__all__ = ["Hall", "window_of"]

_USUAL_HOURS: Final = OfficeHours.of("09:00-12:00", "13:00-17:00")
"""When a hall is open of which no rule says when."""
_MINUTE: Final = timedelta(minutes=1)
_LAST_MINUTES: Final = 10
_AT_A_WINDOW: Final = 3


@frozen(kw_only=True, eq=False)
class Hall:
    """A hall in a year (一个大厅的一年).

    Attributes:
        division: Its division.
        policies: What is in force, by working day of the year, in order.
        days: The working days.
        edges: Make-up workdays, and the last working days before holidays.
        staff: Who works where, by window or office.
        end: When the year is over: what happens later is not written down.
    """

    division: str
    policies: Mapping[date, Policy]
    days: tuple[date, ...]
    edges: tuple[date, ...]
    staff: Mapping[str, tuple[str, ...]]
    end: datetime

    @classmethod
    def of(
        cls, registry: Registry, division: str, year: int, seed: int, profiles: Iterable[str]
    ) -> "Hall":
        """Return the hall of a division, with made-up people.

        Raises:
            CalendarCoverageError: Not every day of the year is known (SH301).
        """
        code, supposed = check_division(division), tuple(profiles)
        first, after = date(check_year(year, "year"), 1, 1), date(year + 1, 1, 1)
        calendar = registry.policy(code, on=first, profiles=supposed).calendar
        every = [first + n * ONE_DAY for n in range((after - first).days)]
        days = tuple(day for day in every if calendar.is_workday(day))
        policies = {day: registry.policy(code, on=day, profiles=supposed) for day in days}
        units = dict.fromkeys(unit for policy in policies.values() for unit in _units(policy))
        return cls(
            division=code,
            policies=policies,
            days=days,
            edges=tuple(day for day in days if _is_edge(day, days)),
            staff=_staff(units, Dice(f"{seed}/{code}/staff")),
            end=datetime(year + 1, 1, 1, tzinfo=SHANGHAI),
        )

    def matters(self, day: date) -> tuple[Matter, ...]:
        """Return the matters of the place on a day; those that only the law knows are left out."""
        found = self.policies[day].matters.values()
        return tuple(one for one in found if one.is_taken_up and not one.unusable)

    # ---- time

    def moment(self, day: date, dice: Dice, closing_time: float = 0) -> datetime:
        """Return an instant of a working day at which the hall is open."""
        spans = self._spans(day)
        if dice.chance(closing_time):
            return spans[-1][1] - dice.whole(1, _LAST_MINUTES) * _MINUTE
        lengths = [(closes - opens) // _MINUTE for opens, closes in spans]
        return self.later(spans[0][0], dice.whole(0, sum(lengths) - 1))

    def later(self, at: datetime, minutes: int) -> datetime:
        """Return the instant so many office minutes later; the end of the year, if beyond it."""
        for day in self.days[bisect_left(self.days, at.date()) :]:
            for opens, closes in self._spans(day):
                begin = max(opens, at)
                left = max((closes - begin) // _MINUTE, 0)
                if minutes < left:
                    return begin + minutes * _MINUTE
                minutes -= left
        return self.end

    def days_later(self, at: datetime, number: int, dice: Dice) -> datetime:
        """Return an instant so many working days later, one at least."""
        place = bisect_right(self.days, at.date()) + number - 1
        return self.moment(self.days[place], dice) if place < len(self.days) else self.end

    def _spans(self, day: date) -> list[tuple[datetime, datetime]]:
        return (self.policies[day].hours or _USUAL_HOURS).spans(day)

    # ---- people

    @property
    def windows(self) -> tuple[str, ...]:
        """The windows, without the office."""
        return tuple(unit for unit in self.staff if unit != WORDS["office"])

    def somebody(self, unit: str, dice: Dice) -> str:
        """Return one of those who work somewhere."""
        return dice.pick(self.staff[unit])


def _units(policy: Policy) -> list[str]:
    """Return the windows of a place, the made-up ones where it names none, and the office."""
    windows = [one.title for one in policy.windows.values()]
    return [*(windows or WORDS["windows"]), WORDS["office"]]


def window_of(matter: Matter | None, policy: Policy, dice: Dice) -> str:
    """Return the window that takes a matter; where nothing says which, any one."""
    if matter is not None and isinstance(matter.window, Window):
        return matter.window.title
    return dice.pick(_units(policy)[:-1])


def _staff(units: Iterable[str], dice: Dice) -> dict[str, tuple[str, ...]]:
    """Give everybody a name that nobody else of the hall has."""
    every = [one + other for one in WORDS["surnames"] for other in WORDS["given"]]
    listed = list(units)
    names = dice.draw(every, _AT_A_WINDOW * len(listed))
    return {unit: tuple(names[place :: len(listed)]) for place, unit in enumerate(listed)}


def _is_edge(day: date, days: tuple[date, ...]) -> bool:
    """Tell whether a working day is a made-up one, or the last before more than a weekend."""
    place = bisect_right(days, day)
    following = days[place] if place < len(days) else day + ONE_DAY
    return day.weekday() >= 5 or (following - day).days > 3
