"""Replaying (反复推演): a case is walked through until silence adds nothing more.

Silence may add an event, dated back where its rule says so; then the case is walked through once
more with it. What follows first is added first, for it may undo what would follow later; what no
longer follows is taken out again.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from attrs import evolve

from servicehall.matters import Matter
from servicehall.replay.book import DutyBook
from servicehall.replay.outcome import Replay
from servicehall.replay.silence import Derived
from servicehall.replay.walk import Walk
from servicehall.timeline import CaseState, Step, next_state

__all__ = ["replay"]


def replay(steps: Sequence[Step], book: DutyBook, matter: Matter | None, as_of: datetime) -> Replay:
    """Replay a case up to an instant (推演).

    Args:
        steps: Its events up to the instant, in order.
        book: The duties of the policy.
        matter: The matter, or None where nothing says which.
        as_of: The instant.
    """
    derived: dict[str, Derived] = {}
    tried: set[frozenset[str]] = set()
    while True:
        causes = {name: one.duty for name, one in derived.items()}
        course = _in_order(steps, [one.step for one in derived.values()])
        walk = Walk(book, matter, book.almanac(as_of), causes)
        for step in course:
            walk.take(step)
        walk.finish()
        found = {one.step.event.id: one for one in walk.silent()}
        if found.keys() == derived.keys() or frozenset(derived) in tried:
            return walk.result(course)
        tried.add(frozenset(derived))
        derived = _next(derived, found)


def _next(derived: Mapping[str, Derived], found: Mapping[str, Derived]) -> dict[str, Derived]:
    """Keep what still follows, and add what follows first: it may undo what follows later."""
    kept = {name: one for name, one in found.items() if name in derived}
    new = sorted((one for name, one in found.items() if name not in derived), key=_by_due)
    return kept | {one.step.event.id: one for one in new[:1]}


def _by_due(one: Derived) -> tuple[datetime, str]:
    return one.due, one.step.event.id


def _in_order(steps: Sequence[Step], derived: Sequence[Step]) -> tuple[Step, ...]:
    """Put events that silence made after those of the same instant; follow the table anew."""
    if not derived:
        return tuple(steps)
    course: list[Step] = []
    state = CaseState.NEW
    for step in sorted((*steps, *derived), key=lambda step: step.event.occurred_at):
        state = next_state(state, step.event.kind)
        course.append(evolve(step, state=state))
    return tuple(course)
