"""The sheet (图示底稿): what a picture is drawn from, worked out once for picture and legend."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from attrs import frozen

from servicehall.assessment import Assessment, book_of
from servicehall.calendars import Certainty, Day
from servicehall.deadlines import Deadline
from servicehall.duties import DutyStatus
from servicehall.events import Event
from servicehall.explain.picture.days import known_days
from servicehall.explain.picture.scale import Axis, midnight
from servicehall.instants import ONE_DAY, end_of_day
from servicehall.replay import Obligation
from servicehall.responsibility import Responsibility
from servicehall.timeline import ENDS

__all__ = ["Bar", "Sheet", "closed_by", "last_day", "provisional", "sheet_of"]

_MOST_BARS: Final = 24
"""How many duties are drawn at most."""
_ROOM_FOR_DUES: Final = timedelta(days=400)
"""How late after the last event a limit may end and still be drawn as far as that."""
_IDLE: Final = timedelta(days=30)
"""How long nothing may happen before a picture breaks off."""
_WEIGHT: Final = (
    DutyStatus.BREACHED,
    DutyStatus.OPEN,
    DutyStatus.PAUSED,
    DutyStatus.DORMANT,
    DutyStatus.FULFILLED,
    DutyStatus.EXCUSED,
    DutyStatus.DISCHARGED,
)
"""Which duties matter most, where there are too many."""


@frozen(eq=False, kw_only=True)
class Bar:
    """A duty as it is drawn (义务条).

    Attributes:
        one: The duty.
        due: When its limit ends; None where it does not, or no longer matters.
        window: Between which days it may end, where that is not certain.
    """

    one: Obligation
    due: datetime | None
    window: tuple[date, date] | None


@frozen(eq=False, kw_only=True)
class Sheet:
    """What a picture is drawn from, worked out once (图示底稿).

    Attributes:
        found: The assessment.
        bars: The duties that are drawn.
        axis: The time that is shown.
        days: What its days are, as far as that is known and can be seen.
        took: Whose time the case took.
        prefix: What keeps the names inside this picture apart from those of other pictures.
    """

    found: Assessment
    bars: tuple[Bar, ...]
    axis: Axis
    days: Sequence[Day]
    took: Responsibility
    prefix: str


def sheet_of(found: Assessment) -> Sheet:
    """Work out what the picture of a case is drawn from."""
    bars = _bars(found)
    axis = _axis(found, bars)
    return Sheet(
        found=found,
        bars=bars,
        axis=axis,
        days=known_days(axis, book_of(found.policy).calendar),
        took=found.responsibility,
        prefix=_prefix(found),
    )


def _prefix(found: Assessment) -> str:
    ids = [found.timeline.division, *(step.event.id for step in found.replay.steps)]
    said = f"{found.timeline.steps[0].event.occurred_at}{found.as_of}{ids}"
    return f"sh{zlib.crc32(said.encode('utf-8', 'replace')):08x}"


# ---- the duties that are drawn


def _bars(found: Assessment) -> tuple[Bar, ...]:
    """Return the duties that are drawn: with a limit; of too many, those that matter most."""
    limited = [one for one in found.duties if one.limit is not None]
    kept = sorted(limited, key=lambda one: _WEIGHT.index(one.status))[:_MOST_BARS]
    return tuple(map(_bar_of, (one for one in limited if any(one is other for other in kept))))


def _bar_of(one: Obligation) -> Bar:
    gone = one.status is DutyStatus.DISCHARGED
    due, window = (None, None) if gone else (one.due_at, provisional(one))
    return Bar(one=one, due=due, window=window)


def provisional(one: Obligation) -> tuple[date, date] | None:
    """Return between which days a limit may end, where that is not certain (暂定)."""
    clocks = [clock for clock in (one.clock, one.national_clock) if clock is not None]
    return _window([clock.deadline for clock in clocks])


def _window(deadlines: Iterable[Deadline]) -> tuple[date, date] | None:
    known = [one for one in deadlines if one.due is not None]
    if all(one.certainty is Certainty.CERTAIN for one in known):
        return None
    days = [day for one in known for day in (one.window or (one.due,)) if day is not None]
    return min(days), max(days)


def closed_by(one: Obligation) -> Event | None:
    """Return the event with which a duty came to its end, one way or another."""
    return one.completed_by or one.broken_by or one.ended_by


# ---- the time that is shown


def _axis(found: Assessment, bars: Iterable[Bar]) -> Axis:
    """Return the time that a picture shows (图示时间).

    All events are on it, and when each limit ends, except one that ends very much later. Where
    nothing happens for long before the instant asked for, it breaks off earlier.
    """
    happened = [step.event.occurred_at for step in found.replay.steps]
    first, last = happened[0], happened[-1]
    room = max(_ROOM_FOR_DUES, 2 * (last - first))
    dues = (due for bar in bars for due in _ends(bar) if due - last <= room)
    busy = max(last, *dues, first)
    room = max(ONE_DAY, busy - first) if found.state in ENDS else max(_IDLE, 2 * (busy - first))
    end = max(busy, min(found.as_of, busy + room))
    return Axis(since=midnight(first.date()), until=end_of_day(last_day(first, end)))


def _ends(bar: Bar) -> Iterator[datetime]:
    """Return the ends of a limit that are drawn."""
    if bar.due is not None:
        yield bar.due
        yield from [end_of_day(bar.window[1])] if bar.window else []


def last_day(first: datetime, end: datetime) -> date:
    """Return the last day that a stretch of time reaches into; midnight ends the day before."""
    return max(first, end - timedelta.resolution).date()
