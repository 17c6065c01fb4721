"""Presence (在岗): what people did in a hall, when, and whether somebody was always there.

Who comes and goes is read from events: one with which somebody comes, and the next one of the same
person with which he leaves. Where nothing says that he left, nothing says how long he was there.
"""

import bisect
import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime

from attrs import frozen

from servicehall.events import Event
from servicehall.instants import SHANGHAI

__all__ = ["Log", "Stay", "TimeSpan", "gaps", "who_of"]

TimeSpan = tuple[datetime, datetime]
"""A stretch of time, its end left out."""


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
        Otherwise a coming is followed by the next leaving of the same person; where he comes again
        first, nothing says when he left.

        Args:
            came: The kinds of event with which somebody comes.
            left: The kinds of event with which he leaves.
            who: The person, or the unit; empty for all.
        """
        marked = [(event, True) for event in self.of(came, who)]
        marked += [(event, False) for event in self.of(left, who)]
        there: dict[tuple[str, str], Event] = {}
        found = []
        for event, comes in sorted(marked, key=lambda one: (one[0].occurred_at, one[1])):
            key = (event.refs.get("shift", ""), who_of(event))
            if comes:
                if key in there:  # nobody noted that he left
                    found.append(Stay(there[key]))
                there[key] = event
            elif key in there:
                found.append(Stay(there.pop(key), event))
        found += [Stay(event) for event in there.values()]
        return sorted(found, key=lambda stay: stay.began.occurred_at)


def who_of(event: Event) -> str:
    """Return the person of an event; where none is noted, the unit."""
    return event.actor or event.unit


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


def _instant(event: Event) -> datetime:
    return event.occurred_at


def gaps(needed: Iterable[TimeSpan], stays: Iterable[Stay], least: int) -> tuple[TimeSpan, ...]:
    """Return the time for which too few people were there (无人时段).

    Args:
        needed: The time that must be covered, in order.
        stays: Who was there; those that have no end cover nothing.
        least: How many people at once.
    """
    ended = [
        (stay.began.occurred_at, stay.ended.occurred_at, who_of(stay.began))
        for stay in stays
        if stay.ended is not None
    ]
    found: list[TimeSpan] = []
    for span in needed:
        for open_ in _uncovered(span, ended, least):
            if found and found[-1][1] == open_[0]:
                found[-1] = (found[-1][0], open_[1])
            else:
                found.append(open_)
    return tuple(found)


def _uncovered(
    span: TimeSpan, stays: Sequence[tuple[datetime, datetime, str]], least: int
) -> Iterator[TimeSpan]:
    """Go through the parts of one stretch for which too few people were there."""
    first, last = span
    own = [stay for stay in stays if stay[0] < last and first < stay[1]]
    cuts = {first, last, *(at for one in own for at in one[:2] if first < at < last)}
    for begin, end in itertools.pairwise(sorted(cuts)):
        there = {who for came, left, who in own if came <= begin and end <= left}
        if len(there) < least:
            yield begin, end
