"""Presence (在岗): what people did in a hall, when, who was excused, and whether all was covered.

Who comes and goes is read from events: one with which somebody comes, and the next one of the same
person with which he leaves. Where nothing says that he left, nothing says how long he was there.
"""

import bisect
import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Final, Literal

from attrs import frozen

from servicehall.errors import DataError, InputValueError
from servicehall.events import Event
from servicehall.instants import ONE_DAY, SHANGHAI, days_in

__all__ = ["Half", "Leaves", "Log", "Presence", "Stay", "TimeSpan", "gaps", "presences", "who_of"]

TimeSpan = tuple[datetime, datetime]
"""A stretch of time, its end left out."""
Presence = tuple[datetime, datetime, str]
"""From when to when somebody was there, and who."""
Half = Literal["morning", "afternoon"]
"""Half a day (半天)."""

_HALVES: Final[Mapping[str, tuple[Half, ...]]] = {
    "": ("morning", "afternoon"),
    "上午": ("morning",),
    "下午": ("afternoon",),
}


@frozen
class Stay:
    """A stretch of time for which somebody was there (在岗时段).

    Attributes:
        began: The event with which it began.
        ended: The event with which it ended, or None: then nobody knows how long it was.
    """

    began: Event
    ended: Event | None = None


class Log:
    """The events of a hall in the order of time, found by kind, person and day (厅务记录)."""

    def __init__(self, events: Iterable[Event]) -> None:
        self._by_kind: defaultdict[str, list[Event]] = defaultdict(list)
        self._by_person: defaultdict[tuple[str, str], list[Event]] = defaultdict(list)
        for event in sorted(events, key=lambda event: event.occurred_at):
            self._by_kind[event.kind].append(event)
            for who in {event.actor, event.unit}:
                self._by_person[event.kind, who].append(event)
        self._stays: dict[tuple[tuple[str, ...], tuple[str, ...], str], list[Stay]] = {}
        self._leaves: dict[tuple[str, ...], Leaves] = {}

    def of(self, kinds: Collection[str], who: str = "") -> list[Event]:
        """Return the events of some kinds in the order of time, of everybody or of one.

        Args:
            kinds: The kinds of event.
            who: The person, or the unit; empty for all.
        """
        found = [self._by_person[kind, who] if who else self._by_kind[kind] for kind in kinds]
        return sorted(itertools.chain(*found), key=lambda event: event.occurred_at)

    def within(self, kinds: Collection[str], who: str, first: date, last: date) -> list[Event]:
        """Return the events of some kinds on the days [first, last]."""
        found: list[Event] = []
        for kind in kinds:
            listed = self._by_person[kind, who] if who else self._by_kind[kind]
            begin = bisect.bisect_left(listed, _midnight(first), key=_instant)
            for event in itertools.islice(listed, begin, None):
                if event.occurred_at.date() > last:
                    break
                found.append(event)
        return sorted(found, key=_instant)

    def stays(self, came: Collection[str], left: Collection[str], who: str = "") -> list[Stay]:
        """Return who was there from when to when, in the order in which they came.

        What a row of a roster says of one shift belongs together (``refs = {"shift": …}``).
        Whoever leaves otherwise is there no longer, whatever shift he has. Where he comes again
        first, nothing says when he left.

        Args:
            came: The kinds of event with which somebody comes.
            left: The kinds of event with which he leaves.
            who: The person, or the unit; empty for all.
        """
        asked = (tuple(came), tuple(left), who)
        if asked not in self._stays:
            self._stays[asked] = list(self._stays_of(*asked))
        return self._stays[asked]

    def _stays_of(self, came: Collection[str], left: Collection[str], who: str) -> list[Stay]:
        marked = [(event, True) for event in self.of(came, who)]
        marked += [(event, False) for event in self.of(left, who)]
        there: defaultdict[str, dict[str, Event]] = defaultdict(dict)
        away: defaultdict[str, set[str]] = defaultdict(set)  # shifts that run on without him
        found = []
        for event, comes in sorted(marked, key=lambda one: (one[0].occurred_at, one[1])):
            who_it_is, shift = who_of(event), event.refs.get("shift", "")
            own, out = there[who_it_is], away[who_it_is]
            if comes:
                back = [shift] if shift else sorted(out) or [""]
                out.difference_update(back)
                found += [Stay(own[one]) for one in back if one in own]  # nobody noted that he left
                own.update(dict.fromkeys(back, event))
            else:
                over = [shift] if shift else list(own)
                out.difference_update(over if shift else ())
                out.update(one for one in over if one and not shift)
                found += [Stay(own.pop(one), event) for one in over if one in own]
        found += [Stay(event) for own in there.values() for event in own.values()]
        return sorted(found, key=lambda stay: stay.began.occurred_at)

    def leaves(self, kinds: Collection[str]) -> "Leaves":
        """Return who is excused by events of some kinds."""
        asked = tuple(kinds)
        if asked not in self._leaves:
            self._leaves[asked] = Leaves(self, asked)
        return self._leaves[asked]


