"""The duty book (义务册): the duties of a policy, laid out by the events that concern them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from attrs import evolve, field, frozen

from servicehall.calendars import WorkCalendar
from servicehall.clocks import Pause, Silence
from servicehall.conditions import Test, When, kinds_counted, ready
from servicehall.duties import Duty, EventKind, Role
from servicehall.hours import OfficeHours
from servicehall.policy import Policy
from servicehall.replay.obligations import Almanac
from servicehall.timeline import KINDS

__all__ = ["DutyBook"]


def _index(pairs: Iterable[tuple[str, Any]]) -> Mapping[str, tuple[Any, ...]]:
    found: dict[str, tuple[Any, ...]] = {}
    for key, value in pairs:
        found[key] = (*found.get(key, ()), value)
    return found


@frozen(eq=False)
class DutyBook:
    """The duties of a policy, ready for a case; made once for a policy (义务册).

    Attributes:
        policy: The policy.
        calendar: Its calendar; unpublished years are estimated, and marked so.
        national: The same without local days; None where there are none.
        hours: Its office hours.
        begins: The duties that a kind of event begins.
        forbids: The duties that a kind of event always breaks.
        heard: The duties that listen for a kind of event once they have begun.
        tests: What must be so for a duty to begin.
        ways: What must be so of the event that fulfils it.
        pauses: The pauses that a kind of event begins.
        roles: The roles that a kind of event gives to somebody.
        taking: What must be so for a role to be taken.
        standing_in: The kinds of event by which somebody plays the parts of another, or his own.
        silences: What follows where a limit is missed, by the name of the limit.
        limits: The names of all limits of duties, as pauses know them, each with the kinds of
            thing that those duties are about.
        counted: The kinds of event of whose number conditions speak.
        of_kind: The facts by which the kind of case is decided.
        remembered: The kinds of event that can fulfil a duty before it begins.
    """

    policy: Policy
    calendar: WorkCalendar = field(init=False)
    national: WorkCalendar | None = field(init=False)
    hours: OfficeHours | None = field(init=False)
    begins: Mapping[str, tuple[Duty, ...]] = field(init=False)
    forbids: Mapping[str, tuple[Duty, ...]] = field(init=False)
    heard: Mapping[str, frozenset[str]] = field(init=False)
    tests: Mapping[str, Test] = field(init=False)
    ways: Mapping[str, Test] = field(init=False)
    pauses: Mapping[str, tuple[Pause, ...]] = field(init=False)
    roles: Mapping[str, tuple[Role, ...]] = field(init=False)
    taking: Mapping[str, Test] = field(init=False)
    standing_in: Mapping[str, EventKind] = field(init=False)
    silences: Mapping[str, tuple[Silence, ...]] = field(init=False)
    limits: Mapping[str, frozenset[str]] = field(init=False)
    counted: frozenset[str] = field(init=False)
    of_kind: frozenset[str] = field(init=False)
    remembered: frozenset[str] = field(init=False)

    @calendar.default
    def _estimating(self) -> WorkCalendar:
        return self.policy.calendar.estimating

    @national.default
    def _without_local_days(self) -> WorkCalendar | None:
        return evolve(self.calendar, overlays=()) if self.calendar.overlays else None

    @hours.default
    def _office_hours(self) -> OfficeHours | None:
        return self.policy.hours

    @begins.default
    def _by_trigger(self) -> Mapping[str, tuple[Duty, ...]]:
        return _index((kind, duty) for duty in self.policy.duties.values() for kind in duty.on)

    @forbids.default
    def _always_forbidden(self) -> Mapping[str, tuple[Duty, ...]]:
        always = [duty for duty in self.policy.duties.values() if duty.must_not and not duty.on]
        return _index((kind, duty) for duty in always for kind in duty.must_not)

    @heard.default
    def _kinds_heard(self) -> Mapping[str, frozenset[str]]:
        pairs = ((kind, duty.id) for duty in self.policy.duties.values() for kind in _heard(duty))
        return {kind: frozenset(names) for kind, names in _index(pairs).items()}

    @tests.default
    def _ready_tests(self) -> Mapping[str, Test]:
        return {duty.id: ready(duty.when) for duty in self.policy.duties.values()}

    @ways.default
    def _ready_ways(self) -> Mapping[str, Test]:
        return {duty.id: ready(duty.how) for duty in self.policy.duties.values()}

    @pauses.default
    def _by_start(self) -> Mapping[str, tuple[Pause, ...]]:
        return _index((kind, rule) for rule in self.policy.pauses.values() for kind in rule.on)

    @roles.default
    def _by_taking(self) -> Mapping[str, tuple[Role, ...]]:
        return _index((kind, role) for role in self.policy.roles.values() for kind in _given(role))

    @taking.default
    def _ready_taking(self) -> Mapping[str, Test]:
        return {role.id: ready(role.when) for role in self.policy.roles.values()}

    @standing_in.default
    def _passing_on(self) -> Mapping[str, EventKind]:
        kinds = self.policy.events.values()
        return {kind.id: kind for kind in kinds if kind.in_place_of or kind.back}

    @silences.default
    def _by_limit(self) -> Mapping[str, tuple[Silence, ...]]:
        return _index((rule.of, rule) for rule in self.policy.silences.values())

    @limits.default
    def _names_of_limits(self) -> Mapping[str, frozenset[str]]:
        duties = [(duty.of, duty.within) for duty in self.policy.duties.values() if duty.within]
        named = ((name, of) for of, one in duties for name in (one.term, one.source) if name)
        return {name: frozenset(kinds) for name, kinds in _index(named).items()}

    @counted.default
    def _kinds_counted(self) -> frozenset[str]:
        return frozenset(kind for when in _whens(self.policy) for kind in kinds_counted(when))

    @of_kind.default
    def _facts_of_kind(self) -> frozenset[str]:
        return frozenset(fact.name for fact in self.policy.tables["case_kind"].facts)

    @remembered.default
    def _done_early(self) -> frozenset[str]:
        early = (duty for duty in self.policy.duties.values() if duty.early)
        return frozenset(kind for duty in early for kind in duty.must)

    def almanac(self, as_of: datetime) -> Almanac:
        """Return what limits are counted by, for an instant."""
        return Almanac(
            calendar=self.calendar, national=self.national, hours=self.hours, as_of=as_of
        )

    def title(self, kind: str) -> str:
        """Return what a kind of event is called."""
        events = self.policy.events
        return events[kind].title if kind in events else KINDS[kind].zh

    def labels(self, names: Iterable[str]) -> str:
        """Return what facts are called."""
        facts = self.policy.vocabulary.facts
        return "、".join(facts[name].label if name in facts else name for name in names)


def _heard(duty: Duty) -> Iterator[str]:
    yield from (*duty.must, *duty.must_not, *duty.before, *duty.released)
    for listener in (duty.restart, duty.extend):
        yield from listener.on if listener else ()


def _given(role: Role) -> Iterator[str]:
    """Go through the kinds of event that give a role to somebody, each once."""
    named = role.named.on if role.named else ()
    yield from dict.fromkeys((*role.taken_on, *named))


def _whens(policy: Policy) -> Iterator[When]:
    for duty in policy.duties.values():
        yield from (duty.when, duty.how)
        yield from (one.when for one in (duty.restart, duty.extend) if one)
    for rule in policy.pauses.values():
        yield from (rule.when, rule.how)
    yield from (role.when for role in policy.roles.values())
    yield from (silence.when for silence in policy.silences.values())
