"""History (办件经过的计数): how often what has happened, to the case and to each part of it."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from attrs import define, evolve, field

from servicehall.conditions import Known
from servicehall.duties import Duty
from servicehall.events import Event

__all__ = ["History"]


@define(eq=False)
class History:
    """How often each kind of event has happened (计数).

    Attributes:
        counts: In the present cycle, for the case.
        of_things: In the present cycle, for each thing that events refer to.
        taken: Every event that was counted: its cycle, its instant, its kind.
    """

    counts: dict[str, int] = field(factory=dict)
    of_things: dict[tuple[str, str], Counter[str]] = field(factory=dict)
    taken: list[tuple[int, datetime, str]] = field(factory=list)

    def take(self, event: Event, cycle: int) -> None:
        """Count an event: for the case, and for each thing that it is about."""
        self.counts[event.kind] = self.counts.get(event.kind, 0) + 1
        self.taken.append((cycle, event.occurred_at, event.kind))
        for thing in event.refs.items():
            self.of_things.setdefault(thing, Counter())[event.kind] += 1

    def begin_cycle(self) -> None:
        """Begin to count anew; what was counted before stays on record."""
        self.counts, self.of_things = {}, {}

    def of(self, duty: Duty, thing: str, known: Known) -> Known:
        """Return what is known where a duty is about one thing: counts are those of the thing."""
        if not thing:
            return known
        return evolve(known, counts=self.of_things.get((duty.of, thing), {}))

    def until(self, at: datetime, cycle: int) -> Mapping[str, int]:
        """Return how often what had happened by an instant, in one cycle."""
        return Counter(kind for in_, when, kind in self.taken if in_ == cycle and when <= at)
