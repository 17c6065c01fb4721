"""What became of a case (推演结果): the duties, the kinds, the pauses, who held what."""

from collections.abc import Mapping
from datetime import datetime

from attrs import frozen

from servicehall.conditions import Possible
from servicehall.duties import Role
from servicehall.events import Event
from servicehall.kinds import Classification
from servicehall.replay.obligations import Holder, Obligation, PauseSpan, StandIn
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
        stand_ins: Who played all parts of another, in the order in which they began to.
    """

    steps: tuple[Step, ...]
    obligations: tuple[Obligation, ...]
    kinds: tuple[tuple[Event, Classification | Undetermined], ...]
    facts: Facts
    pauses: tuple[PauseSpan, ...]
    given: frozenset[str]
    derived: Mapping[str, str]
    holders: Mapping[str, tuple[tuple[Event, Holder], ...]]
    stand_ins: tuple[StandIn, ...] = ()

    def holder(self, role: Role, at: datetime, one: Obligation | None = None) -> Holder:
        """Return who played a part at an instant (当时的承担人), or who stood in for him.

        Args:
            role: The part.
            at: The instant.
            one: The duty in which it is played; without it, the part in the whole case.
        """
        for event, holder in reversed(self.holders.get(role.id, ())):
            thing = one.thing if one else ""
            own = not one or not thing or event.refs.get(one.duty.of, thing) == thing
            if event.occurred_at <= at and own:
                return self._present(holder, at)
        return Holder(role.title)

    def _present(self, holder: Holder, at: datetime) -> Holder:
        """Return who played somebody's parts at an instant; nobody stands in for himself."""
        known = {holder.actor}
        while True:
            taken = [one.by for one in self.stand_ins if one.covers(holder.actor, at)]
            if not taken or taken[-1].actor in known:
                return holder
            holder = Holder(holder.role, taken[-1].actor, taken[-1].unit or holder.unit)
            known.add(holder.actor)
