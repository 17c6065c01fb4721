"""Silence (逾期的后果): what follows where a duty was missed.

Where a rule dates it, acceptance or withdrawal follows as an event; any other effect is told, and
a person decides. Such an event never fulfils a duty whose own silence would make it.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from attrs import frozen

from servicehall.clocks import Silence, SilenceEffect
from servicehall.conditions import Known, holds
from servicehall.events import Event
from servicehall.replay.book import DutyBook
from servicehall.replay.history import History
from servicehall.replay.obligations import Obligation
from servicehall.replay.outcome import Facts
from servicehall.timeline import CaseState, Step

__all__ = ["Derived", "following", "would_follow"]

_FOLLOWS: Final[Mapping[SilenceEffect, str]] = {
    SilenceEffect.DEEMED_ACCEPTED: "accepted",
    SilenceEffect.DEEMED_WITHDRAWN: "withdrawn",
}
"""The events that silence makes by itself."""


@frozen
class Derived:
    """An event that silence made, the duty that was missed, and when its time ran out."""

    step: Step
    duty: str
    due: datetime


def silences(book: DutyBook, one: Obligation) -> tuple[Silence, ...]:
    """Return what can follow from a limit that is missed, by any of its names."""
    source = one.duty.within.source if one.duty.within else ""
    names = dict.fromkeys(name for name in (one.term, source) if name)
    return tuple(rule for name in names for rule in book.silences.get(name, ()))


def would_follow(book: DutyBook, one: Obligation) -> set[str]:
    """Return the events that would follow from a duty's being missed: they never fulfil it."""
    return {_FOLLOWS[r.effect] for r in silences(book, one) if r.effect in _FOLLOWS}


def following(
    book: DutyBook, one: Obligation, facts: Facts, history: History, causes: Mapping[str, str]
) -> Iterator[Derived]:
    """Go through what follows from one duty that was missed, and note it there.

    Args:
        book: The duties of the policy.
        one: The duty that was missed.
        facts: What is known of the case.
        history: What has happened.
        causes: The events that silence made before: what they begin makes no more of it.
    """
    rules = silences(book, one)
    due = one.due_at or one.broken_at
    if not rules or due is None:
        return
    then = Known(facts, {}, history.until(due, one.cycle))
    for rule in rules:
        if holds(rule.when, then):
            one.silence = rule
            if rule.effect in _FOLLOWS and rule.dated and one.trigger.id not in causes:
                yield _derived(one, rule, due)


def _derived(one: Obligation, rule: Silence, due: datetime) -> Derived:
    event = Event(
        id=f"{rule.id}@{one.trigger.id}",
        kind=_FOLLOWS[rule.effect],
        occurred_at=one.trigger.occurred_at if rule.dated == "trigger" else due,
        refs={one.duty.of: one.thing} if one.thing else {},
    )
    return Derived(Step(event, CaseState.NEW, one.cycle), one.duty.id, due)
