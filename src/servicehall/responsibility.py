"""Responsibility (责任时间): whose time a case took, without gap or overlap.

Every moment from the first event to the end of the case, or to the instant asked for, belongs to
one of: a lawful pause; the applicant, while a limit waits for what is to be supplied; a rest day;
the unit that holds the case. What was asked for too late, or once more, is waited for in the unit's
time. A unit holds a case from the moment at which it takes it over, not from that at which it was
sent. While parts of a joint case are out, their units share the time in equal parts.
"""

import enum
import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from attrs import frozen

from servicehall.calendars import WorkCalendar
from servicehall.errors import CalendarCoverageError
from servicehall.events import Event
from servicehall.instants import end_of_day
from servicehall.replay import PauseSpan, Replay
from servicehall.timeline import ENDS, FILINGS, KINDS

__all__ = ["Responsibility", "Segment", "Share", "ShareKind", "responsibility"]


class ShareKind(enum.StrEnum):
    """To whom time belongs (责任主体)."""

    UNIT = "unit"
    APPLICANT = "applicant"
    PAUSE = "pause"
    REST = "rest"
    ENDED = "ended"
    """The case had ended, and was reopened later."""

    @property
    def zh(self) -> str:
        """The Chinese label."""
        return {
            "unit": "经办单位",
            "applicant": "申请人",
            "pause": "依法中止",
            "rest": "休息日",
            "ended": "办结以后",
        }[self.value]


@frozen
class Share:
    """To whom time belongs: a unit by its name, or what it was spent on."""

    kind: ShareKind
    name: str = ""

    def __str__(self) -> str:
        if self.kind is ShareKind.UNIT:
            return self.name or "未登记单位"
        return f"{self.kind.zh}（{self.name}）" if self.name else self.kind.zh


@frozen
class Segment:
    """A stretch of time with its owners (时间段).

    Attributes:
        since: Its first instant.
        until: Its end; the next begins there.
        shares: To whom it belongs; several share it in equal parts.
    """

    since: datetime
    until: datetime
    shares: tuple[Share, ...]


@frozen(eq=False)
class Responsibility:
    """Whose time a case took (责任时间).

    Attributes:
        segments: The stretches, one after another.
    """

    segments: tuple[Segment, ...]

    @property
    def total(self) -> timedelta:
        """The whole time."""
        return sum((one.until - one.since for one in self.segments), timedelta())

    @property
    def shares(self) -> Mapping[Share, timedelta]:
        """The time of each; together they are the whole time, to the microsecond."""
        found: Counter[Share] = Counter()
        for one in self.segments:
            whole = (one.until - one.since) // timedelta.resolution
            each, rest = divmod(whole, len(one.shares))
            for place, share in enumerate(one.shares):
                found[share] += each + (place < rest)
        return {share: timedelta(microseconds=count) for share, count in found.items()}


Owner = Callable[[datetime], tuple[Share, ...]]


def responsibility(found: Replay, calendar: WorkCalendar, as_of: datetime) -> Responsibility:
    """Split the time of a case (划分责任时间).

    Args:
        found: What became of the case.
        calendar: Which days are rest days.
        as_of: The instant asked for; a case that has ended takes no more time.
    """
    events = [step.event for step in found.steps if step.event.id not in found.derived]
    since, until = events[0].occurred_at, min([as_of, *_end(found)])
    cuts = {since, until, *(step.event.occurred_at for step in found.steps)}
    cuts |= {one for span in found.pauses for one in _bounds(span, found, until)}
    day = since.date()
    while end_of_day(day) < until:
        cuts.add(end_of_day(day))
        day = end_of_day(day).date()
    instants = sorted(one for one in cuts if since <= one <= until)
    owner = _owner(found, events, calendar, until)
    segments: list[Segment] = []
    for first, last in itertools.pairwise(instants):
        shares = owner(first)
        if segments and segments[-1].shares == shares:
            segments[-1] = Segment(segments[-1].since, last, shares)
        else:
            segments.append(Segment(first, last, shares))
    return Responsibility(tuple(segments))


