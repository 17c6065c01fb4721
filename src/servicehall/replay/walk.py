"""The walk (逐事推演): event by event, what begins, what is done, what is missed.

Of each event, in this order: what it tells is learnt; pauses begin and end; duties that run are
restarted, lengthened, fulfilled, broken or released; what it begins, begins.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from attrs import define, evolve, field

from servicehall.conditions import Known, Possible, unsettled
from servicehall.duties import Duty, DutyStatus, Role
from servicehall.events import Event
from servicehall.kinds import Classification
from servicehall.matters import Matter
from servicehall.replay.book import DutyBook
from servicehall.replay.hearing import extend, performs, restart
from servicehall.replay.history import History
from servicehall.replay.obligations import Almanac, Holder, Obligation, PauseSpan, StandIn
from servicehall.replay.outcome import Facts, Replay
from servicehall.replay.pausing import Pausing
from servicehall.replay.silence import Derived, following, would_follow
from servicehall.replay.told import find_limit
from servicehall.tables import Undetermined
from servicehall.timeline import Step
from servicehall.vocabulary import Value

__all__ = ["Walk"]

_WHOLE_CASE: Final = frozenset({"visit", "pause", "window", "referral"})
"""References of events that concern the whole case, not one part of it."""

_WITHIN: Final = {"transfer": "complaint"}
"""Things that are numbered within another: two complaints may each have a transfer 税务窗口."""

_Key = tuple[str, str, str]


@define(eq=False)
class Walk:
    """One pass through the events."""

    book: DutyBook
    matter: Matter | None
    almanac: Almanac
    causes: Mapping[str, str]
    facts: dict[str, Value | Possible] = field(factory=dict)
    history: History = field(factory=History)
    running: dict[_Key, Obligation] = field(factory=dict)
    unsettled: list[tuple[Obligation, Known]] = field(factory=list)
    found: list[Obligation] = field(factory=list)
    kinds: list[tuple[Event, Classification | Undetermined]] = field(factory=list)
    holders: dict[str, list[tuple[Event, Holder]]] = field(factory=dict)
    ranks: dict[str, Any] = field(factory=dict)
    stand_ins: list[StandIn] = field(factory=list)
    ended_pauses: list[PauseSpan] = field(factory=list)
    never_settled: list[Obligation] = field(factory=list)
    gave: set[str] = field(factory=set)
    early: list[tuple[Event, Known]] = field(factory=list)
    before: Facts = field(factory=dict)
    cycle: int = 1
    pausing: Pausing = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.pausing = self._new_pausing()
        if self.matter is not None:
            self.facts.update(self.matter.known)

    def _new_pausing(self) -> Pausing:
        return Pausing(self.book, self.almanac.day, self.matter, self.gave)

    # ---- one event

    def take(self, step: Step) -> None:
        """Take the next event."""
        event, kind = step.event, step.event.kind
        if step.cycle != self.cycle:
            self._begin_cycle(event, step.cycle)
        details = self._learn(event)
        if kind in self.book.counted:
            self.history.take(event, self.cycle)
        known = Known(self.facts, details, self.history.counts, self.before)
        self._take_roles(event, known)
        if kind in self.book.remembered:
            self.early.append((event, Known(dict(self.facts), details)))
        if (self.pausing.spans or kind in self.book.pauses) and self.pausing.take(event, known):
            for one in self.running.values():
                self.pausing.apply(one)
        concerned = self.book.heard.get(kind, frozenset())
        for one in [o for o in self.running.values() if o.duty.id in concerned]:
            if _is_about(event, one):
                self._hear(one, event, self.history.of(one.duty, one.thing, known))
        for duty in self.book.forbids.get(kind, ()):
            self._begin(duty, event, known)
        for duty in self.book.begins.get(kind, ()):
            self._begin(duty, event, known)

    def _begin_cycle(self, event: Event, cycle: int) -> None:
        """End what is left of the cycle before; its verdicts stay."""
        for one in self.running.values():
            self._settle(one, event.occurred_at)
            if one.is_running:
                one.change(status=DutyStatus.DISCHARGED, ended_by=event)
        self.ended_pauses += self.pausing.spans
        self.pausing = self._new_pausing()
        self.never_settled += [one for one, _ in self.unsettled]
        self.unsettled = []
        self.history.begin_cycle()
        self.running, self.cycle = {}, cycle
        self.early = []

    def _take_roles(self, event: Event, known: Known) -> None:
        """Give parts to whom they belong from an event on; what nobody noted is no hindrance."""
        if event.kind in self.book.standing_in:
            self._stand_in(event)
        for role in self.book.roles.get(event.kind, ()):
            holder = _holder(role, event)
            if holder is None or self.book.taking[role.id](known) is False:
                continue
            rank = known.get(role.prefers) if role.prefers else None
            self._take_role(role, event, holder, rank)

    def _take_role(self, role: Role, event: Event, holder: Holder, rank: Any) -> None:
        """Give a part to somebody, unless another has it; of two at one instant the higher one."""
        taken = self.holders.setdefault(role.id, [])
        one_has_it = role.keeps or role.prefers
        if taken and one_has_it and taken[-1][0].occurred_at == event.occurred_at:
            self._take_at_once(role, event, holder, rank)
        elif not taken or not role.keeps:
            self.ranks[role.id] = rank
            taken.append((event, holder))

    def _take_at_once(self, role: Role, event: Event, holder: Holder, rank: Any) -> None:
        """Give a part to the higher of two; where nothing says who that is, to neither."""
        taken, held = self.holders[role.id], self.ranks[role.id]
        before, other = taken[-1]
        if rank is not None and (held is None or rank > held):
            self.ranks[role.id] = rank
            taken.append((event, holder))
        elif rank == held and before.kind == event.kind and not holder.is_also(other):
            taken.append((event, other.or_else(holder)))

    def _stand_in(self, event: Event) -> None:
        """Note who plays the parts of another from now on, and who plays his own again."""
        kind = self.book.standing_in[event.kind]
        person = event.payload.get(kind.in_place_of or kind.back, "")
        for place, one in enumerate(self.stand_ins):
            if one.person == person and one.until is None:
                self.stand_ins[place] = evolve(one, until=event.occurred_at)
        if kind.in_place_of:
            self.stand_ins.append(StandIn(person=person, by=event))

    # ---- what is known

    def _learn(self, event: Event) -> dict[str, Value]:
        """Take up the facts of an event; return its details."""
        policy = self.book.policy
        kind = policy.events.get(event.kind)
        self.before = self.facts
        if kind is None and not event.payload:
            return {}
        new: dict[str, Any] = {}
        if kind is not None:
            new.update(kind.sets)
            for name in kind.clears:
                self.facts.pop(name, None)
        details: dict[str, Value] = {}
        stated: dict[str, Value] = {}
        for name, value in event.payload.items():
            fact = policy.vocabulary.facts.get(name)
            if fact is not None and value is not None:
                (details if fact.detail else stated)[name] = value
        new.update(stated)
        if new:
            self.before = dict(self.facts)
        self.facts.update(new)
        if not self.book.of_kind.isdisjoint(new):
            self._classify(event)
        if stated and self.unsettled:
            self._reconsider(stated)
        return details

    def _classify(self, event: Event) -> None:
        found, self.facts["kind"] = self._kind_of(self.facts)
        self.kinds.append((event, found))

    def _kind_of(self, facts: Facts) -> tuple[Classification | Undetermined, Value | Possible]:
        """Return what kind of case some facts make, and the same as a fact."""
        asked = {name: one for name, one in facts.items() if name in self.book.of_kind}
        found = self.book.policy.classify(asked)
        if isinstance(found, Undetermined):
            return found, Possible(frozenset(map(str, found.possible)))
        return found, str(found.kind)

    def _reconsider(self, stated: Mapping[str, Value]) -> None:
        """See whether what was stated settles that a duty has begun, or has not.

        It is judged by what was known when it began, and by what is stated of that since: what a
        later event changed, was otherwise then.
        """
        for one, then in tuple(self.unsettled):
            lasting = {**stated, **then.lasting}
            if not self.book.of_kind.isdisjoint(stated):
                lasting["kind"] = self._kind_of(lasting)[1]
            known = evolve(then, lasting=lasting)
            met = self.book.tests[one.duty.id](known)
            self.unsettled.remove((one, then))
            one.needed = () if met is not None else self._asked(one.duty, known)
            if met is None:
                self.unsettled.append((one, known))
            elif not met:
                self.found.remove(one)
                if self.running.get(_key(one.duty, one.trigger)) is one:
                    self._stop(one)

    def _asked(self, duty: Duty, known: Known) -> tuple[str, ...]:
        """Return the facts that would settle whether a duty begins."""
        found: list[str] = []
        kind = self._kind_of(known.lasting)[0]
        for name in unsettled(duty.when, known):
            found += kind.needed if name == "kind" and isinstance(kind, Undetermined) else (name,)
        return tuple(dict.fromkeys(found))

    # ---- beginning

    def _begin(self, duty: Duty, event: Event, known: Known) -> None:
        """Begin a duty, or break what is always forbidden."""
        thing = "" if duty.of == "case" else event.refs.get(duty.of, "")
        if not _concerns(duty, event) or self.causes.get(event.id) == duty.id:
            return
        known = self.history.of(duty, thing, known)
        met = self.book.tests[duty.id](known)
        if self._runs_already(_key(duty, event), met=met):
            return
        if met is False:
            return
        told = find_limit(self.book, self.matter, duty.within, event)
        if duty.within is not None and told.limit is None:
            return  # a limit that nobody has set binds nobody
        one = Obligation(
            duty=duty,
            thing=thing,
            trigger=event,
            cycle=self.cycle,
            status=DutyStatus.OPEN,
            almanac=self.almanac,
            start=event.occurred_at,
            limit=told.limit,
            term=told.term,
            basis=told.basis,
            counting_from=duty.counting_from,
            needed=() if met else self._asked(duty, known),
        )
        self.found.append(one)
        if not met:
            self.unsettled.append((one, _as_it_was(known)))
        if not duty.on:
            one.status, one.broken_by = DutyStatus.BREACHED, event
            return
        if self.pausing.spans:
            self.pausing.apply(one)
        self.running[_key(duty, event)] = one
        if duty.early:
            self._look_back(one, event)

    def _look_back(self, one: Obligation, event: Event) -> None:
        """Fulfil a duty by what was done before it began, where that counts."""
        for done, then in self.early:
            own = done is not event and done.kind in one.duty.must and _is_about(done, one)
            if own and performs(self.book, one, done, then):
                again = any(o.duty is one.duty and o.completed_by is done for o in self.found)
                self._end(one, done, DutyStatus.FULFILLED, completed_by=done)
                if again:  # it was done once, and is owed once
                    self.found.remove(one)
                return

    def _runs_already(self, key: _Key, *, met: bool | None) -> bool:
        """Tell whether a duty runs; one that may not have begun makes way for one that has."""
        running = self.running.get(key)
        if running is None:
            return False
        if not met or not any(one is running for one, _ in self.unsettled):
            return True
        self._stop(running)
        return False

    def _stop(self, one: Obligation) -> None:
        del self.running[_key(one.duty, one.trigger)]

    # ---- what becomes of it

    def _hear(self, one: Obligation, event: Event, known: Known) -> None:
        duty, kind = one.duty, event.kind
        moved = False
        if duty.restart and kind in duty.restart.on:
            moved = restart(self.book, one, event, known)
        if duty.extend and kind in duty.extend.on:
            moved = extend(self.book, one, duty.extend, event, known) or moved
        if moved:
            self.pausing.apply(one)
        caused = event.id in self.causes and kind in would_follow(self.book, one)
        if kind in duty.must and not caused and performs(self.book, one, event, known):
            self._end(one, event, DutyStatus.FULFILLED, completed_by=event)
        elif kind in duty.must_not:
            self._end_forbidden(one, event)
        elif kind in duty.before:
            kept = DutyStatus.FULFILLED if duty.must_not else DutyStatus.BREACHED
            self._end(one, event, kept, ended_by=event)
        elif kind in duty.released and not caused and not self._goes_on(one, event):
            self._end(one, event, DutyStatus.DISCHARGED, ended_by=event)

    def _goes_on(self, one: Obligation, event: Event) -> bool:
        """Tell whether what began a duty comes again to the same one: it has its time, no more."""
        if event.kind not in one.duty.on:
            return False
        role = self.book.policy.roles[one.duty.who]
        return _side(_holder(role, one.trigger)) == _side(_holder(role, event))

    def _end(self, one: Obligation, event: Event, status: DutyStatus, **by: Event) -> None:
        """End a duty; what is ended after its time was missed."""
        late = DutyStatus.FULFILLED if one.duty.must_not else DutyStatus.BREACHED
        one.status = late if one.is_late(event.occurred_at) else status
        for name, cause in by.items():
            setattr(one, name, cause)
        self._stop(one)

    def _end_forbidden(self, one: Obligation, event: Event) -> None:
        """Break what is forbidden for a time, unless that time is over."""
        if one.is_late(event.occurred_at):
            one.status = DutyStatus.FULFILLED
        else:
            one.change(status=DutyStatus.BREACHED, broken_by=event)
        self._stop(one)

    # ---- the end

    def finish(self) -> None:
        """Say of all that still runs where it stands at the instant asked for."""
        for one in self.running.values():
            self._settle(one, self.almanac.as_of)
        for one in (*self.never_settled, *(one for one, _ in self.unsettled)):
            one.status = DutyStatus.DORMANT

    def _settle(self, one: Obligation, at: datetime) -> None:
        if one.is_late(at):
            one.status = DutyStatus.FULFILLED if one.duty.must_not else DutyStatus.BREACHED
        elif any(span.last is None for span in one.pauses):
            one.status = DutyStatus.PAUSED

    def silent(self) -> Iterator[Derived]:
        """Go through the events that follow from silence, each with the duty that was missed."""
        for one in self.found:
            if one.status is DutyStatus.BREACHED and one.duty.must:
                yield from following(self.book, one, self.facts, self.history, self.causes)

    def result(self, course: tuple[Step, ...]) -> Replay:
        """Return what was found."""
        if not self.kinds:  # nothing was said that could settle it
            self._classify(course[0].event)
        spans = (*self.ended_pauses, *self.pausing.spans)
        return Replay(
            steps=course,
            obligations=tuple(self.found),
            kinds=tuple(self.kinds),
            facts=self.facts,
            pauses=tuple(map(self.pausing.as_it_stands, spans)),
            given=frozenset(self.gave),
            derived=dict(self.causes),
            holders={role: tuple(taken) for role, taken in self.holders.items()},
            stand_ins=tuple(self.stand_ins),
        )


def _as_it_was(known: Known) -> Known:
    """Return what is known at a moment, whatever happens later."""
    return Known(dict(known.lasting), dict(known.details), dict(known.counts), dict(known.before))


def _holder(role: Role, event: Event) -> Holder | None:
    """Return to whom an event gives a part: whom it names, or who did it; None for no change."""
    actor, unit, named = event.actor, event.unit, role.named
    is_named = named is not None and event.kind in named.on
    if named is not None and is_named:
        actor, unit = (event.payload.get(name, "") for name in (named.person, named.unit))
    if role.collective:
        actor = ""
    return Holder(role.title, actor, unit) if is_named or actor or unit else None


def _side(holder: Holder | None) -> str:
    """Return the unit that plays a part, else the person."""
    return holder.unit or holder.actor if holder else ""


def _key(duty: Duty, event: Event) -> _Key:
    """Return under what a duty runs: with what thing, and within what other thing."""
    whole = _WITHIN.get(duty.of, "")
    return duty.id, event.refs.get(duty.of, ""), event.refs.get(whole, "")


def _concerns(duty: Duty, event: Event) -> bool:
    """Tell whether an event is about the kind of thing that a duty is about."""
    if duty.of == "case":
        return not event.refs or _WHOLE_CASE.issuperset(event.refs)
    return duty.of in event.refs


def _is_about(event: Event, one: Obligation) -> bool:
    """Tell whether an event is about what a duty has begun for; one of the whole case is too."""
    whole = _WITHIN.get(one.duty.of, "")
    if event.refs.get(whole, ours := one.trigger.refs.get(whole)) != ours:
        return False
    if one.thing and one.duty.of not in event.refs:
        others = event.refs.keys() - _WHOLE_CASE - {whole}
        return event.kind in one.duty.released and not others
    return _concerns(one.duty, event) and (not one.thing or event.refs[one.duty.of] == one.thing)
