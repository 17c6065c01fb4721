"""Detecting (发现): what the course of a case shows to have been broken, as alleged findings.

A duty that was missed is no more than an allegation: whether somebody is to blame, people verify.
What was found of a complaint stands in its events, and its finding comes with these rulings.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from attrs import frozen

from servicehall.accountability.findings import Finding, FindingState, Ruling
from servicehall.assessment import Assessment
from servicehall.conditions import Possible
from servicehall.duties import DutyStatus, Grade
from servicehall.errors import CalendarCoverageError, ServiceHallError
from servicehall.events import Event
from servicehall.explain.turns import say_turn
from servicehall.explain.words import name_of, say_at, say_status
from servicehall.instants import end_of_day
from servicehall.policy import Policy
from servicehall.privacy import mask_persons
from servicehall.replay import Obligation
from servicehall.turns import Turn

__all__ = ["Detected", "DetectedTurns", "detect", "detect_turns"]

_DECIDED: Final[Mapping[str, FindingState]] = {
    "complaint.verified": FindingState.VERIFIED,
    "complaint.unfounded": FindingState.UNFOUNDED,
    "complaint.appealed": FindingState.APPEALED,
    "complaint.upheld": FindingState.UPHELD,
    "complaint.revoked": FindingState.REVOKED,
}
"""The events that tell what was found of a complaint."""

_CONCERNED: Final = {
    "complained_of": "person",
    "complained_window": "window",
    "complained_unit": "unit",
}
"""The fields that name whom a complaint is about, with their roles."""


@frozen(kw_only=True)
class Detected:
    """What a case shows to have been broken (发现的违反).

    Attributes:
        findings: What can be laid to somebody's account, once it is verified.
        unattributed: The duties that were missed, and nobody is on record who bore them.
        faulty: What the events say of a complaint that cannot be, with the complaint.
    """

    findings: tuple[Finding, ...]
    unattributed: tuple[Obligation, ...] = ()
    faulty: tuple[tuple[str, ServiceHallError], ...] = ()


@frozen(kw_only=True)
class DetectedTurns:
    """What a look at recurring duties shows to have been broken (发现的违反).

    Attributes:
        findings: What can be laid to somebody's account, once it is verified.
        unattributed: What nobody did, and nobody, or more than one, was to answer for.
    """

    findings: tuple[Finding, ...]
    unattributed: tuple[Turn, ...] = ()


def detect(found: Assessment) -> Detected:
    """Return what a case shows to have been broken, at the instant of its assessment (发现违反).

    Targets that a hall sets itself are told by the assessment, and blamed on nobody. The findings
    are alleged: what follows, follows once they are verified.
    """
    missed = [one for one in found.breaches if one.duty.breach and one.duty.grade != Grade.TARGET]
    attributed = [(one, _subjects(found, one)) for one in missed]
    began = [one for one in found.duties if one.status is not DutyStatus.DORMANT]
    findings = [_missed(found, one, who, _first_of(one, began)) for one, who in attributed if who]
    faulty: list[tuple[str, ServiceHallError]] = []
    for complaint, events in _complaints(found).items():
        try:
            findings += _complained(found, complaint, events)
        except ServiceHallError as error:
            faulty.append((complaint, error))
    return Detected(
        findings=tuple(findings),
        unattributed=tuple(one for one, who in attributed if not who),
        faulty=tuple(faulty),
    )


def detect_turns(turns: Iterable[Turn], policy: Policy) -> DetectedTurns:
    """Return what a look at the recurring duties of a hall shows to have been broken (发现违反).

    Args:
        turns: What :func:`servicehall.rounds` found.
        policy: The rules by which it was found.
    """
    findings, nobody = [], []
    for turn in turns:
        if not turn.breach or turn.duty.grade is Grade.TARGET:
            continue
        if len(turn.bearers) != 1:
            nobody.append(turn)
            continue
        findings.append(_finding(turn, turn.bearers[0], policy))
    return DetectedTurns(findings=tuple(findings), unattributed=tuple(nobody))


def _turn_facts(turn: Turn) -> Iterator[tuple[str, Any]]:
    """Go through what rules of sanctions can ask: late or early, its minutes have one name."""
    yield from turn.facts.items()
    minutes = [turn.facts.get("minutes_late"), turn.facts.get("minutes_early")]
    told = [one for one in minutes if isinstance(one, int) and one > 0]
    if len(told) == 1:
        yield "late_minutes", told[0]


def _finding(turn: Turn, who: str, policy: Policy) -> Finding:
    duty = turn.duty
    at = turn.broken_at or turn.by[0].occurred_at
    if at == end_of_day(turn.occurrence.due):  # what was to be done on a day was missed on that day
        at -= timedelta.resolution
    return Finding(
        id=f"{policy.division}/{duty.id}/{turn.occurrence.first}/{who}",
        breach=turn.breach,
        occurred_at=at,
        division=policy.division,
        subjects={"unit" if turn.collective else "person": who},
        facts={name: one for name, one in _turn_facts(turn) if name in policy.vocabulary.facts},
        evidence=tuple(dict.fromkeys(say_turn(turn))),
        duty=duty.id,
    )


def _subjects(found: Assessment, one: Obligation) -> dict[str, str]:
    """Return who bore a duty at the instant of the breach: the person, the unit, the window."""
    holder = found.bearer(one)
    return _placed({"person": holder.actor, "unit": holder.unit}, found.policy)


def _placed(said: Mapping[str, Any], policy: Policy) -> dict[str, Any]:
    """Return whom something concerns, a window with its department (窗口和所属单位).

    It is under its window that a hall knows a unit. Where windows of several departments have one
    title, nothing says which of them it was: then no department is named.
    """
    who = {role: name for role, name in said.items() if name}
    of_title: dict[str, set[Any]] = {}
    for window in policy.windows.values():
        of_title.setdefault(window.title, set()).add(window.department)
    unit = who.get("unit", "")
    if unit in of_title and who.get("window", unit) == unit:
        who["window"] = who.pop("unit")
    departments = of_title.get(who.get("window", ""), set())
    for department in departments if len(departments) == 1 else ():
        if department and isinstance(department, str):
            who.setdefault("unit", department)
    return who


def _missed(
    found: Assessment, one: Obligation, who: Mapping[str, str], first: Obligation
) -> Finding:
    at = one.broken_at
    assert at is not None  # noqa: S101  # it was missed
    return Finding(
        id=f"{_name(found, one)}/{next(iter(who.values()))}",
        breach=one.duty.breach,
        occurred_at=at,
        division=found.policy.division,
        subjects=who,
        facts=_facts(found, one, at),
        evidence=tuple(_evidence(one, found.as_of)),
        occurrence=_name(found, first),
        case=found.timeline.case,
        duty=one.duty.id,
    )


def _name(found: Assessment, one: Obligation) -> str:
    """Name a duty by the events that began and broke it, whatever else is registered later."""
    parts = [found.timeline.case or found.timeline.events[0].id, one.duty.id, one.thing]
    events = dict.fromkeys(event.id for event in (one.trigger, one.broken_by) if event)
    return "/".join(part for part in (*parts, *events) if part)


def _first_of(one: Obligation, every: Iterable[Obligation]) -> Obligation:
    """Return the first duty that was broken by the same fact, or would be (同一事实).

    What is forbidden is broken by one event. What must be done is one thing while it is owed by
    several duties at once: one late decision misses a promised limit, and that of the law.
    """
    began = sorted(every, key=lambda other: other.trigger.occurred_at)
    return next(other for other in began if other is one or _is_one_fact(other, one))


def _is_one_fact(earlier: Obligation, one: Obligation) -> bool:
    if one.broken_by is not None or earlier.broken_by is not None:
        return earlier.broken_by is one.broken_by
    same = (earlier.thing, earlier.cycle, {*earlier.duty.must})
    ended = earlier.completed_by or earlier.ended_by
    still = ended is None or ended.occurred_at > one.trigger.occurred_at
    return same == (one.thing, one.cycle, {*one.duty.must}) and still


def _facts(found: Assessment, one: Obligation, at: datetime) -> dict[str, Any]:
    """Return what rules of sanctions can ask: facts of the case, and how late it was."""
    return {**_known(found), **_late(found, one, at)}


def _known(found: Assessment) -> dict[str, Any]:
    """Return the facts of the case that rules of sanctions ask for."""
    rules = found.policy.sanctions.values()
    whens = (when for rule in rules for when in (rule.when, *(one.when for one in rule.factors)))
    asked = {cell.fact for when in whens for cells in when for cell in cells}
    known = found.replay.facts.items()
    return {name: value for name, value in known if name in asked and not _is_open(value)}


def _is_open(value: object) -> bool:
    return value is None or isinstance(value, Possible)


def _late(found: Assessment, one: Obligation, at: datetime) -> dict[str, Any]:
    """Return how late it was: the working days after its last day on which it was still undone."""
    if one.due_at is None or one.broken_by is not None:
        return {}
    done = one.completed_at or (one.ended_by.occurred_at if one.ended_by else found.as_of)
    due, last = (_day_before(one.due_at), _day_before(max(done, at)))
    undone = one.completed_by is None
    try:
        late = one.almanac.calendar.reaching(last).count(due, max(last, due))
    except CalendarCoverageError:
        return {"undone": undone}
    return {"late_days": late, "undone": undone}


def _day_before(at: datetime) -> date:
    """Return the day of an instant; midnight is 24:00 of the day that ends."""
    return (at - timedelta.resolution).date()


def _evidence(one: Obligation, as_of: datetime) -> Iterator[str]:
    yield f"{name_of(one)}：{say_status(one)}"
    if one.due_at is not None:
        yield f"应于{say_at(one.due_at)}以前完成"
    if one.broken_by is not None:
        yield f"{say_at(one.broken_by.occurred_at)}发生（{one.broken_by.id}）"
    if one.completed_by is not None:
        yield f"{say_at(one.completed_by.occurred_at)}完成（{one.completed_by.id}）"
    elif one.is_undone:
        yield f"截至{say_at(as_of)}仍未完成，逾期计至当时"
    yield f"依据：{one.duty.settled.citation}"


# ---- complaints


def _complaints(found: Assessment) -> dict[str, list[Event]]:
    """Return the events of each complaint that is about somebody, or that was looked into."""
    by_complaint: dict[str, list[Event]] = {}
    for step in found.replay.steps:
        if complaint := step.event.refs.get("complaint", ""):
            by_complaint.setdefault(complaint, []).append(step.event)
    return {
        name: events
        for name, events in by_complaint.items()
        if any(event.kind in _DECIDED or _CONCERNED.keys() & event.payload for event in events)
    }


def _complained(found: Assessment, complaint: str, events: Iterable[Event]) -> Iterator[Finding]:
    """Return the finding of a complaint, with what was decided of it."""
    said: dict[str, Any] = {}
    rulings = []
    first: Event | None = None
    for event in events:
        first = first or event
        said |= {name: value for name, value in event.payload.items() if value not in _NOTHING}
        if event.kind in _DECIDED:
            reason = mask_persons(str(event.payload.get("reasons", "")), found.persons)
            state = _DECIDED[event.kind]
            rulings.append(Ruling(state=state, at=event.occurred_at, by=event.actor, reason=reason))
    assert first is not None  # noqa: S101  # a complaint has events
    who = {role: said.get(name) for name, role in _CONCERNED.items()}
    facts = {name: value for name, value in said.items() if name in found.policy.vocabulary.facts}
    yield Finding(
        id=f"{found.timeline.case or first.id}/{complaint}",
        breach=_breach(found, said.get("breach", "")),
        occurred_at=first.occurred_at,
        division=found.policy.division,
        subjects=_placed(who, found.policy),
        facts=facts,
        evidence=_noted(found, said),
        case=found.timeline.case,
        rulings=rulings,
    )


_NOTHING: Final = (None, "", ())


def _breach(found: Assessment, noted: str) -> str:
    """Return the kind of breach that was noted, by its name or title; else a verified complaint.

    What was found may be noted in words of one's own: they stand with the evidence.
    """
    titles = found.policy.breach_titles()
    named = {title: name for name, title in titles.items()} | {name: name for name in titles}
    return named.get(noted, "complaint_verified")


def _noted(found: Assessment, said: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the evidence, and what was found in words of their own; who complained is hidden."""
    words = said.get("breach", "")
    told = (*said.get("evidence", ()), *([f"认定：{words}"] if words else []))
    return tuple(mask_persons(one, found.persons) for one in told)
