"""Office hours (办公时间): when a hall is open, by weekday and season, midday break left out.

Hours hold on working days only. Whether a day is one, the calendar says; a make-up Saturday has
the ordinary hours unless a variation names Saturday.
"""

import itertools
import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from attrs import field, frozen

from servicehall.checks import check_many, wrong_type
from servicehall.errors import InputTypeError, InputValueError
from servicehall.instants import SHANGHAI

__all__ = ["ClockTime", "HoursVariation", "OfficeHours", "Session"]

_CLOCK = re.compile(r"(?:(\d{1,3}) minutes? (before|after) )?(opening|closing)|(\d{1,2}:\d{2})")
_SESSION = re.compile(r"(\d{1,2}:\d{2})\s*[-–—~至]\s*(\d{1,2}:\d{2})")
_EXPECTED: Final = ("a list of sessions", "各段办公时间的列表")
WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@frozen(order=True)
class Session:
    """A stretch of the day during which the hall is open (一段办公时间).

    Attributes:
        opens: First moment.
        closes: Last moment, later the same day.
    """

    opens: time
    closes: time

    def __attrs_post_init__(self) -> None:
        if not self.opens < self.closes:
            raise InputValueError("SH120", text=repr(str(self)))

    @classmethod
    def parse(cls, text: str) -> "Session":
        """Read ``"08:00-12:00"``.

        Raises:
            InputTypeError: It is no text (SH118).
            InputValueError: It is not of that form, or ends before it begins (SH120).
        """
        if not isinstance(text, str):
            raise InputTypeError("SH118", value=repr(text), type=type(text).__name__)
        found = _SESSION.fullmatch(text.strip())
        try:
            opens, closes = (time.fromisoformat(part.zfill(5)) for part in found.groups())  # type: ignore[union-attr]  # no match is the error below
        except (AttributeError, ValueError):  # not of that form, or 25:00
            raise InputValueError("SH120", text=repr(text)) from None
        return cls(opens, closes)

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"


def _sessions(value: Any) -> tuple[Session, ...]:
    """Read sessions, a list of them or one text, and put them in order.

    Raises:
        InputValueError: There is none (SH121), or two overlap (SH122).
    """
    if isinstance(value, str):
        value = re.split(r"[\s,，;；、]+", re.sub(r"\s*([-–—~至])\s*", r"\1", value.strip()))
    parts = check_many(value, "sessions", *_EXPECTED)
    sessions = tuple(
        sorted(part if isinstance(part, Session) else Session.parse(part) for part in parts)
    )
    if not sessions:
        raise InputValueError("SH121")
    for one, two in itertools.pairwise(sessions):
        if two.opens < one.closes:
            raise InputValueError("SH122", one=one, two=two)
    return sessions


def _weekdays(value: Iterable[str]) -> frozenset[int]:
    names = tuple(value)
    for name in names:
        if name not in WEEKDAYS:
            raise InputValueError("SH112", name="weekdays", value=repr(name), allowed=WEEKDAYS)
    return frozenset(WEEKDAYS.index(name) for name in names)


def _season_day(value: Any) -> tuple[int, int] | None:
    """Read the first or last day of a season, ``"05-01"``."""
    if value is None:
        return None
    try:
        day = date.fromisoformat(f"2000-{value}")  # a leap year
    except ValueError:
        raise InputValueError("SH123", value=repr(value)) from None
    return day.month, day.day


@frozen(kw_only=True)
class HoursVariation:
    """Hours that differ on some weekdays, in a season, or both (分时段办公时间).

    Attributes:
        sessions: The hours, for example ``("09:00-12:00", "15:00-18:00")``.
        weekdays: ``"Mon"`` to ``"Sun"``; empty for all.
        first: First day of the season, ``"06-01"``; with ``last`` or not at all.
        last: Last day of the season, ``"09-30"``; before ``first`` it runs over the new year.
    """

    sessions: tuple[Session, ...] = field(converter=_sessions)
    weekdays: frozenset[int] = field(default=(), converter=_weekdays)
    first: tuple[int, int] | None = field(default=None, converter=_season_day)
    last: tuple[int, int] | None = field(default=None, converter=_season_day)

    def __attrs_post_init__(self) -> None:
        if (self.first is None) != (self.last is None):
            raise InputValueError("SH124", first=self.first, last=self.last)

    @property
    def rank(self) -> int:
        """How special it is: the more it names, the more special."""
        return bool(self.weekdays) + (self.first is not None)

    def __str__(self) -> str:
        days = "、".join(f"周{'一二三四五六日'[n]}" for n in sorted(self.weekdays))
        season = ""
        if self.first and self.last:
            season = f"{self.first[0]}月{self.first[1]}日至{self.last[0]}月{self.last[1]}日"
        return f"{season}{days}{'、'.join(map(str, self.sessions))}"

    def covers(self, month: int, day: int, weekday: int) -> bool:
        """Tell whether it holds on a day of the year that falls on a weekday."""
        if self.weekdays and weekday not in self.weekdays:
            return False
        if self.first is None or self.last is None:
            return True
        if self.first <= self.last:
            return self.first <= (month, day) <= self.last
        return (month, day) >= self.first or (month, day) <= self.last


