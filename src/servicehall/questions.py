"""Questions (计算条件): everything a deadline depends on but the calendar, checked once.

What exists is valid: pauses are merged and in order, extensions fit their limit, instants are in
Asia/Shanghai. Whoever holds a question can have it answered by another calendar.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final, Literal

from attrs import field, frozen

from servicehall.checks import check_many, wrong_type
from servicehall.errors import InputTypeError, InputValueError
from servicehall.hours import OfficeHours
from servicehall.instants import ONE_DAY, Stretch, as_instant, check_date, check_reach, days_in
from servicehall.limits import (
    Before,
    FixedDate,
    Limit,
    Minutes,
    Months,
    NaturalDays,
    NotBefore,
    SameDay,
    WorkingDays,
)

__all__ = ["CountingFrom", "Pause", "Question", "day_of", "merge_stretches"]

CountingFrom = Literal["next_day", "same_day"]
Pause = tuple[date, date | None]
"""A pause, both days given back; ``(first, None)`` is still open."""


def _check_start(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime):
        return as_instant(value, "start")
    return check_reach(check_date(value, "start"), "start")


def day_of(value: date | datetime, name: str) -> date:
    """Return the day of a day or an instant, checked."""
    if isinstance(value, datetime):
        return as_instant(value, name).date()
    return check_reach(check_date(value, name), name)


def _check_as_of(value: date | datetime | None) -> date | None:
    return None if value is None else day_of(value, "as_of")


def _check_pauses(value: Iterable[Pause]) -> tuple[Pause, ...]:
    """Merge pauses that have ended; of those still open keep the earliest, at the end."""
    pauses = [
        _check_pause(pause)
        for pause in check_many(value, "pauses", "a list of pauses", "中止的列表")
    ]
    ended = merge_stretches((first, last) for first, last in pauses if last is not None)
    still_open = sorted(first for first, last in pauses if last is None)
    return (*ended, *((first, None) for first in still_open[:1]))


def merge_stretches(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Put stretches of days in order and merge those that overlap or touch."""
    merged: list[Stretch] = []
    for first, last in sorted(stretches):
        if merged and first <= merged[-1][1] + ONE_DAY:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return tuple(merged)


def _in_a_tuple(value: Iterable[Limit]) -> tuple[Limit, ...]:
    return tuple(check_many(value, "extensions", "a list of limits", "期限的列表"))


def _check_pause(value: Any) -> Pause:
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise InputTypeError("SH130", value=repr(value))
    first, last = value
    check_reach(check_date(first, "pauses"), "pauses")
    if last is not None and check_reach(check_date(last, "pauses"), "pauses") < first:
        raise InputValueError("SH131", first=first, last=last)
    return first, last


