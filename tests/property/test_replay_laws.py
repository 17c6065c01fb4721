"""Laws of duties in the course of a case: whatever is drawn, the engine and a slow oracle agree.

Small sets of duties are written as the pack of a town, and case after case is drawn for them; the
``replay_oracle`` walks from day to day and says what becomes of each duty, and when it was due.
"""

import itertools
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import event, given, strategies as st

import servicehall as sh
from servicehall.dues import Clock
from servicehall.explain.records import verify
from tests.replay_oracle import Happening, Judged, PauseRule, Rule, judge

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
TOWN: Final = "530926199"
CITE: Final = {"cite": "《云岭镇办法》第1条"}
CAL: Final = sh.mainland()
FILED: Final = [date(2024, 9, 9), date(2026, 1, 19), date(2026, 9, 14), date(2020, 1, 15)]
"""Days of filing before make-up days and long holidays, one of them changed by a later notice."""

FREE: Final = ["ask", "answer", "check", "drop", "again", "longer"]
"""What the town's duties listen to; none of it moves a case."""
PAUSES: Final = [PauseRule("hear", "hear.on", "hear.off"), PauseRule("test", "test.on", "test.off")]
STANDING: Final = [kind for pause in PAUSES for kind in (pause.on, pause.until)]
UNHEARD: Final = "weather"
FAIR: Final[Mapping[str, Any]] = {
    "id": "fair",
    "name": "赶集",
    "years": [2020, 2024, 2026],
    "rest": [date(2020, 1, 21), date(2024, 9, 20), date(2026, 1, 27), date(2026, 9, 17)],
    "work": [date(2020, 2, 8), date(2024, 9, 21), date(2026, 1, 24), date(2026, 9, 19)],
    **CITE,
}
"""Local days: workdays of the nation on which the town rests, and Saturdays on which it works."""
LASTING: Final = ("fulfilled", "breached", "discharged")


class History(tuple[sh.Event, ...]):
    """What happened to a case; shown in a line."""

    __slots__ = ()

    def _repr_pretty_(self, printer: Any, _cycle: object) -> None:
        """Say it where Hypothesis shows an example."""
        printer.text("; ".join(f"{one.id} {one.kind} {one.occurred_at}" for one in self))


@dataclass(frozen=True)
class Town:
    """A town with its duties, and a registry that knows them."""

    rules: tuple[Rule, ...]
    registry: sh.Registry

    def _repr_pretty_(self, printer: Any, _cycle: object) -> None:
        """Say it where Hypothesis shows an example."""
        printer.text("\n".join(map(str, self.rules)))


@dataclass(frozen=True)
class Case:
    """A town, and what happened to one case in it."""

    town: Town
    events: tuple[sh.Event, ...]
    as_of: datetime

    @property
    def course(self) -> list[Happening]:
        """The events for the oracle, in the order of time."""
        listed = [Happening(one.id, one.kind, one.occurred_at) for one in self.events]
        return sorted(listed, key=lambda one: one.at)


# ---- what is drawn


@st.composite
def rules(draw: st.DrawFn, name: str) -> Rule:
    """Draw a duty."""
    on = {"received"} | draw(st.sets(st.sampled_from(["reopened", "ask", "check"])))
    must = draw(st.sampled_from([["answer"], ["decided"], ["answer", "check"]]))
    released = draw(st.sets(st.sampled_from(["drop", "withdrawn"])))
    by = draw(st.integers(1, 6))
    return Rule(
        id=name,
        on=tuple(sorted(on)),
        must=tuple(must),
        days=draw(st.integers(1, 12)),
        working=draw(st.booleans()),
        released=tuple(sorted(released)),
        restart=draw(st.sampled_from(["again", "again", ""])),
        extend=draw(st.sampled_from(["longer", "longer", ""])),
        by=by,
        lawful=draw(st.booleans()),
        paused_by=frozenset(
            draw(st.sampled_from([["hear", "test"], ["hear", "test"], ["hear"], ["test"], []]))
        ),
    )


def limit(days: int, *, working: bool) -> str:
    """Write a limit as packs do."""
    return f"{days} {'working' if working else 'natural'} days"