def _end(found: Replay) -> Iterator[datetime]:
    """Return when the case ended, where it did: later visits and papers take none of its time."""
    ended: datetime | None = None
    for step in found.steps:
        if step.state not in ENDS:
            ended = None
        elif ended is None:
            ended = step.event.occurred_at
    if ended is not None:
        yield ended


def _counted(found: Replay) -> list[PauseSpan]:
    """Return the pauses that some limit gives back, and the waits for the applicant."""
    limits = {one.duty.within.source for one in found.obligations if one.duty.within}
    counted = []
    for span in found.pauses:
        nobody_asks = not span.rule.grounds and limits.isdisjoint(span.rule.of)
        if not span.why_not and (span.started.id in found.given or nobody_asks):
            counted.append(span)
    return counted


def _share_of(span: PauseSpan) -> Share:
    """Return to whom a pause belongs: one without a ground waits for the applicant."""
    if not span.rule.grounds:
        return Share(ShareKind.APPLICANT)
    return Share(ShareKind.PAUSE, span.started.payload.get("ground", ""))


def _rests(day: date, calendar: WorkCalendar) -> bool:
    """Tell whether nobody works on a day; of days of which nothing is known nobody can say so."""
    try:
        return not calendar.day(day).is_workday
    except CalendarCoverageError:
        return False


def _ended(found: Replay) -> Iterator[tuple[datetime, datetime]]:
    """Go through the stretches between the end of a case and its reopening."""
    for one, other in itertools.pairwise(found.steps):
        if one.state in ENDS:
            yield one.event.occurred_at, other.event.occurred_at


def _bounds(span: PauseSpan, found: Replay, until: datetime) -> tuple[datetime, datetime]:
    """Return from when to when a pause lasted: not beyond the time told, nor the case."""
    since = span.started.occurred_at
    over = [step.event.occurred_at for step in found.steps if step.state in ENDS]
    ends = [one for one in over if one >= since]
    ends += [until] if span.ended is None else [span.ended.occurred_at]
    ends += [] if span.cap is None else [end_of_day(span.cap)]
    return since, max(since, min(ends))


def _owner(
    found: Replay, events: Sequence[Event], calendar: WorkCalendar, until: datetime
) -> Owner:
    """Return the function that says to whom the time from an instant on belongs."""
    taken = [(*_bounds(span, found, until), _share_of(span)) for span in _counted(found)]
    taken += [(*span, Share(ShareKind.ENDED)) for span in _ended(found)]

    def owner(at: datetime) -> tuple[Share, ...]:
        for since, ended, share in taken:
            if since <= at < ended:
                return (share,)
        if _rests(at.date(), calendar):
            return (Share(ShareKind.REST),)
        return _units(events, at)

    return owner


def _units(events: Sequence[Event], at: datetime) -> tuple[Share, ...]:
    """Return the units that hold a case at an instant: those of its parts, else the holder."""
    holder, superior, parts = "", "", dict[str, str]()
    for event in events:
        if event.occurred_at > at:
            break
        part = event.refs.get("part", "")
        match event.kind:
            case "part.assigned":
                parts[part] = event.unit
            case "part.done":
                parts.pop(part, None)
            case "superior.received":
                superior = event.unit
            case "superior.answered":
                superior = ""
            case "reopened":
                holder, superior, parts = event.unit or holder, "", {}
            case _:
                holder = _taken(holder, event)
    units = sorted(set(parts.values())) if parts else [superior or holder]
    return tuple(Share(ShareKind.UNIT, unit) for unit in units)


def _taken(holder: str, event: Event) -> str:
    """Return the unit that holds a case after an event.

    Who sends a question on has it until somebody takes it over, and a complaint in the course of
    another case takes nothing over.
    """
    if event.kind in KINDS and KINDS[event.kind].takes:
        return event.unit or holder
    if event.kind == "referred" or event.kind in FILINGS:
        return holder or event.unit
    return holder