class Leaves:
    """Who is excused, for which days and halves of days (准假).

    An event excuses whom it names (``concerns``); else who asked for that leave; else who is noted,
    unless he is the one who granted it.
    It does so for its own day, or for those that it states: ``first_day`` to ``last_day``, the
    first alone without a last; with ``half_day`` (上午, 下午) for this half of each.

    Args:
        log: The events of the hall.
        kinds: The kinds of event that excuse.

    Raises:
        InputValueError: The last day that one states lies before the first (SH106).
        DataError: It states another half of a day (SH732), or only the reference of a leave that
            nobody asked for here (SH849).
    """

    def __init__(self, log: Log, kinds: Collection[str]) -> None:
        asked = {
            one.refs["leave"]: one.actor
            for one in reversed(log.of(("leave.requested",)))
            if one.refs.get("leave") and one.actor
        }
        self._of: defaultdict[str, list[tuple[date, date, str, Event]]] = defaultdict(list)
        for event in log.of(kinds):
            first = _stated(event, "first_day", event.occurred_at.date())
            last = _stated(event, "last_day", first)
            half = str(event.payload.get("half_day", ""))
            if last < first:
                raise InputValueError("SH106", start=first, end=last)
            if half not in _HALVES:
                raise DataError(
                    "SH732", value=half, known="上午、下午", path=f"{event.id}.half_day"
                )
            ref = event.refs.get("leave", "")
            who = str(event.payload.get("concerns", "")) or asked.get(ref, "")
            if ref and not who and event.kind == "leave.approved":  # its actor granted it
                raise DataError("SH849", id=event.id, leave=ref)
            self._of[who or event.actor].append((first, last, half, event))

    @property
    def people(self) -> frozenset[str]:
        """Whom some event excuses."""
        return frozenset(self._of)

    def of(self, who: str, first: date, last: date) -> dict[tuple[date, Half], Event]:
        """Return for which halves of the days [first, last] somebody is excused, and by what."""
        return {
            (day, one): event
            for begins, ends, half, event in self._of.get(who, ())
            for day in days_in(max(begins, first) - ONE_DAY, min(ends, last))
            for one in _HALVES[half]
        }


def _stated(event: Event, name: str, otherwise: date) -> date:
    said = event.payload.get(name)
    return date.fromisoformat(said) if isinstance(said, str) else otherwise


def who_of(event: Event) -> str:
    """Return the person of an event; where none is noted, the unit."""
    return event.actor or event.unit


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


def _instant(event: Event) -> datetime:
    return event.occurred_at


def presences(stays: Iterable[Stay]) -> list[Presence]:
    """Return from when to when people were there; of whom nothing says that he left, nothing."""
    return [
        (stay.began.occurred_at, stay.ended.occurred_at, who_of(stay.began))
        for stay in stays
        if stay.ended is not None
    ]


def gaps(
    needed: Iterable[TimeSpan], there: Collection[Presence], least: int = 1
) -> tuple[TimeSpan, ...]:
    """Return the time for which too few people were there (无人时段).

    Args:
        needed: The time that must be covered, in order.
        there: Who was there.
        least: How many people at once.
    """
    found: list[TimeSpan] = []
    for span in needed:
        for open_ in _uncovered(span, there, least):
            if found and found[-1][1] == open_[0]:
                found[-1] = (found[-1][0], open_[1])
            else:
                found.append(open_)
    return tuple(found)


def _uncovered(span: TimeSpan, there: Iterable[Presence], least: int) -> Iterator[TimeSpan]:
    """Go through the parts of one stretch for which too few people were there."""
    first, last = span
    own = [one for one in there if one[0] < last and first < one[1]]
    cuts = {first, last, *(at for one in own for at in one[:2] if first < at < last)}
    for begin, end in itertools.pairwise(sorted(cuts)):
        present = {who for came, left, who in own if came <= begin and end <= left}
        if len(present) < least:
            yield begin, end
