"""The bars of a picture (义务条): for each duty the time that it has, and how much was used."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from servicehall.assessment import Assessment
from servicehall.duties import DutyStatus
from servicehall.explain.picture.scale import Axis, midnight
from servicehall.explain.picture.shapes import clean, cut, ems, rect, words
from servicehall.explain.picture.sheet import Bar, Sheet, closed_by
from servicehall.explain.words import name_of, say_at, say_status, sign_status
from servicehall.instants import end_of_day
from servicehall.replay import Obligation

__all__ = ["ROW", "draw_bar", "pauses_of"]

ROW: Final = 38
"""How high the row of a duty is: its words, and its bar below."""
_BAR: Final = 10
"""How high a bar is."""


def draw_bar(sheet: Sheet, bar: Bar, top: float) -> str:
    """Draw a duty: its words, the time that it has, and how much of that was used."""
    one, axis = bar.one, sheet.axis
    parts = (
        *_words(bar, axis, top),
        *_track(sheet, bar, top + 18),
        *_halts(sheet, one, top + 18),
        *_marks(bar, axis, top + 18),
    )
    said = clean(f"{name_of(one)}：{say_status(one)}")
    return f'<g class="duty {one.status.value}"><title>{said}</title>{"".join(parts)}</g>'


def _words(bar: Bar, axis: Axis, top: float) -> Iterator[str]:
    result = _result(bar, axis)
    room = (axis.right - axis.left) / 12 - ems(result) - 2
    title = cut(name_of(bar.one), room)
    limit = cut(f"　{bar.one.limit}", room - ems(title))
    yield f'<text class="label" x="{axis.left}" y="{top + 12:.1f}">{clean(title)}'
    yield f'<tspan class="quiet">{clean(limit)}</tspan></text>'
    yield words(axis.right, top + 12, result, "label end strong")


def _result(bar: Bar, axis: Axis) -> str:
    """Say what has become of a duty, and when its limit ends."""
    if bar.due is None:
        return sign_status(bar.one)
    guess, beyond = "（暂定）" if bar.window else "", " ▸" if bar.due > axis.until else ""
    return f"{sign_status(bar.one)}　至{say_at(bar.due, axis.since.year)}{guess}{beyond}"


def _track(sheet: Sheet, bar: Bar, y: float) -> Iterator[str]:
    """Draw the time that a duty has, the part that was used, and what it took beyond."""
    one, due, axis = bar.one, bar.due, sheet.axis
    stop = _stopped(sheet.found, one)
    end = stop if due is None else due
    x, x_end = axis.x(one.start), max(axis.x(end), axis.x(one.start) + 3)
    kind = f"track{' open-end' if one.due_at is None else ''}{' guess' if bar.window else ''}"
    yield rect(x, y, x_end - x, _BAR, kind)
    if one.status is not DutyStatus.DORMANT:
        yield rect(x, y, max(axis.x(min(stop, end)) - x, 2), _BAR, "used")
    if due is not None and stop > due and one.status is DutyStatus.BREACHED:
        yield rect(x_end, y + 2, max(axis.x(stop) - x_end, 2), _BAR - 4, "late", "逾期的时间")


def _stopped(found: Assessment, one: Obligation) -> datetime:
    """Return when a duty came to its end, or the instant asked for."""
    by = closed_by(one)
    return found.as_of if by is None else by.occurred_at


def _halts(sheet: Sheet, one: Obligation, y: float) -> Iterator[str]:
    for since, until in pauses_of(sheet.found, one):
        x, fill = sheet.axis.x(since), f"{sheet.prefix}-hatch"
        yield rect(x, y, sheet.axis.x(until) - x, _BAR, "halt", "中止，不计入期限", fill=fill)


def pauses_of(found: Assessment, one: Obligation) -> Iterator[tuple[datetime, datetime]]:
    """Go through the pauses of a limit: whole days, and up to the instant asked for."""
    for span in one.pauses:
        if span.days is not None:
            first, last = span.days
            until = found.as_of if last is None else end_of_day(last)
            yield midnight(first), max(until, midnight(first))


def _marks(bar: Bar, axis: Axis, y: float) -> Iterator[str]:
    """Mark when a limit ends, between which days it may, and when the duty was fulfilled."""
    if bar.due is not None and bar.due <= axis.until:
        yield f'<path class="due" d="M{axis.x(bar.due):.1f} {y - 3:.1f}v{_BAR + 6}"/>'
        if bar.window:
            yield _window(bar.window, axis, y)
    if bar.one.completed_at is not None:
        yield _done(bar.one.completed_at, axis, y)


def _window(days: tuple[date, date], axis: Axis, y: float) -> str:
    since, until = axis.x(midnight(days[0])), axis.x(end_of_day(days[1]))
    path = f"M{since:.1f} {y + 11:.1f}v4M{since:.1f} {y + 13:.1f}H{until:.1f}m0 -2v4"
    return f'<path class="window" d="{path}"><title>暂定的区间</title></path>'


def _done(at: datetime, axis: Axis, y: float) -> str:
    x, half = axis.x(at), _BAR / 2 + 1
    path = f"M{x:.1f} {y - 1:.1f}l{half} {half}l-{half} {half}l-{half} -{half}z"
    return f'<path class="done" d="{path}"><title>完成：{say_at(at)}</title></path>'
