"""Turns in words (周期义务的说法): what had to be done on a day, who did it, what is missing."""

from collections.abc import Iterator
from datetime import datetime

from servicehall.duties import DutyStatus, Routine
from servicehall.explain.words import SIGNS, say_at
from servicehall.presence import who_of
from servicehall.recurrence import Occurrence
from servicehall.tables import Decision, Undetermined
from servicehall.trails import say_date, say_day
from servicehall.turns import Turn

__all__ = ["say_occurrence", "say_turn", "say_turn_status"]


def say_occurrence(one: Occurrence) -> str:
    """Say which day or period it is."""
    if one.first == one.last == one.due:
        return say_day(one.due)
    if one.first == one.last:
        return f"{say_day(one.first)}，顺延至{say_day(one.due)}"
    last = "" if one.due == one.last else f"，{say_date(one.due)}前"
    return f"{say_date(one.first)}至{say_date(one.last)}{last}"


def say_turn_status(turn: Turn, *, planned: bool = False) -> str:
    """Say what has become of it, with its sign; of a roster, whether somebody is down for it."""
    if planned and turn.status in (DutyStatus.FULFILLED, DutyStatus.BREACHED):
        done = turn.status is DutyStatus.FULFILLED
        return f"{SIGNS[turn.status]} {'已安排' if done else '没有安排'}"
    if planned and turn.status is DutyStatus.OPEN:
        return f"{SIGNS[turn.status]} 还没有安排，周期未完"
    said = f"{SIGNS[turn.status]} {_STATUS.get(turn.status, turn.status.zh)}"
    if isinstance(turn.verdict, Decision):
        fact = turn.verdict.table.gives
        said += f"（{fact.label}：{fact.say(turn.verdict.outcome)}）"
    return said


_STATUS = {
    DutyStatus.OPEN: "未到期",
    DutyStatus.BREACHED: "没有做到",
    DutyStatus.FULFILLED: "已做到",
}


_SETTLED = (DutyStatus.FULFILLED, DutyStatus.EXCUSED, DutyStatus.DORMANT)


def say_turn(turn: Turn) -> Iterator[str]:
    """Go through what is to be said of it: who did it, what is missing, by which rule."""
    routine = turn.duty.routine
    who = f"（{turn.who}）" if turn.who else ""
    yield f"{say_occurrence(turn.occurrence)}　{turn.duty.title}{who}：{say_turn_status(turn)}"
    yield from say_details(turn)
    if routine is not None and turn.status is DutyStatus.BREACHED:
        yield from _missing(turn, routine)
    yield f"依据：{turn.duty.settled.citation}"
    if isinstance(turn.verdict, Decision):
        yield from (f"依据：{one}" for one in turn.verdict.citations)


def say_details(turn: Turn) -> Iterator[str]:
    """Go through what happened, what is missing, and what nobody knows."""
    routine = turn.duty.routine
    if routine and routine.least > 1 and not (routine.throughout or turn.status in _SETTLED):
        yield f"应当至少{routine.least}次，做了{len(turn.by)}次"
    for event in turn.by:
        seconds = f"{event.occurred_at:%S}秒" if event.occurred_at.second else ""
        yield f"{_say_from(event.occurred_at)}{seconds}　{who_of(event) or '（未登记姓名）'}"
    if turn.covered_by is not None:
        yield f"{say_at(turn.covered_by.occurred_at)}　已批准（{turn.covered_by.id}）"
    for began, ended in turn.gaps:
        yield f"无人：{_say_from(began)}至{say_at(ended)}"
    for event in turn.unended:
        yield f"没有登记{who_of(event)}何时离开：{_say_from(event.occurred_at)}到岗，不计"
    if turn.reason:
        yield f"{turn.reason}，不能判断"
    if isinstance(turn.verdict, Undetermined):
        asked = (
            fact.label for fact in turn.verdict.table.facts if fact.name in turn.verdict.needed
        )
        yield f"还须查明：{'、'.join(asked)}"


def _say_from(at: datetime) -> str:
    """Say when something began: midnight is 00:00 of the day that begins."""
    return f"{say_date(at.date())}{at:%H:%M}"


def _missing(turn: Turn, routine: Routine) -> Iterator[str]:
    """Say how much was asked for."""
    if routine.throughout:
        return
    due = f"，{say_at(turn.due_at)}以前" if turn.due_at is not None else ""
    yield f"应当做到{due}"
