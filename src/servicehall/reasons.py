"""Reasons (理由): how a question was counted, rule by rule and day by day, and what is in doubt.

Made from the same inputs as the answer and only when somebody asks.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Final

from servicehall.calendars import Certainty, Day, WorkCalendar
from servicehall.citations import Citation
from servicehall.counting import End, is_paused
from servicehall.errors import CalendarCoverageError
from servicehall.instants import ONE_DAY, Stretch, days_in
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
from servicehall.questions import Question
from servicehall.trails import RuleStep, Trail, TrailDay, Why, say_date, say_day, say_stretch

__all__ = ["doubt", "make_trail", "say_calendar", "say_question"]

_CODE: Final = "《中华人民共和国民法典》"
_NEXT_DAY: Final = Citation(_CODE, "第201条")
_MONTH_END: Final = Citation(_CODE, "第202条")
_LAST_DAY: Final = Citation(_CODE, "第203条")


def make_trail(question: Question, cal: WorkCalendar, day_0: date, end: End) -> Trail:
    """Return how a question was counted.

    Args:
        question: What was asked.
        cal: By which calendar.
        day_0: The day of receipt, or of deemed receipt.
        end: How the count ended.
    """
    return Trail(
        tuple(_rules(question, cal, day_0, end)),
        tuple(_days(question, cal, end)),
    )


def say_question(question: Question) -> str:
    """Say in Chinese what was asked: the start, the limit, extensions and pauses."""
    start = question.start
    moment = f"{start:%H:%M}" if isinstance(start, datetime) else ""
    limit = question.limit
    words = f"（原文“{limit.words}”）" if limit.words and limit.words != str(limit) else ""
    parts = [f"自{say_day(question.day)}{moment}起", f"期限{limit}{words}"]
    parts += [f"延长{extension}" for extension in question.extensions]
    parts += [
        f"中止{say_stretch(first, last)}" if last else f"自{say_day(first)}起中止，尚未恢复"
        for first, last in question.said_pauses
    ]
    if question.hours:
        parts.append(f"办公时间{question.hours}")
    return "，".join(parts) + "。"


def say_calendar(cal: WorkCalendar) -> str:
    """Say in Chinese by which calendar was counted."""
    years = sorted(
        {notice.year for notice in cal.notices if cal.is_settled(date(notice.year, 1, 1))}
    )
    parts = [f"国务院{years[0]}年至{years[-1]}年放假安排通知" if years else "没有已公布的通知"]
    parts += [f"只计{say_date(cal.known_on)}以前发布的"] if cal.known_on else []
    parts += [f"叠加{overlay.division or '未写明区划'}的地方安排" for overlay in cal.overlays]
    parts += ["未公布的年份依法推定"] if cal.estimates else []
    return "，".join(parts) + "。"


def doubt(decided_by: Iterable[Stretch], cal: WorkCalendar) -> str:
    """Say in Chinese why an answer that rests on some days is not certain."""
    doubtful = sorted(
        day
        for day in {day for stretch in decided_by for day in days_in(*stretch)}
        if cal.certainty(day) is not Certainty.CERTAIN
    )
    return "；".join(dict.fromkeys(cal.doubt_about(day) for day in doubtful))


# ---- rules


def _rules(question: Question, cal: WorkCalendar, day_0: date, end: End) -> Iterator[RuleStep]:
    limit = _plain_limit(question)
    if day_0 != question.day:
        yield RuleStep(f"收件日为休息日或已过下班时间，视为{say_day(day_0)}收到（本地规定）")
    yield _start_rule(question, limit)
    yield from _unit_rules(question, limit, cal, end)
    for extension in question.extensions:
        yield RuleStep(f"延长{extension}，与原期限合并计算")
    yield from _pause_rules(question)
    yield from _end_rules(question, limit, cal, end)


def _pause_rules(question: Question) -> Iterator[RuleStep]:
    for first, last in question.said_pauses:
        if last:
            whole = "，首尾两日均不计入" if is_paused(last, question.pauses_so_far) else ""
            yield RuleStep(f"{say_stretch(first, last)}中止{whole}")
        else:
            until = max(first, question.as_of or first)
            yield RuleStep(f"自{say_day(first)}起中止，暂计至{until}")
    for day in sorted(question.held_days):
        yield RuleStep(
            f"{say_day(day)}是期限的最后一日，当日开始中止；期限不在中止期间届满，"
            "这一日不计入，待中止结束时再计入"
        )


def _start_rule(question: Question, limit: Limit) -> RuleStep:
    same_day = question.counting_from == "same_day"
    match limit:
        case FixedDate():
            return RuleStep(f"日期由文件指定：{limit}")
        case SameDay():
            late = "休息日或下班后" if question.hours else "休息日"
            return RuleStep(f"当日办结；{late}收到的，于下一工作日办结")
        case Minutes(clock="office"):
            return RuleStep(
                "按办公时间计时，午休和下班时间不计；非办公时间开始的，自下次上班时起算"
            )
        case Minutes():
            return RuleStep("按钟点连续计时", _NEXT_DAY)
        case Before():
            counted = "计入（本地规定）" if same_day else "不计"
            return RuleStep(f"自{say_day(question.day)}向前倒数，当日{counted}")
        case WorkingDays() if same_day:
            return RuleStep("自收件当日起计算（本地规定）；当日休息或下班后收到的，自下一工作日起")
        case _ if same_day:
            return RuleStep("自收件当日起计算（本地规定）；下班后收到的，自次日起")
        case _:
            return RuleStep("开始的当日不计入，自下一日开始计算", _NEXT_DAY)


def _unit_rules(
    question: Question, limit: Limit, cal: WorkCalendar, end: End
) -> Iterator[RuleStep]:
    match limit.limit if isinstance(limit, Before) else limit:
        case WorkingDays():
            yield RuleStep("按工作日计算：休息日和放假日不计入，调休上班日计入")
        case NaturalDays():
            yield RuleStep("按自然日计算：休息日和放假日一并计入")
        case Months():
            yield RuleStep("按月计算：到期月的对应日为最后一日，没有对应日的为月末日", _MONTH_END)
        case Minutes(clock="office") if question.hours:
            for day in days_in(question.day - ONE_DAY, end.due):
                if cal.is_workday(day):
                    sessions = "、".join(map(str, question.hours.on(day)))
                    yield RuleStep(f"{say_day(day)}办公时间：{sessions}")


def _end_rules(question: Question, limit: Limit, cal: WorkCalendar, end: End) -> Iterator[RuleStep]:
    if end.unrolled and end.unrolled != end.due:
        if isinstance(limit, Before):
            text = f"倒数至{say_day(end.unrolled)}为休息日，提前至此前最近的工作日"
            yield RuleStep(text)
        else:
            text = f"届满日{say_day(end.unrolled)}为休息日，顺延至其后第一个工作日"
            yield RuleStep(text, _LAST_DAY)
    if end.unrolled and end.unrolled > cal.last and end.unrolled == end.due:
        yield RuleStep(f"{say_date(cal.last)}以后的放假安排尚未公布，自然日不受其影响")
    if question.hours and end.at is None and cal.is_workday(end.due):
        yield RuleStep("有办公时间的，停止业务活动的时间为截止时间", _LAST_DAY)


def _plain_limit(question: Question) -> Limit:
    """Return the limit that was counted: what an earliest-day limit turns round."""
    return question.limit.limit if isinstance(question.limit, NotBefore) else question.limit


# ---- days


def _days(question: Question, cal: WorkCalendar, end: End) -> Iterator[TrailDay]:
    """Yield the days that were walked, in the order of the count."""
    limit = _plain_limit(question)
    if isinstance(limit, Before):
        days = reversed(list(days_in(end.due - ONE_DAY, question.day)))
        natural = not isinstance(limit.limit, WorkingDays)
    elif isinstance(limit, FixedDate) or (isinstance(limit, Minutes) and limit.clock == "wall"):
        return
    else:
        days = days_in(question.day - ONE_DAY, end.due)
        natural = isinstance(limit, NaturalDays | Months)
    pauses, held = question.pauses_so_far, question.held_days
    number = 0
    for d in days:
        day = _day_if_known(d, cal)
        works = day is not None and day.is_workday
        why = _why(d, question.day, end, counts=natural or works, paused=is_paused(d, pauses))
        why = Why.HELD if why is Why.PAUSED and d in held else why
        number += why is Why.COUNTED
        numbered = why is Why.COUNTED and not isinstance(limit, Minutes)
        if day is not None:
            yield TrailDay(day, why, number if numbered else None)


def _day_if_known(d: date, cal: WorkCalendar) -> Day | None:
    """Return a day, or None: a natural period may pass days whose kind decides nothing."""
    try:
        return cal.day(d)
    except CalendarCoverageError:
        return None


def _why(d: date, day_0: date, end: End, *, counts: bool, paused: bool) -> Why:
    """Say how one day was treated."""
    backward = end.after is not None and end.after > end.due
    if end.after is not None and (d >= end.after if backward else d <= end.after):
        return Why.START if d in (day_0, end.after) else Why.REST
    if paused:
        return Why.PAUSED
    if end.unrolled and backward and d < end.unrolled:
        return Why.MOVED_UP_TO if d == end.due else Why.MOVED_UP
    if end.unrolled and not backward and d > end.unrolled:
        return Why.ROLLED_TO if d == end.due else Why.ROLLED
    return Why.COUNTED if counts else Why.REST