@frozen(kw_only=True)
class OfficeHours:
    """When a hall is open on its working days (办公时间).

    Attributes:
        sessions: The ordinary hours, ``("08:00-12:00", "14:30-17:30")``.
        variations: Where they differ. The more special one holds; two equally special ones that
            could meet on a day are refused (SH125).
    """

    sessions: tuple[Session, ...] = field(converter=_sessions)
    variations: tuple[HoursVariation, ...] = field(default=(), converter=tuple)

    def __attrs_post_init__(self) -> None:
        for variation in self.variations:
            if not isinstance(variation, HoursVariation):
                raise wrong_type(variation, "variations", "HoursVariation", "HoursVariation")
        for place, one in enumerate(self.variations):
            for two in self.variations[place + 1 :]:
                if one.rank == two.rank and (met := _meeting(one, two)):
                    raise InputValueError("SH125", month=met[0], day=met[1])

    @classmethod
    def of(cls, *sessions: str) -> "OfficeHours":
        """Return the same hours for every working day: ``of("08:00-12:00", "14:30-17:30")``.

        One text with several sessions will do as well.
        """
        text = " ".join(sessions) if all(isinstance(part, str) for part in sessions) else sessions
        return cls(sessions=_sessions(text))

    def on(self, day: date) -> tuple[Session, ...]:
        """Return the sessions of a day, supposing that it is a working day."""
        covering = [v for v in self.variations if v.covers(day.month, day.day, day.weekday())]
        if not covering:
            return self.sessions
        return max(covering, key=lambda variation: variation.rank).sessions

    def spans(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return the sessions of a day as instants, (opens, closes)."""
        return [
            (
                datetime.combine(day, session.opens, tzinfo=SHANGHAI),
                datetime.combine(day, session.closes, tzinfo=SHANGHAI),
            )
            for session in self.on(day)
        ]

    def closing(self, day: date) -> datetime:
        """Return the instant at which the hall closes on a day (下班时间)."""
        return self.spans(day)[-1][1]

    def __str__(self) -> str:
        return "；".join(["、".join(map(str, self.sessions)), *map(str, self.variations)])


@frozen(kw_only=True)
class ClockTime:
    """A time of the day, fixed or by when the hall opens or closes (钟点).

    Attributes:
        of: ``"opening"`` or ``"closing"``; empty for a fixed time.
        minutes: How long after that; before it, a negative number.
        fixed: The fixed time, or None.
    """

    of: str = ""
    minutes: int = 0
    fixed: time | None = None

    @classmethod
    def parse(cls, text: str) -> "ClockTime":
        """Read ``"08:00"``, ``"opening"``, ``"10 minutes before opening"``.

        Raises:
            InputTypeError: It is no text (SH118).
            InputValueError: It is not of that form (SH840).
        """
        if not isinstance(text, str):
            raise InputTypeError("SH118", value=repr(text), type=type(text).__name__)
        found = _CLOCK.fullmatch(text.strip())
        try:
            count, side, of, said = found.groups()  # type: ignore[union-attr]  # no match is the error below
            fixed = time.fromisoformat(said.zfill(5)) if said else None
        except (AttributeError, ValueError):  # not of that form, or 25:00
            raise InputValueError("SH840", text=repr(text)) from None
        minutes = int(count or 0)
        return cls(of=of or "", minutes=-minutes if side == "before" else minutes, fixed=fixed)

    def on(self, day: date, open_from: Iterable[tuple[datetime, datetime]]) -> datetime | None:
        """Return the instant on a day; None where it is closed all day, or nobody knows.

        Args:
            day: The day.
            open_from: When it is open on that day, (opens, closes), in order.
        """
        if self.fixed is not None:
            return datetime.combine(day, self.fixed, tzinfo=SHANGHAI)
        spans = list(open_from)
        if not spans:
            return None
        anchor = spans[0][0] if self.of == "opening" else spans[-1][1]
        return anchor + timedelta(minutes=self.minutes)

    def __str__(self) -> str:
        if self.fixed is not None:
            return f"{self.fixed:%H:%M}"
        anchor = "上班" if self.of == "opening" else "下班"
        if not self.minutes:
            return f"{anchor}时"
        return f"{anchor}{'前' if self.minutes < 0 else '后'}{abs(self.minutes)}分钟"


def _meeting(one: HoursVariation, two: HoursVariation) -> tuple[int, int] | None:
    """Return a day of the year on which two variations could both hold, or None."""
    for ordinal in range(date(2000, 1, 1).toordinal(), date(2001, 1, 1).toordinal()):
        day = date.fromordinal(ordinal)
        for weekday in range(7):
            if one.covers(day.month, day.day, weekday) and two.covers(day.month, day.day, weekday):
                return day.month, day.day
    return None
