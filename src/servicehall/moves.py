"""Moved deadlines (到期日变动): what a new or revised notice does to open cases."""

from collections.abc import Iterable, Mapping

from attrs import frozen

from servicehall.calendars import WorkCalendar
from servicehall.checks import check_many, check_type
from servicehall.deadlines import Deadline, answer
from servicehall.errors import CalendarCoverageError

__all__ = ["Move", "moved"]


@frozen(kw_only=True)
class Move:
    """One deadline that another calendar puts elsewhere (到期日变动).

    Attributes:
        key: The key under which it was handed over, or its place, from 0.
        before: The deadline by the old calendar; None if that one refuses to answer.
        after: The deadline by the new calendar; None if that one refuses to answer.
        reason: Why there is no answer before or after; empty if both exist.
    """

    key: object
    before: Deadline | None
    after: Deadline | None
    reason: str = ""

    def __str__(self) -> str:
        """Say in Chinese from which day to which."""
        return f"{self.key}：由{_say(self.before)}变为{_say(self.after)}"


def moved(
    deadlines: Iterable[Deadline] | Mapping[object, Deadline],
    old: WorkCalendar,
    new: WorkCalendar,
) -> tuple[Move, ...]:
    """Return the deadlines that move from one calendar to another (受新通知影响的到期日).

    Each is computed by both, from the question it answers; the day it was once given does not
    matter. A deadline moves if its due day, its instant or its earliest day differs, or if only
    one of the calendars can answer. One that merely becomes certain does not move.

    Args:
        deadlines: Stored deadlines, or a mapping from case numbers to them.
        old: For example the calendar as known before a notice.
        new: The calendar with the notice.
    """
    for name, calendar in (("old", old), ("new", new)):
        check_type(calendar, WorkCalendar, name)
    if not isinstance(deadlines, Mapping):
        check_many(deadlines, "deadlines", "a list or mapping of deadlines", "到期日的列表或对应")
    items = deadlines.items() if isinstance(deadlines, Mapping) else enumerate(deadlines)
    moves: list[Move] = []
    for key, stored in items:
        check_type(stored, Deadline, "deadlines")
        before, refused_before = _try(stored, old)
        after, refused_after = _try(stored, new)
        if _place(before) != _place(after):
            reason = refused_before or refused_after
            moves.append(Move(key=key, before=before, after=after, reason=reason))
    return tuple(moves)


def _try(stored: Deadline, calendar: WorkCalendar) -> tuple[Deadline | None, str]:
    try:
        return answer(stored.question, calendar), ""
    except CalendarCoverageError as refusal:
        return None, refusal.in_chinese()


def _place(found: Deadline | None) -> object:
    return found and (found.due, found.due_at, found.not_before)


def _say(found: Deadline | None) -> str:
    if found is None:
        return "无法计算"
    if found.due:
        return str(found.due)
    return f"不早于{found.not_before}" if found.not_before else "未定"
