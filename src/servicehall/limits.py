"""Limits (期限) as values: how long, in which unit, in whose words.

A unit is stored, never inferred from a number: 行政复议法 changed its 十日 from natural to
working days in 2024, and 十五日 is one thing in a statute and another in a regulation. Each limit
keeps the wording of its source beside the figure.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Final, Literal

from attrs import Attribute, field, frozen

from servicehall.checks import check_count
from servicehall.errors import InputTypeError, InputValueError
from servicehall.instants import check_date, check_reach

__all__ = [
    "Before",
    "FixedDate",
    "Limit",
    "Minutes",
    "Months",
    "NaturalDays",
    "NotBefore",
    "SameDay",
    "Unknown",
    "WorkingDays",
    "is_longer",
    "parse_limit",
]

Clock = Literal["office", "wall"]

_MOST_DAYS: Final = 36_500
_MOST_MONTHS: Final = 1_200
_MOST_MINUTES: Final = 525_600


def _whole(most: int) -> Callable[[Any, "Attribute[int]", int], None]:
    def check(_: object, attribute: "Attribute[int]", value: int) -> None:
        check_count(value, attribute.name, most)

    return check


@frozen
class Limit:
    """Base of all limits (期限).

    Attributes:
        words: The literal wording of the source, for example ``"自受理之日起二十日内"``.
    """

    words: str = field(default="", kw_only=True, eq=False)


@frozen
class WorkingDays(Limit):
    """So many working days (工作日), make-up workdays included (行政许可法第82条).

    Attributes:
        n: From 1 to 36,500.
    """

    n: int = field(validator=_whole(_MOST_DAYS))

    def __str__(self) -> str:
        return f"{self.n}个工作日"


@frozen
class NaturalDays(Limit):
    """So many natural days (自然日), rest days included (民法典第200、201条).

    A week is 7 of them: ``NaturalDays(7, words="一周")``.

    Attributes:
        n: From 1 to 36,500.
    """

    n: int = field(validator=_whole(_MOST_DAYS))

    def __str__(self) -> str:
        return f"{self.n}个自然日"


@frozen
class Months(Limit):
    """So many months, to the corresponding day; without one, the month's last (民法典第202条).

    Attributes:
        n: From 1 to 1,200; a year is 12.
    """

    n: int = field(validator=_whole(_MOST_MONTHS))

    def __str__(self) -> str:
        return f"{self.n}个月"


@frozen
class Minutes(Limit):
    """So many minutes (分钟) of office time or by the wall clock; an hour is 60.

    Attributes:
        n: From 1 to 525,600.
        clock: ``"office"``: only while the hall is open; ``"wall"``: all the time.
    """

    n: int = field(validator=_whole(_MOST_MINUTES))
    clock: Clock = field(default="office", kw_only=True)

    @clock.validator
    def _check_clock(self, _: object, value: object) -> None:
        if value not in ("office", "wall"):
            raise InputValueError(
                "SH112", name="clock", value=repr(value), allowed=("office", "wall")
            )

    def __str__(self) -> str:
        return f"{self.n}分钟（{'办公时间' if self.clock == 'office' else '连续计时'}）"


@frozen
class SameDay(Limit):
    """The same day (当日): until closing on the working day of receipt.

    Received on a rest day or after closing, it ends at closing of the next working day. The
    wording 当日或次日 is ``WorkingDays(1)``, or ``NaturalDays(1)`` with ``roll=False``.
    """

    def __str__(self) -> str:
        return "当日"


@frozen
class FixedDate(Limit):
    """A date set by an order (指定日期). It is not extended, paused or rolled: a new order is.

    Attributes:
        day: The last day.
    """

    day: date = field()

    @day.validator
    def _check_day(self, _: object, value: object) -> None:
        check_reach(check_date(value, "day"), "day")

    def __str__(self) -> str:
        return f"{self.day}止"


@frozen
class Unknown(Limit):
    """A limit that the source does not state, or states illegibly (期限不明).

    Attributes:
        why: Why it is not known; shown wherever the limit is used.
    """

    why: str = field()

    @why.validator
    def _check_why(self, _: object, value: object) -> None:
        if not isinstance(value, str) or not value.strip():
            raise InputValueError("SH116", value=repr(value))

    def __str__(self) -> str:
        return f"不明（{self.why}）"


@frozen
class _Around(Limit):
    """A limit that turns another one round."""

    limit: WorkingDays | NaturalDays | Months = field()

    @limit.validator
    def _check_limit(self, _: object, value: object) -> None:
        if not isinstance(value, WorkingDays | NaturalDays | Months):
            name = type(self).__name__
            raise InputTypeError("SH117", name=name, value=repr(value))


@frozen
class Before(_Around):
    """At the latest so long before a day (提前): 听证的七日前 is ``Before(WorkingDays(7))``.

    Counted backwards from the day, which itself is not counted; rolled backwards off a rest day.
    """

    def __str__(self) -> str:
        return f"提前{self.limit}"


@frozen
class NotBefore(_Around):
    """At the earliest after so long (之后): 三十天后 is ``NotBefore(NaturalDays(30))``.

    It has an earliest day and no due day.
    """

    def __str__(self) -> str:
        return f"满{self.limit}后"


def _weeks(n: int) -> NaturalDays:
    """Return weeks as natural days, and say that they were weeks."""
    return NaturalDays(7 * n, words=f"{n}周")


_UNITS: Final[dict[str, Callable[[int], Limit]]] = {
    "working days?": WorkingDays,
    "个?工作日": WorkingDays,
    "natural days?": NaturalDays,
    "个?自然日": NaturalDays,
    "weeks?": _weeks,
    "周": _weeks,
    "months?": Months,
    "个月": Months,
    "office minutes?": Minutes,
    "wall minutes?": lambda n: Minutes(n, clock="wall"),
    "office hours?": lambda n: Minutes(60 * n),
    "wall hours?": lambda n: Minutes(60 * n, clock="wall"),
}
_AROUND: Final[dict[str, Callable[[Any], Limit]]] = {
    "not before (.+)": NotBefore,
    "满(.+)后": NotBefore,
    "before (.+)": Before,
    "提前(.+)": Before,
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def parse_limit(text: str) -> Limit:
    """Read a limit as packs and the command line write it (解析期限).

    ``"20 working days"``, ``"15 natural days"``, ``"1 week"``, ``"2 months"``,
    ``"30 office minutes"``, ``"24 wall hours"``, ``"same day"``, ``"2027-03-01"``,
    ``"before 7 natural days"``, ``"not before 30 natural days"``,
    ``"unknown: lost in the source"``; in Chinese ``"20个工作日"``, ``"15个自然日"``, ``"1周"``,
    ``"2个月"``, ``"当日"``, ``"提前7个自然日"``, ``"满30个自然日后"``. A bare ``"15日"`` is
    refused: it does not say which days.

    Raises:
        InputTypeError: It is no text (SH118).
        InputValueError: It cannot be read (SH115), or the number is absurd (SH105).

    >>> from servicehall import WorkingDays, parse_limit
    >>> parse_limit("20个工作日") == parse_limit("20 working days") == WorkingDays(20)
    True
    """
    if not isinstance(text, str):
        raise InputTypeError("SH118", value=repr(text), type=type(text).__name__)
    words = " ".join(text.split())
    if words in ("same day", "当日", "当天"):
        return SameDay()
    if unknown := re.fullmatch(r"unknown\s*[:：]\s*(.*)", words):
        return Unknown(unknown[1])
    for around, kind in _AROUND.items():
        if (found := re.fullmatch(around, words)) and (limit := _counted(found[1])):
            return kind(limit)
    if limit := _counted(words):
        return limit
    try:
        day = date.fromisoformat(words) if _DAY.fullmatch(words) else None
    except ValueError:
        day = None
    if day is None:
        raise InputValueError("SH115", text=repr(text))
    return FixedDate(day)


def _counted(words: str) -> Limit | None:
    """Read a number with its unit."""
    for unit, make in _UNITS.items():
        if found := re.fullmatch(rf"([0-9]{{1,6}})\s*{unit}", words.strip()):
            return make(int(found[1]))
    return None


def is_longer(one: Limit, other: Limit) -> bool | None:
    """Tell whether one limit always ends later than another from the same start.

    Limits in one unit compare by number. In different units the answer mostly depends on the days
    between, and on rest days at the end: then it is None, and each case is computed both ways.

    Returns:
        True if it always ends later; False if it never does; None if that depends on the case.
    """
    if one == other:
        return None if isinstance(one, Unknown) else False
    if type(one) is type(other) and hasattr(one, "n") and _clock(one) == _clock(other):
        return bool(one.n > other.n)  # type: ignore[attr-defined]  # both have it
    if isinstance(one, FixedDate) and isinstance(other, FixedDate):
        return one.day > other.day
    if isinstance(one, Before) and isinstance(other, Before):
        return is_longer(other.limit, one.limit)  # counted back, the longer one ends first
    for measure in (_natural_span, _span, _working_span):
        least, most = measure(one)
        other_least, other_most = measure(other)
        if least is not None and other_most is not None and least > other_most:
            return True
        if most is not None and other_least is not None and most <= other_least:
            return False
    return None


def _clock(limit: Limit) -> str:
    return limit.clock if isinstance(limit, Minutes) else ""


_MOST_HOLIDAYS: Final = 48
"""More rest days than any year has beside its weekends."""

_LONGEST_REST: Final = 16
"""No block of rest days was longer (2020: ten days); a period may roll over one."""


def _natural_span(limit: Limit) -> tuple[int | None, int | None]:
    """Return the natural days of a natural period, before it rolls: both would roll alike."""
    match limit:
        case NaturalDays(n=n):
            return n, n
        case Months(n=n):
            return 28 * n, 31 * n
        case _:
            return None, None


def _working_span(limit: Limit) -> tuple[int | None, int | None]:
    """Return the least and the most working days a limit can hold, None where unbounded.

    A period of n natural days holds n working days at most, also where its last day rolls: then
    that day itself was none. The same day, rolled, is the next working day.
    """
    match limit:
        case WorkingDays(n=n):
            return n, n
        case NaturalDays(n=n):
            return 0, n
        case Months(n=n):
            return 0, 31 * n
        case SameDay():
            return 0, 1
        case _:
            return None, None


def _span(limit: Limit) -> tuple[int | None, int | None]:
    """Return the least and the most natural days a limit can take, None where unbounded."""
    match limit:
        case WorkingDays(n=n):
            return n, 7 * -(-n // 5) + _MOST_HOLIDAYS * (1 + n // 240)
        case NaturalDays(n=n):
            return n, n + _LONGEST_REST
        case Months(n=n):
            return 28 * n, 31 * n + _LONGEST_REST
        case SameDay():
            return 0, _LONGEST_REST
        case Minutes(n=n, clock="wall"):
            return n // 1440, -(-n // 1440)
        case Minutes(n=n):
            return n // 1440, None
        case _:
            return None, None
