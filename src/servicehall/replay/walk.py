"""The walk (逐事推演): event by event, what begins, what is done, what is missed.

Of each event, in this order: what it tells is learnt; pauses begin and end; duties that run are
restarted, lengthened, fulfilled, broken or released; what it begins, begins. At the end, silence
may add an event of its own, dated back where its rule says so; then the case is walked through
once more with it, until nothing changes. Such an event never fulfils the duty that was missed.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from attrs import define, evolve, field, frozen

from servicehall.citations import Citation
from servicehall.clocks import Silence, SilenceEffect
from servicehall.conditions import Known, Possible, holds, unsettled
from servicehall.duties import Duty, DutyStatus, Role, Within
from servicehall.events import Event
from servicehall.kinds import Classification
from servicehall.limits import Limit, Unknown
from servicehall.matters import Matter
from servicehall.replay.book import DutyBook
from servicehall.replay.hearing import extend, performs, restart
from servicehall.replay.obligations import Almanac, Holder, Obligation, PauseSpan
from servicehall.replay.pausing import Pausing, term_of, told_limit
from servicehall.tables import Undetermined
from servicehall.timeline import CaseState, Step, next_state
from servicehall.vocabulary import Value

__all__ = ["Replay", "replay"]

Facts = Mapping[str, Value | Possible]

_WHOLE_CASE: Final = frozenset({"visit", "pause", "window"})
"""References of events that concern the whole case, not one part of it."""

_FOLLOWS: Final[Mapping[SilenceEffect, str]] = {
    SilenceEffect.DEEMED_ACCEPTED: "accepted",
    SilenceEffect.DEEMED_WITHDRAWN: "withdrawn",
}
"""The events that silence makes by itself; any other effect is told, and a person decides."""


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


@frozen
class _Derived:
    """An event that silence made, the duty that was missed, and when its time ran out."""

    step: Step
    duty: str
    due: datetime


def replay(steps: Sequence[Step], book: DutyBook, matter: Matter | None, as_of: datetime) -> Replay:
    """Replay a case up to an instant (推演).

    Args:
        steps: Its events up to the instant, in order.
        book: The duties of the policy.
        matter: The matter, or None where nothing says which.
        as_of: The instant.
    """
    derived: dict[str, _Derived] = {}
    tried: set[frozenset[str]] = set()
    while True:
        causes = {name: one.duty for name, one in derived.items()}
        course = _in_order(steps, [one.step for one in derived.values()])
        walk = _Walk(book, matter, book.almanac(as_of), causes)
        for step in course:
            walk.take(step)
        walk.finish()
        found = {one.step.event.id: one for one in walk.silent()}
        if found.keys() == derived.keys() or frozenset(derived) in tried:
            return walk.result(course)
        tried.add(frozenset(derived))
        derived = _next(derived, found)


def _next(derived: Mapping[str, _Derived], found: Mapping[str, _Derived]) -> dict[str, _Derived]:
    """Keep what still follows, and add what follows first: it may undo what follows later."""
    kept = {name: one for name, one in found.items() if name in derived}
    new = sorted((one for name, one in found.items() if name not in derived), key=_by_due)
    return kept | {one.step.event.id: one for one in new[:1]}


def _by_due(one: _Derived) -> tuple[datetime, str]:
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


@frozen
class _Told:
    """A limit, the name under which pauses and silences know it, and where it stands."""

    limit: Limit | None
    term: str = ""
    basis: Citation | None = None


_NOT_TOLD: Final = _Told(None)


@define(eq=False)
class _Walk:
    """One pass through the events."""

    book: DutyBook
    matter: Matter | None
    almanac: Almanac
    causes: Mapping[str, str]
    facts: dict[str, Value | Possible] = field(factory=dict)
    counts: dict[str, int] = field(factory=dict)
    of_things: dict[tuple[str, str], Counter[str]] = field(factory=dict)
    running: dict[tuple[str, str], Obligation] = field(factory=dict)
    unsettled: list[tuple[Obligation, Known]] = field(factory=list)
    found: list[Obligation] = field(factory=list)
    kinds: list[tuple[Event, Classification | Undetermined]] = field(factory=list)
    holders: dict[str, list[tuple[Event, Holder]]] = field(factory=dict)
    counted_at: list[tuple[int, datetime, str]] = field(factory=list)
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
            self._count(event)
        known = Known(self.facts, details, self.counts, self.before)
        self._take_roles(event)
        if kind in self.book.remembered:
            self.early.append((event, Known(dict(self.facts), details)))
        if (self.pausing.spans or kind in self.book.pauses) and self.pausing.take(event, known):
            for one in self.running.values():
                self.pausing.apply(one)
        concerned = self.book.heard.get(kind, frozenset())
        for one in [o for o in self.running.values() if o.duty.id in concerned]:
            if _is_about(event, one):
                self._hear(one, event, self._known_of(one.duty, one.thing, known))
        for duty in self.book.forbids.get(kind, ()):
            self._begin(duty, event, known)
        for duty in self.book.begins.get(kind, ()):
            self._begin(duty, event, known)

    def _count(self, event: Event) -> None:
        """Count an event: for the case, and for each thing that it is about."""
        kind = event.kind
        self.counts[kind] = self.counts.get(kind, 0) + 1
        self.counted_at.append((self.cycle, event.occurred_at, kind))
        for thing in event.refs.items():
            self.of_things.setdefault(thing, Counter())[kind] += 1

    def _known_of(self, duty: Duty, thing: str, known: Known) -> Known:
        """Return what is known where a duty is about one thing: counts are those of the thing."""
        if not thing:
            return known
        return evolve(known, counts=self.of_things.get((duty.of, thing), {}))

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
        self.running, self.counts, self.of_things, self.cycle = {}, {}, {}, cycle
        self.early = []

    def _take_roles(self, event: Event) -> None:
        for role in self.book.roles.get(event.kind, ()):
            if event.actor or event.unit:
                holder = Holder(role.title, event.actor, event.unit)
                self.holders.setdefault(role.id, []).append((event, holder))

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
        for name, value in event.payload.items():
            fact = policy.vocabulary.facts.get(name)
            if fact is not None and value is not None:
                (details if fact.detail else new)[name] = value
        if new:
            self.before = dict(self.facts)
        self.facts.update(new)
        if not self.book.of_kind.isdisjoint(new):
            self._classify(event)
        if new:
            self._reconsider()
        return details

    def _classify(self, event: Event) -> None:
        asked = {name: one for name, one in self.facts.items() if name in self.book.of_kind}
        found = self.book.policy.classify(asked)
        self.kinds.append((event, found))
        if isinstance(found, Undetermined):
            self.facts["kind"] = Possible(frozenset(map(str, found.possible)))
        else:
            self.facts["kind"] = str(found.kind)

    def _reconsider(self) -> None:
        """See whether what was learnt settles that a duty has begun, or has not."""
        for one, then in tuple(self.unsettled):
            known = Known(self.facts, then.details, then.counts, then.before)
            met = self.book.tests[one.duty.id](known)
            one.needed = () if met is not None else self._asked(one.duty, known)
            if met is not None:
                self.unsettled.remove((one, then))
            if met is False:
                self.found.remove(one)
                if self.running.get((one.duty.id, one.thing)) is one:
                    self._stop(one)

    def _asked(self, duty: Duty, known: Known) -> tuple[str, ...]:
        """Return the facts that would settle whether a duty begins."""
        found: list[str] = []
        kind = self.kinds[-1][1] if self.kinds else self.book.policy.classify({})
        for name in unsettled(duty.when, known):
            asked = kind.needed if name == "kind" and isinstance(kind, Undetermined) else (name,)
            found += asked
        return tuple(dict.fromkeys(found))

    # ---- beginning

    def _begin(self, duty: Duty, event: Event, known: Known) -> None:
        """Begin a duty, or break what is always forbidden."""
        thing = "" if duty.of == "case" else event.refs.get(duty.of, "")
        if not _concerns(duty, event) or self.causes.get(event.id) == duty.id:
            return
        known = self._known_of(duty, thing, known)
        met = self.book.tests[duty.id](known)
        if self._runs_already(duty, thing, met=met):
            return
        told = _NOT_TOLD if met is False else self._limit(duty.within, event)
        if met is False or (duty.within is not None and told.limit is None):
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
            then = Known({}, known.details, dict(known.counts), dict(known.before))
            self.unsettled.append((one, then))
        if not duty.on:
            one.status, one.broken_by = DutyStatus.BREACHED, event
            return
        if self.pausing.spans:
            self.pausing.apply(one)
        self.running[duty.id, thing] = one
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

    def _runs_already(self, duty: Duty, thing: str, *, met: bool | None) -> bool:
        """Tell whether a duty runs; one that may not have begun makes way for one that has."""
        running = self.running.get((duty.id, thing))
        if running is None:
            return False
        if not met or not any(one is running for one, _ in self.unsettled):
            return True
        self._stop(running)
        return False

    def _stop(self, one: Obligation) -> None:
        del self.running[one.duty.id, one.thing]

    def _limit(self, within: Within | None, event: Event) -> _Told:
        """Return a limit, the name under which pauses and silences know it, and where it stands."""
        if within is None:
            return _NOT_TOLD
        if not within.source:
            term = self.book.policy.terms.get(within.term)
            told = isinstance(within.limit, Unknown) and "limit" in event.payload
            limit = told_limit(event) if told else within.limit
            return _Told(limit, within.term, term.citation if term else None)
        if within.source == "event.limit":
            return _Told(told_limit(event))
        if self.matter is None:
            return _Told(Unknown("没有写明是哪个事项"), within.source)
        name = within.source.removeprefix("matter.")
        said = self.matter.settled.sources.get(name, ())
        term_name = term_of(self.matter, within.source)
        return _Told(getattr(self.matter, name), term_name, said[0].citation if said else None)

    # ---- what becomes of it

    def _hear(self, one: Obligation, event: Event, known: Known) -> None:
        duty, kind = one.duty, event.kind
        if duty.restart and kind in duty.restart.on and restart(self.book, one, event, known):
            self.pausing.apply(one)
        if duty.extend and kind in duty.extend.on:
            extend(self.book, one, event, known)
        caused = event.id in self.causes and kind in self._would_follow(one)
        if kind in duty.must and not caused and performs(self.book, one, event, known):
            self._end(one, event, DutyStatus.FULFILLED, completed_by=event)
        elif kind in duty.must_not:
            self._end_forbidden(one, event)
        elif kind in duty.before:
            kept = DutyStatus.FULFILLED if duty.must_not else DutyStatus.BREACHED
            self._end(one, event, kept, ended_by=event)
        elif kind in duty.released and not caused:
            self._end(one, event, DutyStatus.DISCHARGED, ended_by=event)

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

    def silent(self) -> Iterator[_Derived]:
        """Go through the events that follow from silence, each with the duty that was missed."""
        for one in self.found:
            if one.status is not DutyStatus.BREACHED or not one.duty.must:
                continue
            rules = self._silences(one)
            due = one.due_at or one.broken_at
            if rules and due is not None:
                yield from self._following(one, rules, due)

    def _following(
        self, one: Obligation, rules: Sequence[Silence], due: datetime
    ) -> Iterator[_Derived]:
        """Go through what follows from one duty that was missed."""
        then = Known(self.facts, {}, self._counts_until(due, one.cycle))
        for rule in rules:
            if holds(rule.when, then):
                one.silence = rule
                yield from self._follows(one, rule, due)

    def _silences(self, one: Obligation) -> tuple[Silence, ...]:
        """Return what can follow from a limit that is missed, by any of its names."""
        source = one.duty.within.source if one.duty.within else ""
        names = dict.fromkeys(name for name in (one.term, source) if name)
        return tuple(rule for name in names for rule in self.book.silences.get(name, ()))

    def _would_follow(self, one: Obligation) -> set[str]:
        """Return the events that would follow from a duty's being missed: they never fulfil it."""
        return {_FOLLOWS[r.effect] for r in self._silences(one) if r.effect in _FOLLOWS}

    def _counts_until(self, at: datetime, cycle: int) -> Mapping[str, int]:
        """Return how often what had happened by an instant, in one cycle."""
        return Counter(kind for in_, when, kind in self.counted_at if in_ == cycle and when <= at)

    def _follows(self, one: Obligation, rule: Silence, due: datetime) -> Iterator[_Derived]:
        """Make the event that a rule dates; what silence made does not make more of it."""
        if rule.effect not in _FOLLOWS or not rule.dated or one.trigger.id in self.causes:
            return
        kind = _FOLLOWS[rule.effect]
        at = one.trigger.occurred_at if rule.dated == "trigger" else due
        event = Event(
            id=f"{rule.id}@{one.trigger.id}",
            kind=kind,
            occurred_at=at,
            refs={one.duty.of: one.thing} if one.thing else {},
        )
        yield _Derived(Step(event, CaseState.NEW, one.cycle), one.duty.id, due)

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
        )


def _concerns(duty: Duty, event: Event) -> bool:
    """Tell whether an event is about the kind of thing that a duty is about."""
    if duty.of == "case":
        return not event.refs or _WHOLE_CASE.issuperset(event.refs)
    return duty.of in event.refs


def _is_about(event: Event, one: Obligation) -> bool:
    """Tell whether an event is about what a duty has begun for; one of the whole case is too."""
    if one.thing and one.duty.of not in event.refs:
        return event.kind in one.duty.released and _WHOLE_CASE.issuperset(event.refs)
    return _concerns(one.duty, event) and (not one.thing or event.refs[one.duty.of] == one.thing)
