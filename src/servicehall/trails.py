"""Trails (过程): what was counted, what was skipped, and why; and its Chinese wording.

A trail is made from the same inputs as the answer, on request. The text that people read is made
from the trail, never written beside the logic, so that the two cannot drift apart.
"""

import enum
import itertools
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from attrs import frozen

from servicehall.calendars import Certainty, Day
from servicehall.citations import Citation
from servicehall.instants import ONE_DAY

__all__ = [
    "RuleStep",
    "Trail",
    "TrailDay",
    "Why",
    "say_at",
    "say_date",
    "say_day",
    "say_instant",
    "say_stretch",
]


class Why(enum.StrEnum):
    """Why a day was counted or not (计入或不计入的原因)."""

    START = "start"
    """起始日: the day of receipt, or the day that is counted back from."""
    COUNTED = "counted"
    """计入."""
    REST = "rest"
    """休息日不计入: not a working day."""
    PAUSED = "paused"
    """中止期间不计入: inside a pause."""
    HELD = "held"
    """最后一日开始中止: the last day, on which a pause began; it waits for the end of the pause."""
    ROLLED = "rolled"
    """顺延: a rest day that a natural period moves past."""
    ROLLED_TO = "rolled_to"
    """顺延至: the working day on which it then ends."""
    MOVED_UP = "moved_up"
    """提前: a rest day that a backward period moves past."""
    MOVED_UP_TO = "moved_up_to"
    """提前至: the working day on which it then ends."""

    @property
    def zh(self) -> str:
        """The Chinese label."""
        return {
            "start": "起始日，不计入",
            "counted": "计入",
            "rest": "不计入",
            "paused": "中止，不计入",
            "held": "当日开始中止，不计入，待中止结束时再计入",
            "rolled": "顺延",
            "rolled_to": "顺延至此日届满",
            "moved_up": "提前",
            "moved_up_to": "提前至此日",
        }[self.value]


@frozen
class TrailDay:
    """One day of a count (逐日记录).

    Attributes:
        day: The day, with kind, name and citation.
        why: Why it was counted or not.
        number: Its number in the count; None if it was not counted.
    """

    day: Day
    why: Why
    number: int | None = None


@frozen
class RuleStep:
    """A rule that was applied (适用的规则), in Chinese, with its citation."""

    text: str
    citation: Citation | None = None

    def __str__(self) -> str:
        return f"{self.text}（{self.citation}）" if self.citation else self.text


@frozen
class Trail:
    """The rules that were applied and the days that were walked (计算过程)."""

    rules: tuple[RuleStep, ...]
    days: tuple[TrailDay, ...] = ()

    def lines(self) -> list[str]:
        """Return the trail in Chinese, a line each; like days that follow one another in one."""
        numbered = [f"{place}. {rule}" for place, rule in enumerate(self.rules, 1)]
        return [*numbered, *(_say_group(group) for group in _groups(self.days))]

    def citations(self) -> list[Citation]:
        """Return what the trail rests on, each once, in order."""
        cited = [rule.citation for rule in self.rules if rule.citation]
        cited += [step.day.citation for step in self.days]
        return list(dict.fromkeys(cited))


def _groups(days: Sequence[TrailDay]) -> Iterable[list[TrailDay]]:
    """Put together days that follow one another and were treated alike for the same reason."""

    def likeness(step: TrailDay) -> tuple[object, ...]:
        day = step.day
        if step.why is Why.PAUSED:
            return (step.why,)
        named = "" if day.name == day.weekday_zh else day.name
        return step.why, day.kind, named, day.citation if named else None, day.note, day.certainty

    for _, group in itertools.groupby(days, key=likeness):
        yield list(group)


def _say_group(group: list[TrailDay]) -> str:
    first, last = min(group, key=_by_date), max(group, key=_by_date)
    stretch = say_stretch(first.day.date, last.day.date)
    if first.why is Why.PAUSED:
        return f"{stretch}：{first.why.zh}"
    day = first.day
    named = day.name != day.weekday_zh
    what = f"{day.kind.zh}（{day.name}，{day.citation.short}）" if named else day.kind.zh
    note = f"；{day.note}" if day.note else ""
    if day.certainty is not Certainty.CERTAIN:
        note = f"［{day.certainty.zh}］"  # why, the answer itself says once
    return f"{stretch}：{_say_treatment(group)}，{what}{note}"


def _say_treatment(group: list[TrailDay]) -> str:
    numbers = [step.number for step in group if step.number is not None]
    if not numbers:
        return group[0].why.zh
    if len(numbers) == 1:
        return f"第{numbers[0]}日"
    return f"第{numbers[0]}至{numbers[-1]}日"


def _by_date(step: TrailDay) -> date:
    return step.day.date


def say_day(day: date) -> str:
    """Say a day in Chinese with its weekday: 2026年11月3日（星期二）."""
    weekday = "星期" + "一二三四五六日"[day.weekday()]
    return f"{day.year}年{day.month}月{day.day}日（{weekday}）"


def say_stretch(first: date, last: date) -> str:
    """Say a stretch of days in Chinese, as short as it can be understood."""
    if first == last:
        weekday = "星期" + "一二三四五六日"[first.weekday()]
        return f"{first.year}年{first.month}月{first.day}日 {weekday}"
    tail = f"{last.day}日" if (first.year, first.month) == (last.year, last.month) else ""
    tail = tail or (f"{last.month}月{last.day}日" if first.year == last.year else "")
    return f"{first.year}年{first.month}月{first.day}日至{tail or say_date(last)}"


def say_date(day: date) -> str:
    """Say a day in Chinese: 2026年11月3日."""
    return f"{day.year}年{day.month}月{day.day}日"


def say_instant(instant: datetime) -> str:
    """Say an instant in Chinese; midnight is 24:00 of the day that ends."""
    if instant.timetz().replace(tzinfo=None) == time(0):
        return f"{say_day(date.fromordinal(instant.toordinal() - 1))}24:00"
    shown = f"{instant:%H:%M:%S}" if instant.second or instant.microsecond else f"{instant:%H:%M}"
    return f"{say_day(instant.date())}{shown}"


def say_at(at: datetime, year: int = 0) -> str:
    """Say an instant in short; midnight is 24:00 of the day that ends; a known year is left out."""
    midnight = at.timetz().replace(tzinfo=None) == time(0)
    day = (at - ONE_DAY).date() if midnight else at.date()
    said = say_date(day)
    return f"{said.removeprefix(f'{year}年')}{'24:00' if midnight else f'{at:%H:%M}'}"
