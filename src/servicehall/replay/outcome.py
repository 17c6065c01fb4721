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
            one: The duty in which it is played; without it, the part in the whole case. An event
                that ends the duty passes the part on for what comes after.
        """
        if one is not None and role.of_trigger:
            return self._present(self._of_trigger(role, one), at)
        taken = self.holders.get(role.id, ())
        if one is None:
            held = [holder for event, holder in taken if event.occurred_at <= at]
            return self._present(held[-1], at) if held else Holder(role.title)
        about = [(event, holder) for event, holder in taken if _is_about(event, one)]
        before = ((e, holder) for e, holder in about if not one.is_ended_by(e))
        held = [holder for event, holder in before if event.occurred_at <= at]
        done = [holder for event, holder in about if event is one.completed_by]
        # where nobody had it before, it is his who did what was owed
        return self._present((held or done or [Holder(role.title)])[-1], at)

    def _of_trigger(self, role: Role, one: Obligation) -> Holder:
        """Return who took a part with the event that began a duty.

        Of several whom one kind of event gave it at once, who plays the preferred role has it.
        """
        begun = one.trigger
        taken = [t for t in self.holders.get(role.id, ()) if _is_about(t[0], one)]
        own = [holder for event, holder in taken if event is begun]
        if not own or one.broken_by is begun:  # whoever does what is forbidden, does it himself
            return own[0] if own else Holder(role.title)
        found = own[0]
        for event, holder in taken:
            at_once = event.kind == begun.kind and event.occurred_at == begun.occurred_at
            if at_once and not holder.is_also(own[0]):
                found = found.or_else(holder)
        preferred = [
            holder
            for event, holder in self.holders.get(role.prefers_role, ())
            if event.occurred_at == begun.occurred_at
        ]
        if preferred and preferred[-1].who in found.among:
            return Holder(role.title, preferred[-1].actor, preferred[-1].unit)
        return found

    def _present(self, holder: Holder, at: datetime) -> Holder:
        """Return who played somebody's parts at an instant; nobody stands in for himself."""
        known = {holder.actor}
        while True:
            taken = [one.by for one in self.stand_ins if one.covers(holder.actor, at)]
            if not taken or taken[-1].actor in known:
                return holder
            holder = Holder(holder.role, taken[-1].actor, taken[-1].unit or holder.unit)
            known.add(holder.actor)


def _is_about(event: Event, one: Obligation) -> bool:
    """Tell whether an event gave a part that is played in a duty, not in one about another."""
    return not one.thing or event.refs.get(one.duty.of, one.thing) == one.thing
