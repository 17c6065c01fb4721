"""What became of a case (推演结果): the duties, the kinds, the pauses, who held what."""

from collections.abc import Mapping
from datetime import datetime

from attrs import frozen

from servicehall.conditions import Possible
from servicehall.duties import Role
from servicehall.events import Event
from servicehall.kinds import Classification
from servicehall.replay.obligations import Holder, Obligation, PauseSpan
from servicehall.tables import Undetermined
from servicehall.timeline import Step
from servicehall.vocabulary import Value

__all__ = ["Facts", "Replay"]

Facts = Mapping[str, Value | Possible]
"""What is known of a case; of some facts only what they can still be."""


@frozen(eq=False, kw_only=True)
class Replay:
    """What became of a case (推演结果).

    Attributes:
        steps: The events up to the instant, those that silence made among them.
        obligations: The duties that began, in the order in which they did.
        kinds: What kind of case it was, from which event on.
        facts: What is known of the case in the end.
        pauses: The pauses, also those that stopped no clock.
        given: The ids of the events with which those began that some limit gave back.
        derived: The ids of the events that silence made, each with the duty that was missed.
        holders: Who took which part when, by role.
    """

    steps: tuple[Step, ...]
    obligations: tuple[Obligation, ...]
    kinds: tuple[tuple[Event, Classification | Undetermined], ...]
    facts: Facts
    pauses: tuple[PauseSpan, ...]
    given: frozenset[str]
    derived: Mapping[str, str]
    holders: Mapping[str, tuple[tuple[Event, Holder], ...]]

    def holder(self, role: Role, at: datetime, one: Obligation) -> Holder:
        """Return who played a part in a duty at an instant (当时的承担人)."""
        for event, holder in reversed(self.holders.get(role.id, ())):
            own = not one.thing or event.refs.get(one.duty.of, one.thing) == one.thing
            if event.occurred_at <= at and own:
                return holder
        return Holder(role.title)