def written(listed: Sequence[Rule], days: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """Write the duties as the pack of a town, with its own rest days and workdays."""
    terms, duties = [], list[dict[str, Any]]()
    for rule in listed:
        value = limit(rule.days, working=rule.working)
        terms.append({"id": f"{rule.id}.limit", "type": "limit", "value": value, **CITE})
        one: dict[str, Any] = {"on": list(rule.on), "must": list(rule.must)}
        if rule.released:
            one["released"] = list(rule.released)
        if rule.restart:
            one["restart"] = {"on": rule.restart}
        if rule.extend:
            by = limit(rule.by, working=rule.working)
            one["extend"] = {"on": rule.extend, "by": by}
        if rule.lawful:
            one["grade"] = "unlawful"
        named = {"id": rule.id, "title": rule.id, "who": "clerk", "within": f"${rule.id}.limit"}
        duties.append(named | one | CITE)
    pauses = []
    for pause in PAUSES:
        of = [f"{rule.id}.limit" for rule in listed if pause.id in rule.paused_by]
        if of:
            said: dict[str, Any] = {"id": f"town.{pause.id}", "title": pause.id, "of": of}
            pauses.append({**said, "on": pause.on, "until": pause.until, **CITE})
    return {
        "id": "yunling",
        "division": TOWN,
        "events": {kind: {"title": kind} for kind in (*FREE, *STANDING, UNHEARD)},
        "roles": [{"id": "clerk", "title": "经办人", "taken_on": ["received", "check"], **CITE}],
        "terms": terms,
        "pauses": pauses,
        "duties": duties,
        "days": list(days),
    }


@st.composite
def towns(draw: st.DrawFn) -> Town:
    """Draw one to four duties."""
    listed = tuple(draw(rules(f"d{n}")) for n in range(draw(st.integers(1, 4))))
    days = [FAIR] if draw(st.booleans()) else []
    return Town(listed, sh.Registry.of(sh.load_pack(written(listed, days))))


HOURS: Final = [time(0, 0), time(0, 1), time(9, 0), time(23, 59)]
"""Among them the instant that ends the day before, and the first that is too late."""
CORE: Final = [[], ["decided"], ["withdrawn"], ["decided", "reopened"], ["withdrawn", "reopened"]]
"""How a case can move, beside what only adds something."""


@st.composite
def histories(draw: st.DrawFn, *, pauses: bool = True) -> tuple[sh.Event, ...]:
    """Draw a case: received first, everything at an instant of its own, with pauses or without."""
    first = draw(st.sampled_from(FILED))
    free = st.sampled_from([*FREE, *STANDING, *STANDING] if pauses else FREE)
    kinds = draw(st.lists(free, min_size=3, max_size=14))
    reach = draw(st.sampled_from([7, 7, 24]))  # days; short ones press everything together
    slots = st.tuples(st.integers(0, reach), st.sampled_from(HOURS))
    count = len(kinds)
    core = draw(st.sampled_from(CORE))
    places = draw(
        st.lists(slots, min_size=count + len(core), max_size=count + len(core), unique=True)
    )
    instants = sorted(datetime.combine(first + timedelta(d), t, SHANGHAI) for d, t in places)
    moved = sorted(draw(st.permutations(range(len(instants))))[: len(core)])
    course = list(kinds)
    for place, kind in zip(moved, core, strict=True):
        course.insert(place, kind)
    received = datetime.combine(first, time(0, 0), SHANGHAI) - timedelta(hours=8)
    payload = {"division": TOWN}
    found = [sh.Event(id="e0", kind="received", occurred_at=received, actor="甲", payload=payload)]
    for number, (kind, at) in enumerate(zip(course, instants, strict=True), 1):
        unit = draw(st.sampled_from(["", "民政窗口", "农技窗口"]))
        found.append(sh.Event(id=f"e{number}", kind=kind, occurred_at=at, unit=unit))
    return History(found)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a case in a town, and the instant for which it is looked at."""
    town, events = draw(towns()), draw(histories())
    first = events[0].occurred_at
    as_of = first + timedelta(days=draw(st.integers(0, 60)), hours=draw(st.integers(0, 23)))
    return Case(town, events, as_of)


def assessed(
    town: Town, events: Sequence[sh.Event], as_of: datetime, *, division: str = ""
) -> sh.Assessment:
    """Assess a case."""
    return town.registry.assess(sh.Timeline.of(events), as_of=as_of, division=division)


def found_of(told: sh.Assessment, name: str) -> list[Judged]:
    """Return what the engine found of one duty, as the oracle says it."""
    return [
        Judged(
            name,
            one.trigger.id,
            one.status.value,
            None if one.due_at is None else (one.due_at - timedelta.resolution).date(),
        )
        for one in told.duties
        if one.duty.id == name
    ]


def told_by_engine(case: Case, **others: Any) -> Mapping[str, list[Judged]]:
    """Return what the engine found of the town's duties."""
    said = {"events": case.events, "as_of": case.as_of, **others}
    told = assessed(case.town, said["events"], said["as_of"])
    return {rule.id: found_of(told, rule.id) for rule in case.town.rules}


# ---- the engine and the oracle


@pytest.mark.requirement("R-039", "R-101")
@given(town=towns(), drawn=st.lists(histories(), min_size=6, max_size=12))
def test_the_engine_finds_what_walking_from_day_to_day_finds(
    town: Town, drawn: list[tuple[sh.Event, ...]]
) -> None:
    """Which duties began, what became of each, and when it was due: at each event and later."""
    for events in drawn:
        last = events[-1].occurred_at
        policy = town.registry.policy(TOWN, on=events[0].occurred_at.date())
        timeline = sh.Timeline.of(events)
        instants = [one.occurred_at for one in events]
        for as_of in (*instants, last + timedelta(days=3), last + timedelta(days=60)):
            told = sh.assess(timeline, policy, as_of=as_of)
            course = Case(town, events, as_of).course
            for rule in town.rules:
                days = policy.calendar.is_workday, CAL.is_workday
                expected = judge(rule, PAUSES, course, as_of, *days)
                assert found_of(told, rule.id) == expected
                for one in expected:
                    event(one.status)


# ---- order, repetition, what nobody hears


@pytest.mark.requirement("R-101")
@given(case=cases(), seed=st.integers(0, 1_000))
def test_the_order_of_arrival_and_repetition_change_nothing(case: Case, seed: int) -> None:
    """Any order, and everything handed over twice: the same answer."""
    shuffled = [*case.events, *case.events[: seed % len(case.events)]]
    random.Random(seed).shuffle(shuffled)  # noqa: S311  # an order, no secret
    told, again = (assessed(case.town, one, case.as_of) for one in (case.events, shuffled))
    assert json.loads(told.to_json()) == json.loads(again.to_json())


@given(case=cases(), day=st.integers(0, 45))
def test_what_no_duty_hears_changes_no_duty(case: Case, day: int) -> None:
    """An event of a kind that stands in no duty, pause or role leaves every duty as it was."""
    at = case.events[0].occurred_at + timedelta(days=day, hours=1, minutes=7)
    more = (*case.events, sh.Event(id="x", kind=UNHEARD, occurred_at=at, unit="别处"))
    assert told_by_engine(case, events=more) == told_by_engine(case)


# ---- time


@pytest.mark.requirement("R-101")
@given(case=cases(), later=st.integers(0, 60 * 24))
def test_a_verdict_stays(case: Case, later: int) -> None:
    """What is fulfilled, missed or ended at one instant is so at every later one."""
    before = told_by_engine(case)
    after = told_by_engine(case, as_of=case.as_of + timedelta(hours=later))
    for name, listed in before.items():
        lasting = [(one.trigger, one.status) for one in listed if one.status in LASTING]
        assert lasting == [
            (one.trigger, one.status) for one in after[name] if (one.trigger, one.status) in lasting
        ]


@pytest.mark.requirement("R-101")
@given(case=cases())
def test_what_happens_later_is_not_known_before(case: Case) -> None:
    """Cutting off what happens after the instant asked for leaves the answer as it is."""
    until = [one for one in case.events if one.occurred_at <= case.as_of]
    assert told_by_engine(case, events=until) == told_by_engine(case)


# ---- pauses


@pytest.mark.requirement("R-099")
@given(
    town=towns(),
    events=histories(pauses=False),
    pause=st.sampled_from(PAUSES),
    days=st.integers(0, 20),
)
def test_a_pause_after_expiry_never_un_breaches(
    town: Town, events: tuple[sh.Event, ...], pause: PauseRule, days: int
) -> None:
    """Lessons, Deadlines 13: what is missed stays missed, and due when it was."""
    last = events[-1].occurred_at + timedelta(days=30)
    case = Case(town, events, last)
    before = told_by_engine(case)
    at = last + timedelta(minutes=1)
    off = at + timedelta(days=days)
    more = (
        *events,
        sh.Event(id="on", kind=pause.on, occurred_at=at),
        sh.Event(id="off", kind=pause.until, occurred_at=off),
    )
    for moment in (at, off, off + timedelta(days=30)):
        after = told_by_engine(case, events=more, as_of=moment)
        missed = [one for listed in before.values() for one in listed if one.status == "breached"]
        still = [one for listed in after.values() for one in listed]
        assert all(one in still for one in missed)


@given(case=cases())
def test_two_identical_pauses_are_one(case: Case) -> None:
    """Lessons, Deadlines 2: parallel pauses of one stretch give their days back once."""
    paused = [one for one in case.events if one.kind in STANDING]
    again = [sh.Event(id=f"{o.id}.b", kind=o.kind, occurred_at=o.occurred_at) for o in paused]
    twice = [*case.events, *again]
    assert told_by_engine(case, events=twice) == told_by_engine(case)


# ---- responsibility

MOVING: Final = ["handover.offered", "handover.accepted", "survey.done", "rated", "visit.ended"]
BUSY: Final = [*MOVING, "part.assigned", "part.done", "pause.started", "pause.ended", "forwarded"]
GROUNDS: Final = ["听证", "鉴定", "路上堵车"]
WAITS: Final = [1, 60, 600, 1_440, 4_320, 9_001]
"""Minutes between two events."""

Written = tuple[str, dict[str, Any]]


@st.composite
def beginnings(draw: st.DrawFn) -> list[Written]:
    """Draw how a case begins: received, with or without a supplement, accepted or not."""
    steps: list[Written] = [("received", {"payload": {"division": TOWN}})]
    if draw(st.booleans()):
        told = {"limit": "3 working days"} if draw(st.booleans()) else {}
        steps.append(("notice.supplement", {"payload": {"missing": ["户口簿"], **told}}))
        steps += draw(st.sampled_from([[], [("materials.completed", {})]]))
    return steps + draw(st.sampled_from([[], [("accepted", {})]]))


@st.composite
def middles(draw: st.DrawFn) -> list[Written]:
    """Draw what passes through many hands: pauses, parts, the level above."""
    kinds = draw(st.lists(st.sampled_from(BUSY), max_size=9))
    if "forwarded" in kinds:  # once, and not while papers are missing
        kinds = [kind for kind in kinds if kind != "forwarded"]
        kinds += ["accepted", "forwarded", "superior.received", "superior.answered"]
    steps: list[Written] = []
    parts: list[str] = []
    pauses = 0
    for number, kind in enumerate(kinds):
        if (kind == "part.done" and not parts) or (kind == "pause.ended" and not pauses):
            continue  # nothing that it could end
        said: dict[str, Any] = {}
        if kind == "part.assigned":
            parts.append(f"P{number}")
            said = {"refs": {"part": parts[-1]}}
        elif kind == "part.done":
            said = {"refs": {"part": parts.pop()}}
        elif kind == "pause.started":
            told = {"form": "written", "limit": f"{draw(st.integers(1, 9))} natural days"}
            said = {"payload": {"ground": draw(st.sampled_from(GROUNDS)), **told}}
        pauses += {"pause.started": 1, "pause.ended": -1}.get(kind, 0)
        steps.append((kind, said))
    return steps


@st.composite
def busy_histories(draw: st.DrawFn) -> tuple[sh.Event, ...]:
    """Draw a whole case, one event some time after the other."""
    first = draw(beginnings())
    steps = first + draw(middles())
    if ("accepted", {}) in first:
        steps = first + [one for one in steps[len(first) :] if one[0] != "accepted"]
    ends = [[], ["decided"], ["decided", "reopened"], ["withdrawn"], ["transferred", "reopened"]]
    steps += [(kind, {}) for kind in draw(st.sampled_from(ends))]
    found, at = [], datetime.combine(draw(st.sampled_from(FILED)), time(9), SHANGHAI)
    for number, (kind, said) in enumerate(steps):
        unit = draw(st.sampled_from(["", "甲窗口", "乙窗口", "丙局"]))
        found.append(sh.Event(id=f"e{number:02}", kind=kind, occurred_at=at, unit=unit, **said))
        at += timedelta(minutes=draw(st.sampled_from(WAITS)))
    return tuple(found)


BARE: Final = Town(
    (), sh.Registry.of(sh.load_pack({"id": "yunling", "division": TOWN, "terms": []}))
)


@pytest.mark.requirement("R-101", "R-105")
@given(events=st.one_of(busy_histories(), histories()), hours=st.integers(0, 60 * 24))
def test_shares_add_up_to_the_time_that_passed(events: tuple[sh.Event, ...], hours: int) -> None:
    """Stretches follow one another without gap or overlap, from the first event to the end."""
    town = FIXED if any(one.kind in FREE + STANDING for one in events) else BARE
    first = events[0].occurred_at
    as_of = first + timedelta(hours=hours)
    told = assessed(town, events, as_of)
    responsibility = told.responsibility
    segments = responsibility.segments
    assert all(one.since < one.until and one.shares for one in segments)
    assert all(one.until == other.since for one, other in itertools.pairwise(segments))
    assert sum(responsibility.shares.values(), timedelta()) == responsibility.total
    ends = [step.event.occurred_at for step in told.replay.steps if step.state in sh_ends()]
    if not ends:
        assert responsibility.total == as_of - first
    if segments:
        assert segments[0].since == first
        assert segments[-1].until <= as_of
    for one in segments:  # a rest day belongs to no unit
        kinds = {share.kind.value for share in one.shares}
        if "unit" in kinds:
            assert CAL.is_workday(one.since.date())
        if "rest" in kinds:
            assert not CAL.is_workday(one.since.date())


def sh_ends() -> frozenset[sh.CaseState]:
    """Return the states in which a case takes no more time."""
    return frozenset(
        {
            sh.CaseState.CLOSED,
            sh.CaseState.RETURNED,
            sh.CaseState.NOT_ACCEPTED,
            sh.CaseState.WITHDRAWN,
            sh.CaseState.TRANSFERRED,
        }
    )


FIXED_RULE: Final = Rule("d0", ("received",), ("answer",), 5, working=True, released=("drop",))
FIXED: Final = Town((FIXED_RULE,), sh.Registry.of(sh.load_pack(written([FIXED_RULE]))))


# ---- records


@pytest.mark.requirement("R-101")
@given(case=cases())
def test_a_record_is_verified_by_assessing_it_again(case: Case) -> None:
    """The record of an assessment, made again from its own events, differs in nothing."""
    told = assessed(case.town, case.events, case.as_of)
    assert list(verify(told.to_json(), case.town.registry)) == []


# ---- the short way


@given(
    start=st.datetimes(datetime(2024, 1, 2), datetime(2026, 11, 30)),  # noqa: DTZ001  # zoned below
    kind=st.sampled_from([sh.WorkingDays, sh.NaturalDays]),
    n=st.integers(1, 40),
    more=st.integers(0, 5),
    counting=st.sampled_from(["next_day", "same_day"]),
    hours=st.sampled_from([None, sh.OfficeHours.of("08:00-12:00", "14:30-17:30")]),
    stretch=st.none() | st.tuples(st.integers(0, 30), st.integers(0, 20)),
    estimates=st.booleans(),
)
def test_the_short_way_ends_where_the_long_one_does(
    start: datetime,
    kind: type[sh.WorkingDays] | type[sh.NaturalDays],
    n: int,
    more: int,
    counting: Any,
    hours: sh.OfficeHours | None,
    stretch: tuple[int, int] | None,
    *,
    estimates: bool,
) -> None:
    """``Clock.due_at`` equals ``sh.deadline(...).due_at``, estimated or not."""
    calendar = sh.mainland(beyond="estimate") if estimates else CAL
    zoned = start.replace(tzinfo=SHANGHAI)
    pauses: list[tuple[date, date | None]] = []
    if stretch is not None:
        first = zoned.date() + timedelta(stretch[0])
        pauses.append((first, first + timedelta(stretch[1])))
    extensions = (kind(more),) if more else ()
    clock = Clock(
        start=zoned,
        limit=kind(n),
        calendar=calendar,
        hours=hours,
        pauses=pauses,
        extensions=extensions,
        counting_from=counting,
    )
    try:
        expected = sh.deadline(
            zoned,
            kind(n),
            calendar,
            hours=hours,
            pauses=pauses,
            extensions=extensions,
            counting_from=counting,
        ).due_at
    except sh.CalendarCoverageError:
        expected = None
    assert clock.due_at == expected
    assert clock.deadline.due_at == expected