@frozen(kw_only=True)
class Question:
    """Everything a deadline depends on but the calendar (计算条件); what exists is valid.

    Attributes are those of :func:`deadline`, with pauses merged and in order.

    ``actual_pauses`` are the pauses as they were, where other days are given back for them; left
    out, they are the same. A pause that begins on the last day gives back that day in the place of
    its own last one, for no limit runs out while it is paused.
    """

    start: date | datetime = field(converter=_check_start)
    limit: Limit
    hours: OfficeHours | None = None
    pauses: tuple[Pause, ...] = field(default=(), converter=_check_pauses)
    extensions: tuple[Limit, ...] = field(default=(), converter=_in_a_tuple)
    counting_from: CountingFrom = "next_day"
    roll: bool = True
    deemed_receipt: bool = False
    as_of: date | None = field(default=None, converter=_check_as_of)
    actual_pauses: tuple[Pause, ...] = field(default=(), converter=_check_pauses)

    def __attrs_post_init__(self) -> None:
        for check in (_check_types, _check_open_pause, _check_extensions, _check_limit):
            check(self)

    @property
    def day(self) -> date:
        """The day of the start."""
        return self.start.date() if isinstance(self.start, datetime) else self.start

    @property
    def ended_pauses(self) -> tuple[Stretch, ...]:
        """The pauses that have ended, merged and in order."""
        return tuple((first, last) for first, last in self.pauses if last is not None)

    @property
    def open_since(self) -> date | None:
        """The first day of the pause that has not ended, or None."""
        return next((first for first, last in self.pauses if last is None), None)

    @property
    def pauses_so_far(self) -> tuple[Stretch, ...]:
        """All pauses, one that is still open up to the day for which it is looked at."""
        if self.open_since is None or self.as_of is None:
            return self.ended_pauses
        return merge_stretches((*self.ended_pauses, (self.open_since, self.as_of)))

    @property
    def said_pauses(self) -> tuple[Pause, ...]:
        """The pauses as people are told of them: as they were (中止的实际起止)."""
        return self.actual_pauses or self.pauses

    @property
    def held_days(self) -> frozenset[date]:
        """The days that are given back and lie in no pause: last days on which one began."""
        open_until = self.as_of or date.max
        were = [(first, last or open_until) for first, last in self.said_pauses]
        given = (day for one in self.pauses_so_far for day in days_in(one[0] - ONE_DAY, one[1]))
        return frozenset(
            day for day in given if not any(first <= day <= last for first, last in were)
        )

    def extended_by(self, kind: type[WorkingDays | NaturalDays | Months | Minutes]) -> int:
        """Return by how many units of a kind the limit is extended."""
        return sum(e.n for e in self.extensions if isinstance(e, kind))


def _check_types(question: Question) -> None:
    for name, kind, expected, expected_zh in (
        ("limit", Limit, "a limit such as WorkingDays(20)", "期限，例如 WorkingDays(20)"),
        ("hours", OfficeHours | None, "OfficeHours or None", "OfficeHours 或 None"),
        ("roll", bool, "True or False", "True 或 False"),
        ("deemed_receipt", bool, "True or False", "True 或 False"),
    ):
        value = getattr(question, name)
        if not isinstance(value, kind):
            raise wrong_type(value, name, expected, expected_zh)
    allowed = ("next_day", "same_day")
    if question.counting_from not in allowed:
        value = repr(question.counting_from)
        raise InputValueError("SH112", name="counting_from", value=value, allowed=allowed)


def _check_open_pause(question: Question) -> None:
    first, as_of = question.open_since, question.as_of
    if first is None:
        return
    if as_of is None:
        raise InputValueError("SH132", first=first)
    if as_of < first:
        raise InputValueError("SH133", first=first, as_of=as_of)


_EXTENDED_BY: Final[Mapping[type[Limit], tuple[type[Limit], ...]]] = {
    WorkingDays: (WorkingDays,),
    SameDay: (WorkingDays,),
    NaturalDays: (NaturalDays,),
    Months: (Months, NaturalDays),
    Minutes: (Minutes,),
}
"""Which limits lengthen which. With anything else the answer would depend on the order."""


def _check_extensions(question: Question) -> None:
    limit = question.limit
    inner = limit.limit if isinstance(limit, NotBefore) else limit
    for extension in question.extensions:
        clocks = {x.clock for x in (inner, extension) if isinstance(x, Minutes)}
        if not isinstance(extension, _EXTENDED_BY.get(type(inner), ())) or len(clocks) > 1:
            raise InputValueError("SH138", limit=str(limit), extension=str(extension))


def _check_limit(question: Question) -> None:
    limit = question.limit
    if isinstance(limit, Before | FixedDate) and question.pauses:
        raise InputValueError("SH134", limit=str(limit))
    if isinstance(limit, FixedDate) and limit.day < question.day:
        raise InputValueError("SH135", day=limit.day, start=question.day)
    if isinstance(limit, Minutes):
        if not isinstance(question.start, datetime):
            raise InputTypeError("SH136", start=question.start)
        if limit.clock == "office" and question.hours is None:
            raise InputValueError("SH137", limit=str(limit))
