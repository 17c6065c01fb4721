"""Moved deadlines of cases (到期日变动的办件): what a holiday notice does to what is still open.

A new notice, or a revision in the middle of the year, reaches cases that are under way. Each open
limit is counted again by the new calendar, from the question it answers; where the law sets the
limit and local days count, by the national calendar too.
"""

import functools
from datetime import datetime

from attrs import evolve, frozen

from servicehall.assessment import Assessment
from servicehall.calendars import WorkCalendar
from servicehall.checks import check_type
from servicehall.deadlines import Deadline
from servicehall.ledgers import OpenItem, open_items
from servicehall.moves import Move, moved

__all__ = ["MovedItem", "moved_items"]


@frozen(kw_only=True)
class MovedItem:
    """An open item whose end another calendar puts elsewhere (到期日变动的待办事项).

    Attributes:
        item: What must still be done, as the rules in force now see it.
        before: When its time ends by the old calendar; None where that one has no answer.
        after: When its time ends by the new calendar; None where that one has no answer.
        is_national: Whether both are counted by the national calendar, without local days.
        reason: Why there is no answer before or after, in Chinese; empty if both exist.
    """

    item: OpenItem
    before: datetime | None
    after: datetime | None
    is_national: bool = False
    reason: str = ""

    @property
    def is_earlier(self) -> bool:
        """Whether there is less time than was thought (提前)."""
        return self.before is not None and self.after is not None and self.after < self.before

    @property
    def direction(self) -> str:
        """Which way it moves, in Chinese."""
        if self.before is None or self.after is None:
            return "无法比较"
        return "提前" if self.is_earlier else "推后"


def moved_items(
    found: Assessment, new: WorkCalendar, *, old: WorkCalendar | None = None
) -> tuple[MovedItem, ...]:
    """Return the open items of a case that another calendar moves (到期日变动).

    Args:
        found: The case.
        new: The calendar with the notice: ``found.policy.calendar.with_notices([notice])``.
        old: The calendar to compare with; left out, that of the policy.

    Returns:
        The items in the order in which they began, those of one duty once for each clock that
        moves. A limit that waits for the end of a pause has no end yet, and none that moves.

    Raises:
        InputTypeError: A calendar is none (SH119).
    """
    before = found.policy.calendar if old is None else old
    for name, calendar in (("new", new), ("old", before)):
        check_type(calendar, WorkCalendar, name)
    undone = [one for one in found.duties if one.is_undone]
    moves: list[MovedItem] = []
    for one, item in zip(undone, open_items(found), strict=True):
        for clock, is_national in ((one.clock, False), (one.national_clock, True)):
            if clock is not None:
                calendars = _counting(before, is_national), _counting(new, is_national)
                moves += _moves(item, clock.deadline, *calendars, is_national=is_national)
    return tuple(moves)


@functools.lru_cache(maxsize=64)
def _counting(calendar: WorkCalendar, is_national: bool) -> WorkCalendar:  # noqa: FBT001  # cached
    """Return a calendar as cases count by it: unpublished years are estimated, and marked so."""
    overlays = () if is_national else calendar.overlays
    return evolve(calendar, overlays=overlays, estimates=True)


def _moves(
    item: OpenItem,
    stored: Deadline,
    old: WorkCalendar,
    new: WorkCalendar,
    *,
    is_national: bool,
) -> list[MovedItem]:
    """Return how one clock moves: once, or not at all."""
    return [
        MovedItem(
            item=item,
            before=_end(move.before),
            after=_end(move.after),
            is_national=is_national,
            reason=move.reason,
        )
        for move in moved([stored], old, new)
        if _ends(move)
    ]


def _end(found: Deadline | None) -> datetime | None:
    return None if found is None else found.due_at


def _ends(move: Move) -> bool:
    """Tell whether a limit has an end by either calendar."""
    return _end(move.before) is not None or _end(move.after) is not None
